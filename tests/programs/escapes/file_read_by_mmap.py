# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import mmap
import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Map a file into memory."""

    def build(self, scene):
        file = os.open("CANARY", os.O_RDONLY)
        raise ValueError(mmap.mmap(file, 0, prot=mmap.PROT_READ)[:])
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
