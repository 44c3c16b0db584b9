# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make a class with a name of its own choice."""

    def build(self, scene):
        made = type("Escape", (), {"__init__": lambda self: None})
        raise ValueError(made.__subclasses__())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
