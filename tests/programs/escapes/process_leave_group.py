# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden privileges

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Leave the group that would be killed."""

    def build(self, scene):
        os.setsid()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
