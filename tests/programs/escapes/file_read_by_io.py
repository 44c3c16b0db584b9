# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import io
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read a file by the class behind open."""

    def build(self, scene):
        raise ValueError(io.FileIO("CANARY").read())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
