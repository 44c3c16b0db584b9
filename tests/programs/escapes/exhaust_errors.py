# all: rejected policy
# without policy: timeout limits

import sys
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Write to standard error without end."""

    def build(self, scene):
        while True: sys.stderr.write("x" * 100_000)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
