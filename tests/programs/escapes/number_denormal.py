# all: misuse -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Give the smallest size that there is."""

    def build(self, scene):
        self.goal(inside(scene.add(Block("red", size=5e-324)), scene.add(Bowl("red"))), "put the red block into the red bowl")
