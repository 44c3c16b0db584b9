# all: rejected policy
# without policy: error -

from . import builder
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Import by a relative way."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
