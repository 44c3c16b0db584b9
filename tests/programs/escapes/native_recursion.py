# all: error process

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Let C recurse until its stack is gone."""

    def build(self, scene):
        deep = ()
        for _ in range(300_000):
            deep = (deep,)
        hash(deep)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
