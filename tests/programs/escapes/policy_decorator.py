# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


@exec
class Attack(Task):
    """Give the class to a function that is no decorator."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
