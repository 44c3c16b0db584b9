from sim.language import Hole, Kit, Scene, Shape, Task, inserted


class RightShape(Task):
    """By name."""

    def build(self, scene: Scene) -> None:
        kit = scene.add(Kit("gray"))
        for color, variant in (("red", "star"), ("blue", "heart"), ("green", "letter-R")):
            shape = scene.add(Shape(color, variant))
            hole = scene.add(Hole(variant), on=kit)
            self.goal(inserted(shape, hole), f"fit the {shape.name} into its hole on the kit")
