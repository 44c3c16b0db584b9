# all: rejected policy
# without policy: error border

import __main__ as builder
import sim.task as task

honest = task.build_scene


def forged(kind, seed):
    scene = honest(kind, seed)
    return scene.model_copy(update={"task": "../../escape"})


builder.build_scene = forged
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Give a scene whose name leads out of the library."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
