# all: rejected policy
# without policy: forbidden seccomp

import time
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Sleep."""

    def build(self, scene):
        time.sleep(3600)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
