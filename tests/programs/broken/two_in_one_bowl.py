from sim.language import Ball, Block, Bowl, Scene, Task, inside


class ShareABowl(Task):
    """Put the block and then the ball into the same bowl."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        block = scene.add(Block("red"))
        ball = scene.add(Ball("blue"))
        self.goal(inside(block, bowl), "put the block into the bowl")
        self.goal(inside(ball, bowl), "then put the ball into the bowl")
