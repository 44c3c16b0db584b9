# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Name a forbidden thing in passing."""

    def build(self, scene):
        if (reader := open) is not None:
            raise ValueError(reader("CANARY").read())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
