# all: rejected policy
# without policy: error -

import sys
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Put another module in the place of one of ours."""

    def build(self, scene):
        sys.modules["sim.task"] = None
        sys.modules["sim.spec"] = None
        raise ValueError("swapped")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
