# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import linecache
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read a file as if it were source for a traceback."""

    def build(self, scene):
        raise ValueError(linecache.getlines("CANARY"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
