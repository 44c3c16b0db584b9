# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden privileges

import os
import signal
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Kill the group of the process above."""

    def build(self, scene):
        os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
