"""One ball into the bowl of a named colour."""

from sim.language import Ball, Bowl, Scene, Task, inside


class BallInBowl(Task):
    """Put the ball into the bowl of the named colour.

    Scene: three bowls of different colours and one ball.
    Success: the ball rests in the named bowl.
    """

    def build(self, scene: Scene) -> None:
        color, mark, *others = scene.colors(4)
        ball = scene.add(Ball(color))
        bowl = scene.add(Bowl(mark))
        for other in others:
            scene.add(Bowl(other))
        self.goal(inside(ball, bowl), f"put the {color} ball into the {mark} bowl")
