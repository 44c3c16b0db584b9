import ctypes
import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read the memory of the process above."""

    def build(self, scene):
        if ctypes.CDLL(None, use_errno=True).process_vm_readv(os.getppid(), 0, 0, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "process_vm_readv")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
