# all: misuse -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Give a truth value for a size."""

    def build(self, scene):
        self.goal(inside(scene.add(Block("red", size=True)), scene.add(Bowl("red"))), "put the red block into the red bowl")
