# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Climb from a tuple to every class."""

    def build(self, scene):
        raise ValueError(().__class__.__base__.__subclasses__())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
