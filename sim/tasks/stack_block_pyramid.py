"""Six blocks become a pyramid (CLIPort's stack-block-pyramid)."""

from sim.language import Block, Box, Scene, Task, pyramid


class StackBlockPyramid(Task):
    """Stack six blocks into a pyramid of three, two and one on the base.

    Scene: a low fixed base and six blocks of different colours, scattered.
    Success: three blocks stand on the base, two on those, and one on top.
    """

    def build(self, scene: Scene) -> None:
        base = scene.add(Box("brown", size=(0.06, 0.16, 0.01)), fixed=True)
        blocks = [scene.add(Block(color)) for color in scene.colors(6, exclude=("brown",))]
        self.goal(pyramid(blocks, on=base), "stack the blocks into a pyramid on the brown base")
