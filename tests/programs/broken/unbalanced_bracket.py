from sim.language import Block, Bowl, Scene, Task, in_circle


class CircleRoundBowl(Task):
    """Stand the blocks in a circle around the bowl."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray")
        blocks = [scene.add(Block(color) for color in scene.colors(4)]
        self.goal(
            in_circle(blocks, around=bowl, radius=0.13),
            "stand all the blocks in a circle around the bowl",
        )
