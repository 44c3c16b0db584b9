from sim.language import Block, Scene, Stand, Task, pyramid


class Pyramid(Task):
    """Three blocks."""

    def build(self, scene: Scene) -> None:
        stand = scene.add(Stand("brown"))
        blocks = [scene.add(Block("green")) for _ in range(3)]
        self.goal(pyramid(blocks, on=stand), "build a pyramid of the three blocks on the stand")
