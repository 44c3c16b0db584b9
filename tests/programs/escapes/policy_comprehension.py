# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read the secret within a comprehension."""

    def build(self, scene):
        raise ValueError([line for path in ["CANARY"] for line in open(path)])
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
