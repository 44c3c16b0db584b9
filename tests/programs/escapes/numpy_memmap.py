# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import numpy
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Map the secret into memory by numpy."""

    def build(self, scene):
        raise ValueError(numpy.memmap("CANARY", mode="r").tobytes())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
