# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Étc_passwd(Task):
    """Take a name that is no good name for a folder."""

    def build(self, scene):
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
