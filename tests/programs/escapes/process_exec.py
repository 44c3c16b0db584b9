# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Become another program."""

    def build(self, scene):
        os.execv("/bin/sh", ["sh", "-c", "touch FOLDER/touched"])
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
