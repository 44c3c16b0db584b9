# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Base:
    def __init_subclass__(cls):
        raise ValueError(cls)


class Child(Base):
    pass


class Attack(Task):
    """Run code when a class is derived."""

    def build(self, scene):
        Child()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
