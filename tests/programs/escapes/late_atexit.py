# all: rejected policy
# without policy: error -

import atexit
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Do it when the process ends."""

    def build(self, scene):
        atexit.register(lambda: open("FOLDER/touched", "w"))
        raise ValueError("later")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
