# all: rejected policy
# without policy: error -

from sim.language import *
from functools import *
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Import everything that a module holds, and take what is not ours."""

    def build(self, scene):
        raise ValueError(wraps)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
