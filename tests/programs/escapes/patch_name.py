# all: rejected policy
# without policy: error border

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Call the class by another name."""

    def build(self, scene):
        Attack.__name__ = "Another"
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
