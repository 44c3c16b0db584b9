# all: rejected policy
# without policy: timeout process

import os
import signal
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Stop, and wait to be woken."""

    def build(self, scene):
        os.kill(os.getpid(), signal.SIGSTOP)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
