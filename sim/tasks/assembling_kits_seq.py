"""As assembling-kits, one sentence a piece (CLIPort's assembling-kits-seq)."""

from sim.language import VARIANTS, Hole, Kit, Scene, Shape, Task, inserted


class AssemblingKitsSeq(Task):
    """Put the named pieces into the holes of their shapes, one after the other.

    Scene: a board with five holes of different shapes, and the five pieces beside it.
    Success: every piece lies in its own hole, turned as the hole is.
    """

    def build(self, scene: Scene) -> None:
        kit = scene.add(Kit("gray"))
        variants = scene.shuffled(VARIANTS)[:5]
        holes = [scene.add(Hole(variant), on=kit) for variant in variants]
        colors = scene.colors(5, exclude=("gray",))
        for color, variant, hole in zip(colors, variants, holes, strict=True):
            piece = scene.add(Shape(color, variant))
            self.goal(inserted(piece, hole), f"put the {piece.name} into its hole in the gray kit")
