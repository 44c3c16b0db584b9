from sim.language import Block, Scene, Stand, Task, wall


class Wall(Task):
    """Two courses."""

    def build(self, scene: Scene) -> None:
        stand = scene.add(Stand("brown"))
        blocks = [scene.add(Block("blue", size=0.035)) for _ in range(4)]
        self.goal(wall(blocks, on=stand), "build a wall of all the blocks on the stand, two courses high")
