# all: misuse -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Say it with a million letters."""

    def build(self, scene):
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl " * 30_000)
