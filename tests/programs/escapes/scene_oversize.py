# all: rejected policy
# without policy: error border
# without policy, border: built

import __main__ as builder
import sim.task as task

honest = task.build_scene


def forged(kind, seed):
    scene = honest(kind, seed)
    return scene.model_copy(update={"objects": (scene.objects[0].model_copy(update={"size": (0.6, 0.6, 0.6)}), scene.objects[1])})


builder.build_scene = forged
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Build a block as wide as the table, which a scene may hold and a block may not be."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
