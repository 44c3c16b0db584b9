from sim.language import Block, Bowl, Scene, Task, inside


class UnknownColor(Task):
    """Put the block into the bowl."""

    def build(self, scene: Scene) -> None:
        block = scene.add(Block("turquoise"))
        bowl = scene.add(Bowl("blue"))
        self.goal(inside(block, bowl), "put the turquoise block into the blue bowl")
