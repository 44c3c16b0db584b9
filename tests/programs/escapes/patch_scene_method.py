# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Put a method of its own on the scene."""

    def build(self, scene):
        scene.poses = lambda *_: []
        scene.add = None
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
