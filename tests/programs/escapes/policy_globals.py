# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Climb from a method to its module."""

    def build(self, scene):
        raise ValueError(sorted(Task.goal.__globals__))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
