# all: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Recurse for ever."""

    def build(self, scene):
        self.build(scene)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
