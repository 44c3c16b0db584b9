from sim.language import Block, Bowl, Scene, Task, inside


class TwinMovers(Task):
    """Two that could be meant."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        blocks = [scene.add(Block("red")) for _ in range(2)]
        scene.add(Block("blue"))
        self.goal(inside(blocks[0], bowl), "put the red block into the bowl")
