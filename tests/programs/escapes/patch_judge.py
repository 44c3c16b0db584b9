# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import sim.judge as judge
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make the judge say yes."""

    def build(self, scene):
        for name in dir(judge):
            if callable(vars(judge)[name]):
                setattr(judge, name, lambda *given, **named: True)
        raise ValueError("judged")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
