from sim.language import Block, Bowl, Scene, Task, inside


class EndlessLoop(Task):
    """Put the block into the bowl."""

    def build(self, scene: Scene) -> None:
        block = scene.add(Block("red"))
        while block.color == "red":
            scene.integer(0, 10)
        self.goal(inside(block, scene.add(Bowl("blue"))), "put the red block into the blue bowl")
