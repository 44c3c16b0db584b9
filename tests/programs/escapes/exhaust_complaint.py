# all: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Complain at length."""

    def build(self, scene):
        raise ValueError("x" * 100_000_000)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
