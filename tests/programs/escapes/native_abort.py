# all: rejected policy
# without policy: error process

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """End by abort()."""

    def build(self, scene):
        os.abort()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
