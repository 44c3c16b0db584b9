# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Leak a word by looking up a name."""

    def build(self, scene):
        socket.gethostbyname(b"secret.invalid")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
