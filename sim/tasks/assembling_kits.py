"""Pieces of different shapes go into the holes of a kit (CLIPort's assembling-kits)."""

from sim.language import VARIANTS, Hole, Kit, Scene, Shape, Task, inserted


class AssemblingKits(Task):
    """Put every piece into the hole of its shape on the kit.

    Scene: a board with five holes of different shapes, and the five pieces beside it.
    Success: every piece lies in its own hole, turned as the hole is.
    """

    def build(self, scene: Scene) -> None:
        kit = scene.add(Kit("gray"))
        variants = scene.shuffled(VARIANTS)[:5]
        holes = [scene.add(Hole(variant), on=kit) for variant in variants]
        pieces = [
            scene.add(Shape(color, variant))
            for color, variant in zip(scene.colors(5, exclude=("gray",)), variants, strict=True)
        ]
        self.goal(inserted(pieces, holes), "put all the pieces into the holes of the gray kit")
