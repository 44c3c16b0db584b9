from sim.language import Container, Cylinder, Scene, Task, at, beside


class BehindIt(Task):
    """Behind it."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        cylinder = scene.add(Cylinder("blue"))
        self.goal(at(cylinder, beside(container, "behind")), "stand the cylinder behind the container")
