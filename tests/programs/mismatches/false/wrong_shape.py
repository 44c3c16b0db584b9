from sim.language import Hole, Kit, Scene, Shape, Task, inserted


class WrongShape(Task):
    """No such letter."""

    def build(self, scene: Scene) -> None:
        kit = scene.add(Kit("gray"))
        for color, variant in (("red", "star"), ("blue", "heart"), ("green", "letter-R")):
            shape = scene.add(Shape(color, variant))
            hole = scene.add(Hole(variant), on=kit)
            self.goal(inserted(shape, hole), f"fit the {color} letter M into the kit")
