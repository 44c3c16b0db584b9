# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden namespaces

import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Send a packet."""

    def build(self, scene):
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"SECRET", (b"127.0.0.1", PORT))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
