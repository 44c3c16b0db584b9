# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Climb from an error to the frames of those who run it."""

    def build(self, scene):
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise ValueError(sorted(error.__traceback__.tb_frame.f_back.f_globals))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
