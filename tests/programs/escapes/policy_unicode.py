# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Write a forbidden name in letters that only look different."""

    def build(self, scene):
        raise ValueError(ｅval("1"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
