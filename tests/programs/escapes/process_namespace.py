# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden privileges

import ctypes
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make a world of one's own, with all its rights."""

    def build(self, scene):
        if ctypes.CDLL(None, use_errno=True).unshare(0x10000000):
            raise OSError(ctypes.get_errno(), "unshare")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
