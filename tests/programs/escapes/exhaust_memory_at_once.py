# all: memory limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Want a tebibyte."""

    def build(self, scene):
        "x" * (1 << 40)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
