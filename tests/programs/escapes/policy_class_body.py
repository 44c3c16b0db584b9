# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Reader:
    lines = open("CANARY").read()


class Attack(Task):
    """Read the secret while the class is made."""

    def build(self, scene):
        pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
