# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden limits

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Start a program without fork."""

    def build(self, scene):
        os.posix_spawn("/bin/sh", ["sh", "-c", "touch FOLDER/touched"], {})
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
