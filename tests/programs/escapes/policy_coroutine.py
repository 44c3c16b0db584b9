# all: rejected policy
# without policy: forbidden seccomp
# without policy, seccomp: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Look out of a coroutine."""

    def build(self, scene):
        async def walk():
            return 0
        walking = walk()
        raise ValueError(walking.cr_frame.f_globals)
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
