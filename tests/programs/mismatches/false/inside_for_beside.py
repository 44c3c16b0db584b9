from sim.language import Block, Bowl, Scene, Task, at, beside


class InsideForBeside(Task):
    """Inside is not beside."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        block = scene.add(Block("red"))
        self.goal(at(block, beside(bowl, "left")), "put the block into the bowl on the left")
