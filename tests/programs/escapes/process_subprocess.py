# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: forbidden limits

import subprocess
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Run a command."""

    def build(self, scene):
        subprocess.run(["touch", "FOLDER/touched"], check=True)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
