from sim.language import Ball, Container, Scene, Task, inside


class PackBalls(Task):
    """Put the named balls into the container."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown", size=(0.18, 0.14, 0.05)))
        balls = [scene.add(Ball(color)) for color in scene.colors(5)]
        wanted = balls[:3]
        names = ", ".join(f"the {ball.name}" for ball in wanted)
        self.goal(inside(wnated, container), f"put {name} into the container")
