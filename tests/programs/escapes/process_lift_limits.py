# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import resource
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Lift the limits."""

    def build(self, scene):
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
