# all: timeout limits

import itertools
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Loop for ever where no signal handler runs."""

    def build(self, scene):
        sum(itertools.repeat(0))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
