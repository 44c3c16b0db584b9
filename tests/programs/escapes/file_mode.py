# all: rejected policy
# without policy: forbidden seccomp

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Open a file to everybody."""

    def build(self, scene):
        os.chmod("CANARY", 0o777)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
