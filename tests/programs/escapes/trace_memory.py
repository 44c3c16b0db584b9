# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden privileges

import ctypes
import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read the memory of the process above."""

    def build(self, scene):
        class Piece(ctypes.Structure):
            _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))
        room = ctypes.create_string_buffer(8)
        here, there = Piece(ctypes.addressof(room), 8), Piece(id(Task), 8)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0) < 0:
            raise OSError(ctypes.get_errno(), "process_vm_readv")
        raise ValueError("SECRET-CANARY read", room.raw)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
