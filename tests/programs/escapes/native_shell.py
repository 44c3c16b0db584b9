# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import ctypes
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Call the C library's shell."""

    def build(self, scene):
        raise ValueError(ctypes.CDLL(None).system(b"touch FOLDER/touched"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
