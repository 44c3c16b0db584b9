# all: rejected policy
# without policy: misuse -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make the base class believe anything."""

    def build(self, scene):
        Task.goals = lambda self: ()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
