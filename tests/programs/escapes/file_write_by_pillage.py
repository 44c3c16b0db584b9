# all: rejected policy
# without policy: forbidden seccomp

import logging
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Write a file by way of a logger's handler."""

    def build(self, scene):
        logging.FileHandler("FOLDER/dropped").stream.write("here")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
