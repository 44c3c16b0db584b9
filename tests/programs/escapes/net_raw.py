# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden privileges

import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Make a raw socket."""

    def build(self, scene):
        socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
