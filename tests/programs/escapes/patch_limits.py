# all: rejected policy
# without policy: error -

import sim.spec as spec
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Lift the limits of a scene."""

    def build(self, scene):
        spec.SceneSpec.model_config["extra"] = "allow"
        spec.MAX_OBJECTS = 10**9
        raise ValueError("lifted")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
