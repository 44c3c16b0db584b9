"""One named shape goes into a box (CLIPort's packing-shapes)."""

from sim.language import VARIANTS, Container, Scene, Shape, Task, inside


class PackingShapes(Task):
    """Put the named shape into the container.

    Scene: an open container and five pieces of different shapes and colours.
    Success: the named piece rests inside the container.
    """

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown", size=(0.15, 0.15, 0.05)))
        variants = scene.shuffled(VARIANTS)[:5]
        pieces = [
            scene.add(Shape(color, variant))
            for color, variant in zip(scene.colors(5, exclude=("brown",)), variants, strict=True)
        ]
        self.goal(inside(pieces[0], container), f"put the {pieces[0].name} into the brown container")
