# all: rejected policy
# without policy: error border

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Answer without end."""

    def build(self, scene):
        while True:
            for number in range(3, 16):
                try:
                    os.write(number, bytes(1 << 16))
                except OSError:
                    pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
