# all: rejected policy
# without policy: forbidden seccomp

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Become root again."""

    def build(self, scene):
        os.setuid(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
