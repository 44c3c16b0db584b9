from sim.language import Block, Bowl, Scene, Task, at, beside


class WrongSide(Task):
    """Right is not left."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        block = scene.add(Block("red"))
        self.goal(at(block, beside(bowl, "left")), "put the block to the right of the bowl")
