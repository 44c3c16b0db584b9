# all: timeout limits

import itertools
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Compare for ever."""

    def build(self, scene):
        raise ValueError(sum(1 for _ in itertools.permutations(range(99))))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
