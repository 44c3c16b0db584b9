# all: timeout limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Print without end."""

    def build(self, scene):
        while True: print("x" * 100_000)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
