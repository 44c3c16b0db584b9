# all: timeout limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Want more and more memory."""

    def build(self, scene):
        hoard = []
        while True:
            hoard.append("x" * 10_000_000)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
