import socket
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Call somebody by TCP."""

    def build(self, scene):
        socket.create_connection(("127.0.0.1", PORT), 1).sendall(b"SECRET")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
