# all: rejected policy
# without policy: error border

import __main__ as builder
import sim.task as task

honest = task.build_scene


def forged(kind, seed):
    scene = honest(kind, seed)
    return scene.model_copy(update={"goals": (scene.goals[0].model_copy(update={"instruction": "red block bowl " * 700_000}),)})


builder.build_scene = forged
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Say a sentence of ten megabytes."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
