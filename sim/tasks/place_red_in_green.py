"""Red blocks go into green bowls, whatever else lies about (CLIPort's place-red-in-green)."""

from sim.language import Block, Bowl, Scene, Task, inside


class PlaceRedInGreen(Task):
    """Put the red blocks into the green bowls.

    Scene: one to three red blocks, as many green bowls, and blocks and bowls of other colours.
    Success: every red block rests in a green bowl of its own.
    """

    def build(self, scene: Scene) -> None:
        count = scene.integer(1, 3)
        bowls = [scene.add(Bowl("green")) for _ in range(count)]
        blocks = [scene.add(Block("red")) for _ in range(count)]
        for color in scene.colors(2, exclude=("red", "green")):
            scene.add(Bowl(color))
            scene.add(Block(color))
        plural = "s" if count > 1 else ""
        self.goal(inside(blocks, bowls), f"put the red block{plural} into the green bowl{plural}")
