# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Look for keys in the home folder."""

    def build(self, scene):
        raise ValueError(os.listdir("/root"), os.listdir("/home"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
