# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden limits

import os
import time
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Fork once and let the child wait."""

    def build(self, scene):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
