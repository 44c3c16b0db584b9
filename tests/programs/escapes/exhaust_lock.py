# all: rejected policy
# without policy: timeout process

import threading
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Wait for a lock that nobody opens."""

    def build(self, scene):
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
