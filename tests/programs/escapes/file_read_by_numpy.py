# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import numpy
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read a file with numpy."""

    def build(self, scene):
        raise ValueError(numpy.fromfile("CANARY", "S9"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
