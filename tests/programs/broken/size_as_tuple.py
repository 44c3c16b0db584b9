from sim.language import Block, Box, Scene, Task, Zone, in_row


class RowOfBlocks(Task):
    """Line up the blocks on the base."""

    def build(self, scene: Scene) -> None:
        base = scene.add(Box("gray", size=(0.1, 0.25, 0.02)), fixed=True)
        blocks = [scene.add(Block(color, size=(0.04, 0.04, 0.04))) for color in scene.colors(3)]
        self.goal(in_row(blocks, on=base, any_order=True), "line up all the blocks on the base")
