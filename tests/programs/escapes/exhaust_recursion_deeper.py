# all: rejected policy
# without policy: timeout limits

import sys
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Lift the limit of recursion, and recurse."""

    def build(self, scene):
        sys.setrecursionlimit(10**9)
        self.build(scene)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
