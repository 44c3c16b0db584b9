from sim.language import Bowl, Cylinder, Scene, Task, aligned, at


class InLine(Task):
    """In line with two bowls."""

    def build(self, scene: Scene) -> None:
        one, other = scene.add(Bowl("blue")), scene.add(Bowl("brown"))
        cylinder = scene.add(Cylinder("red"))
        self.goal(at(cylinder, aligned(one, other)), "stand the cylinder in line with the two bowls, next to the brown one")
