# all: built

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Print an answer."""

    def build(self, scene):
        print('{"scenes":[],"full":[],"full_reason":"","failure":null}')
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
