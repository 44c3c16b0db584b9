# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Call somebody by TCP."""

    def build(self, scene):
        call = socket.socket()
        call.connect((b"127.0.0.1", PORT))
        call.sendall(b"SECRET")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
