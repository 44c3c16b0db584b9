# all: rejected policy
# without policy: forbidden seccomp

import urllib.request
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Fetch a page."""

    def build(self, scene):
        urllib.request.urlopen("http://127.0.0.1:PORT/SECRET", timeout=1)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
