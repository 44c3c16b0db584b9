from sim.language import Ball, Bowl, Scene, Task, inside


class NoBowlIsNamed(Task):
    """Which bowl?"""

    def build(self, scene: Scene) -> None:
        for color in ("red", "blue", "green"):
            bowl = scene.add(Bowl(color))
            ball = scene.add(Ball(color))
            self.goal(inside(ball, bowl), f"put the {color} ball into a bowl")
