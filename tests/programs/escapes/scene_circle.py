# all: rejected policy
# without policy: error border
# without policy, border: built

import __main__ as builder
import sim.task as task

honest = task.build_scene


def forged(kind, seed):
    scene = honest(kind, seed)
    goal = scene.goals[0]
    slot = goal.slots[0].model_copy(update={"needs": (0,)})
    return scene.model_copy(update={"goals": (goal.model_copy(update={"slots": (slot,)}),)})


builder.build_scene = forged
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let slots need each other, so that a search for the first one never ends."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
