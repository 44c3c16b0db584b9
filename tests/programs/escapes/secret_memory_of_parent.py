# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Open the memory of the process above."""

    def build(self, scene):
        raise ValueError(os.pread(os.open(f"/proc/{os.getppid()}/mem", os.O_RDWR), 8, 4096))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
