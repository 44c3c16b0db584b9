"""A tower of three blocks in a named order."""

from sim.language import Block, Scene, Task, stacked


class TowerOfThree(Task):
    """Build a tower of three named blocks.

    Scene: four blocks of different colours.
    Success: the tower stands on its first block, in the order of the sentence.
    """

    def build(self, scene: Scene) -> None:
        low, middle, high, other = scene.colors(4)
        blocks = [scene.add(Block(color)) for color in (low, middle, high)]
        scene.add(Block(other))
        sentence = f"stack the {middle} block on the {low} block and the {high} block on the {middle} block"
        self.goal(stacked(blocks), sentence)
