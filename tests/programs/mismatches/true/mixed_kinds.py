from sim.language import Ball, Container, Cylinder, Scene, Task, inside


class MixedKinds(Task):
    """Two kinds in one place."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("gray", size=(0.2, 0.16, 0.05)))
        balls = [scene.add(Ball(color)) for color in scene.colors(2)]
        cylinders = [scene.add(Cylinder(color)) for color in scene.colors(2)]
        self.goal(inside([*balls, *cylinders], container), "put all the balls and all the cylinders into the container")
