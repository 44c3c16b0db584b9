from sim.language import Ball, Bowl, Scene, Task, inside


class BallsIntoBowls(Task):
    """Put each ball into the bowl of its colour."""

    def build(self, scene: Scene) -> None:
        for color in scene.colors(3):
        bowl = scene.add(Bowl(color))
        ball = scene.add(Ball(color))
        self.goal(inside(ball, bowl), f"put the {color} ball into the {color} bowl")
