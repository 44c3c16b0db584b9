# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let a format reach for an attribute."""

    def build(self, scene):
        raise ValueError("{0.goal.__globals__}".format(self))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
