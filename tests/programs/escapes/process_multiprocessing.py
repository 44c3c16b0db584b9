# all: rejected policy
# without policy: forbidden seccomp

import multiprocessing
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Start a worker of Python's own."""

    def build(self, scene):
        multiprocessing.get_context("fork").Process(target=print).start()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
