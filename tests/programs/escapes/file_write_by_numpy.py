# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Write a new file with an array that the scene's own generator makes."""

    def build(self, scene):
        scene._rng.integers(5, size=3).tofile("FOLDER/dropped")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
