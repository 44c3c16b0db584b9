# all: memory limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Repeat a letter until memory is full."""

    def build(self, scene):
        words = "x" * 10 ** 11
        raise ValueError(len(words))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
