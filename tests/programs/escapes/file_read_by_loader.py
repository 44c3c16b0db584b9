# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import sim.builder as builder
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read a file by the loader of our own module."""

    def build(self, scene):
        raise ValueError(builder.__loader__.get_data("CANARY"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
