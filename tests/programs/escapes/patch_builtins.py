# all: rejected policy
# without policy: error process

import builtins
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Change what every module is made of."""

    def build(self, scene):
        builtins.isinstance = lambda *given: True
        builtins.len = lambda _: 1
        raise ValueError("changed")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
