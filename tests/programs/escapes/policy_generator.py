# all: rejected policy
# without policy: error -

from sim.language import Block, Bowl, Task, inside


class Attack(Task):
    """Climb from a generator to the frames of those who run it."""

    def build(self, scene):
        def climb():
            frame = climber.gi_frame.f_back
            while frame.f_back:
                frame = frame.f_back
            yield sorted(frame.f_globals)
        climber = climb()
        raise ValueError(next(climber))
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the red block into the red bowl")
