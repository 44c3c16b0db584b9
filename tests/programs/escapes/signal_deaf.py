# all: rejected policy
# without policy: timeout limits

import signal
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Turn a deaf ear to the clock, and loop."""

    def build(self, scene):
        for number in (signal.SIGPROF, signal.SIGXCPU, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        while True:
            pass
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
