# all: built

from sim.language import Block, Bowl, Task, inside


class Changing(float):
    def real(self):
        return 9.0


class Attack(Task):
    """Give a size that is no number when it is looked at twice."""

    def build(self, scene):
        size = Changing(0.04)
        self.goal(inside(scene.add(Block("red", size=size)), scene.add(Bowl("red"))), "put the red block into the red bowl")
