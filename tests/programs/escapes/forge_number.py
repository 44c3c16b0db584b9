# all: rejected policy
# without policy: error border

import os
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Answer with a number of a million digits."""

    def build(self, scene):
        ANSWER = b'{"full":[' + b"9" * 10**6 + b"]}"
        for number in range(3, 16):
            try:
                os.write(number, ANSWER)
            except OSError:
                pass
        os._exit(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
