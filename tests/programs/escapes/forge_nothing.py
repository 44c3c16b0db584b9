# all: rejected policy
# without policy: error border
# without policy, border: built

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Say that there are no scenes, and that all is well."""

    def build(self, scene):
        ANSWER = b'{"scenes":[],"full":[],"full_reason":"","failure":null}'
        for number in range(3, 16):
            try:
                os.write(number, ANSWER)
            except OSError:
                pass
        os._exit(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
