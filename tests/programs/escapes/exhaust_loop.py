# all: timeout limits
# without policy, limits: timeout process

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Loop for ever."""

    def build(self, scene):
        while True: pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
