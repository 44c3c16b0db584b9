# all: rejected policy
# without policy: error -

import warnings
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Show a warning that reads the secret."""

    def build(self, scene):
        warnings.warn_explicit("x", UserWarning, "CANARY", 1)
        raise ValueError("shown")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
