# all: rejected policy
# without policy: error border

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """End well, and say nothing."""

    def build(self, scene):
        os._exit(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
