# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let a format reach for an attribute, from a mapping."""

    def build(self, scene):
        raise ValueError("{a.__class__}".format_map({"a": self}))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
