# all: rejected policy
# without policy: forbidden seccomp

import mmap
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make memory that can be run."""

    def build(self, scene):
        mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
