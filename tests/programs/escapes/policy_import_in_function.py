# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Import where it is used."""

    def build(self, scene):
        import os
        raise ValueError(os.listdir("/"))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
