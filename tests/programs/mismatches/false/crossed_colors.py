from sim.language import Ball, Bowl, Scene, Task, inside


class CrossedColors(Task):
    """The colours do not match."""

    def build(self, scene: Scene) -> None:
        for color, other in (("red", "blue"), ("blue", "red")):
            bowl = scene.add(Bowl(other))
            ball = scene.add(Ball(color))
            self.goal(inside(ball, bowl), f"put the {color} ball into the bowl of its colour")
