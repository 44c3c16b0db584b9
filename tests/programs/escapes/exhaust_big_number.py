# all: timeout limits

import math
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Compute a number that nobody can write down."""

    def build(self, scene):
        math.factorial(10**7)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
