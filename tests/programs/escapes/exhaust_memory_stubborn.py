# all: timeout limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Want more and more memory, whatever is said."""

    def build(self, scene):
        hoard = []
        while True:
            try:
                hoard.append(list(range(10**6)))
            except MemoryError:
                hoard.append(0)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
