# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read a file by way of what the scene is made of."""

    def build(self, scene):
        scene.add(Block("blue"))
        scene.poses([], [()])[0].parse_file("CANARY")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
