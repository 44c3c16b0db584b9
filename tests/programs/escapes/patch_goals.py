# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Take back the goals that were stated."""

    def build(self, scene):
        self._goals = []
        self._goals.clear()
        raise ValueError(self._goals)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
