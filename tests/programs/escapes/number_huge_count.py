# all: misuse -

from sim.language import Block, Bowl, Pile, Task, inside


class Attack(Task):
    """Ask for as many cubes as a number can say."""

    def build(self, scene):
        scene.add(Pile("red", count=10 ** 400))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
