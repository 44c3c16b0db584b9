# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden privileges

import ctypes
import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Trace the process above."""

    def build(self, scene):
        if ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0):
            raise OSError(ctypes.get_errno(), "ptrace")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
