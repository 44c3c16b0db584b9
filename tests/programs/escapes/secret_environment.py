# all: rejected policy
# without policy: error -

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read the keys of whoever started us."""

    def build(self, scene):
        raise ValueError([value for name, value in os.environ.items() if "KEY" in name])
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
