"""Blocks into bowls, by colour (CLIPort's put-block-in-bowl, for every colour on the table)."""

from sim.language import Block, Bowl, Scene, Task, inside


class PutBlockInBowl(Task):
    """Put each block into the bowl of its colour.

    Scene: three bowls and three blocks, one of each per colour, anywhere on the table.
    Success: every block rests in the bowl of its own colour.
    """

    def build(self, scene: Scene) -> None:
        for color in scene.colors(3):
            bowl = scene.add(Bowl(color))
            block = scene.add(Block(color))
            self.goal(inside(block, bowl), f"put the {color} block into the {color} bowl")
