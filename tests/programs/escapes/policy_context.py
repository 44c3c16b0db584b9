# all: rejected policy
# without policy: error -

import contextvars
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Reach a variable of the interpreter."""

    def build(self, scene):
        raise ValueError(contextvars.copy_context())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
