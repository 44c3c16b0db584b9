# all: error border

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Turn the reading direction of the words round."""

    def build(self, scene):
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block \u202einto the red bowl")
