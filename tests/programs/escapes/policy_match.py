# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let a pattern reach for an attribute."""

    def build(self, scene):
        match Task.goal:
            case object(__globals__=found):
                raise ValueError(sorted(found))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
