# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import threading
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Work on in a thread."""

    def build(self, scene):
        threading.Thread(target=print).start()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
