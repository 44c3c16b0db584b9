# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Spy:
    def __get__(self, instance, owner):
        return owner.__mro__


class Attack(Task):
    """Answer for an attribute by code."""

    def build(self, scene):
        raise ValueError(Block)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
