# all: rejected policy
# without policy: timeout limits

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Begin to loop when all is over."""

    def build(self, scene):
        class Late:
            def __del__(self):
                while True:
                    pass
        self.late = Late()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
