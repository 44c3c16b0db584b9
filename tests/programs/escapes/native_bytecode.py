# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Run bytecode that nobody compiled."""

    def build(self, scene):
        code = (lambda: 0).__code__
        exec(code.replace(co_code=b"|\xff" * 8, co_consts=()))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
