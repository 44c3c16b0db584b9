# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Look for files that were left open."""

    def build(self, scene):
        found = []
        for number in range(3, 256):
            try:
                found.append(os.pread(number, 99, 0))
            except OSError:
                pass
        raise ValueError(found)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
