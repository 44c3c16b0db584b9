# all: rejected policy
# without policy: error process

from sim.language import Block, Bowl, Task, inside


class Solved(Exception):
    def __str__(self):
        raise KeyboardInterrupt


class Attack(Task):
    """Raise an error that tells lies about itself."""

    def build(self, scene):
        raise Solved()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
