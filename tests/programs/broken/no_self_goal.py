from sim.language import Block, Box, Scene, Task, on


class BlockOnBox(Task):
    """Put the red block on the box; the other blocks stay."""

    def build(self, scene: Scene) -> None:
        box = scene.add(Box("gray", size=(0.1, 0.08, 0.03)))
        red = scene.add(Block("red"))
        for color in ("blue", "green"):
            scene.add(Block(color))
        on(red, box)
