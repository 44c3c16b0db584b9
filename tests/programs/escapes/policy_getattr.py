# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Reach for an attribute by a name made at run time."""

    def build(self, scene):
        raise ValueError(getattr(Task.goal, "__glo" + "bals__"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
