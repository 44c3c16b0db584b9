# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Define what Python calls behind the scenes."""

    def build(self, scene):
        class Words(str):
            def __str__(self):
                return open("CANARY").read()
        raise ValueError(str(Words()))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
