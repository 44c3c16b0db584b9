# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Unpickle a command by way of what the scene is made of."""

    def build(self, scene):
        pose = scene.poses([], [])
        scene.add(Block("blue"))
        pose = scene.poses([], [()])[0]
        pose.parse_raw(b"cos\nsystem\n(S'touch FOLDER/touched'\ntR.", proto="pickle", allow_pickle=True)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
