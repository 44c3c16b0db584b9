# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make a folder."""

    def build(self, scene):
        os.mkdir("FOLDER/made")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
