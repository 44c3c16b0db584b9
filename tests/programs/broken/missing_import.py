from sim.language import Block, Scene, Task, inside


class SortBlocks(Task):
    """Put each block into the bowl of its colour.

    Scene: three bowls and three blocks, one of each per colour.
    Success: every block rests in the bowl of its colour.
    """

    def build(self, scene: Scene) -> None:
        for color in scene.colors(3):
            bowl = scene.add(Bowl(color))
            block = scene.add(Block(color))
            self.goal(inside(block, bowl), f"put the {color} block into the {color} bowl")
