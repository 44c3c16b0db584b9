# all: memory limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make a list of all numbers."""

    def build(self, scene):
        raise ValueError(len(list(range(10 ** 15))))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
