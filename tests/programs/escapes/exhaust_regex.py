# all: rejected policy
# without policy: timeout limits

import re
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let a pattern try everything."""

    def build(self, scene):
        raise ValueError(re.match(r"(a+)+$", "a" * 64 + "b"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
