# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

from sim.language import Block, Bowl, Task, inside


class Late:
    def __del__(self):
        open("FOLDER/touched", "w")


class Attack(Task):
    """Do it when an object dies."""

    def build(self, scene):
        Late()
        raise ValueError("later")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
