# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden limits

import os
import time
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Fork without end (256 times, to be polite)."""

    def build(self, scene):
        for _ in range(8):
            os.fork()
        time.sleep(60)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
