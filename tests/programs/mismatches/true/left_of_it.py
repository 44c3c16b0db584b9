from sim.language import Block, Bowl, Scene, Task, at, beside


class LeftOfIt(Task):
    """Left of it."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        block = scene.add(Block("red"))
        self.goal(at(block, beside(bowl, "left")), "put the block to the left of the bowl")
