# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make files without end."""

    def build(self, scene):
        for number in range(10**6):
            os.close(os.open(f"FOLDER/{number}", os.O_CREAT))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
