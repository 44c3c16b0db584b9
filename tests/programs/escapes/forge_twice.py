# all: rejected policy
# without policy: error border

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Answer twice."""

    def build(self, scene):
        for number in range(3, 16):
            try:
                os.write(number, b'{"scenes":[],"full":[],"full_reason":"","failure":null}\n')
            except OSError:
                pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
