# all: misuse -

import math
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Give a size that is not a number."""

    def build(self, scene):
        self.goal(inside(scene.add(Block("red", size=math.nan)), scene.add(Bowl("red"))), "put the red block into the red bowl")
