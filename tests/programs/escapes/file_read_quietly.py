# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read a file, and pass over the refusal."""

    def build(self, scene):
        try:
            words = os.read(os.open("CANARY", os.O_RDONLY), 99).decode()
        except OSError:
            words = "nothing"
        raise ValueError(words)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
