# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden landlock

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Fill the disk."""

    def build(self, scene):
        with open("FOLDER/big", "wb") as file:
            while True:
                file.write(bytes(1 << 20))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
