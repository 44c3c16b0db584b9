# all: rejected policy
# without policy: error -

from sim.language import Scene
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Change what scene.add does."""

    def build(self, scene):
        Scene.add = lambda *given: None
        raise ValueError("changed")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
