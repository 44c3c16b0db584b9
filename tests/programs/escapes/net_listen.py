# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Open a door for callers."""

    def build(self, scene):
        door = socket.socket()
        door.bind(("127.0.0.1", 0))
        door.listen()
        door.settimeout(1)
        door.accept()
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
