"""A pyramid, one sentence a block (CLIPort's stack-block-pyramid-seq)."""

from sim.language import Block, Scene, Stand, Task, pyramid


class StackBlockPyramidSeq(Task):
    """Stack six blocks into a pyramid on the stand, each where the sentence says.

    Scene: a stand for three blocks and six blocks of different colours.
    Success: three blocks stand on the stand, two on those, and one on top, in the order that was said.
    """

    def build(self, scene: Scene) -> None:
        stand = scene.add(Stand("brown"))
        blocks = [scene.add(Block(color)) for color in scene.colors(6, exclude=("brown",))]
        rows = ["the bottom row"] * 3 + ["the middle row"] * 2 + ["the top"]
        for block, row, part in zip(blocks, rows, pyramid(blocks, on=stand).steps(), strict=True):
            self.goal(part, f"put the {block.color} block in {row} of the pyramid")
