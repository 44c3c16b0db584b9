# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let a class of classes do the work."""

    def build(self, scene):
        class Maker(type):
            def mro(cls):
                return [cls, object]
        class Made(metaclass=Maker):
            pass
        raise ValueError(Made.mro())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
