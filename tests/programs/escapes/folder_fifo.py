# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make a named pipe and wait at it."""

    def build(self, scene):
        os.mkfifo("FOLDER/fifo")
        open("FOLDER/fifo").read()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
