# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Read the secret in a default value."""

    def build(self, scene):
        def take(lines=open("CANARY").read()):
            return lines
        raise ValueError(take())
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
