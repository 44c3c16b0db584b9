# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Append to a file that is there."""

    def build(self, scene):
        os.write(os.open("CANARY", os.O_WRONLY | os.O_APPEND), b"more")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
