# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Call a service of this machine by an abstract socket."""

    def build(self, scene):
        socket.socket(socket.AF_UNIX).connect("\0simwright-canary-PORT")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
