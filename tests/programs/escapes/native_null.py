# all: rejected policy
# without policy: error process

import ctypes
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read where nothing is."""

    def build(self, scene):
        ctypes.string_at(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
