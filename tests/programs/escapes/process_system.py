# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Run a shell."""

    def build(self, scene):
        raise ValueError(os.system("touch FOLDER/touched"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
