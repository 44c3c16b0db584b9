# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import logging
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Log into a file."""

    def build(self, scene):
        logging.basicConfig(filename="FOLDER/touched")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
