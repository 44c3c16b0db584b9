# all: rejected policy
# without policy: forbidden seccomp

import pickle
from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Unpickle a command."""

    def build(self, scene):
        pickle.loads(b"cos\nsystem\n(S'touch FOLDER/touched'\ntR.")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
