# all: timeout limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Raise a number to a power of powers."""

    def build(self, scene):
        raise ValueError(9 ** 9 ** 9 ** 9)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
