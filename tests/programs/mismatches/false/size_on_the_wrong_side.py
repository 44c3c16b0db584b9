from sim.language import Block, Box, Scene, Task, in_row


class SizeOnTheWrongSide(Task):
    """The largest stands on the left."""

    def build(self, scene: Scene) -> None:
        base = scene.add(Box("gray", size=(0.1, 0.25, 0.02)), fixed=True)
        blocks = [scene.add(Block(color, size=size)) for color, size in zip(scene.colors(3), (0.06, 0.05, 0.04))]
        self.goal(in_row(blocks, on=base), "line up the blocks on the base by size, the largest on the right")
