# all: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Raise many errors in one."""

    def build(self, scene):
        raise BaseExceptionGroup("solved", [SystemExit(0), GeneratorExit()])
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
