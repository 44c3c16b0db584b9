"""Boxes of two named colours are packed (CLIPort's packing-boxes-pairs)."""

from sim.language import Box, Container, Scene, Task, inside


class PackingBoxesPairs(Task):
    """Pack the boxes of the two named colours into the container, and no others.

    Scene: an open container, two boxes of each of two colours, and two boxes of other colours.
    Success: the four boxes of the named colours rest inside the container.
    """

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown", size=(0.20, 0.16, 0.06)))
        first, second, *others = scene.colors(4, exclude=("brown",))
        boxes = [
            scene.add(Box(color, size=(scene.uniform(0.04, 0.06), 0.04, 0.04)))
            for color in (first, second)
            for _ in range(2)
        ]
        for color in others:
            scene.add(Box(color, size=(0.05, 0.04, 0.04)))
        self.goal(
            inside(boxes, container), f"pack all the {first} and {second} boxes into the brown container"
        )
