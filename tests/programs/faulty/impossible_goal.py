from sim.language import Ball, Block, Scene, Task, stacked


class TowerOnABall(Task):
    """Stack a block on a ball."""

    def build(self, scene: Scene) -> None:
        ball = scene.add(Ball("red"))
        block = scene.add(Block("blue"))
        self.goal(stacked([ball, block]), "stack the blue block on the red ball")
