# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Write open with letters that only look like it."""

    def build(self, scene):
        raise ValueError(ｏｐｅｎ("CANARY").read())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
