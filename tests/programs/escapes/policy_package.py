# all: rejected policy
# without policy: error -

import sim.language
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Reach from one module that may be imported to those that may not."""

    def build(self, scene):
        raise ValueError(sim.builder.sys.modules["os"].listdir("FOLDER"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
