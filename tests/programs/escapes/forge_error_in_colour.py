# all: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Raise what would paint a terminal."""

    def build(self, scene):
        raise ValueError("\x1b[2J\x1b]0;owned\x07 solved")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
