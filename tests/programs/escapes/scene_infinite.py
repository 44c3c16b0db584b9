# all: rejected policy
# without policy: error border

import __main__ as builder
import sim.task as task

honest = task.build_scene


def forged(kind, seed):
    scene = honest(kind, seed)
    thing = scene.objects[0]
    pose = thing.pose.model_copy(update={"position": (float("inf"), 0.0, 0.0)})
    return scene.model_copy(update={"objects": (thing.model_copy(update={"pose": pose}), scene.objects[1])})


builder.build_scene = forged
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Put a thing infinitely far away."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
