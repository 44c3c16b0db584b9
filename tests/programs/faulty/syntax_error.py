from sim.language import Block, Bowl, Scene, Task, inside


class BrokenLine(Task):
    """Put the block into the bowl."""

    def build(self, scene: Scene) -> None:
        block = scene.add(Block("red")
        bowl = scene.add(Bowl("blue"))
        self.goal(inside(block, bowl), "put the red block into the blue bowl")
