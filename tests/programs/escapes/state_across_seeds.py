# all: built

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Be honest once, and another task from then on."""

    seen = []

    def build(self, scene):
        self.seen.append(scene)
        if len(self.seen) > 1:
            raise ValueError(len(self.seen))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
