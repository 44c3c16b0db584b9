"""Boxes of different lengths into one container (after CLIPort's packing-boxes)."""

from sim.language import Box, Container, Scene, Task, inside


class PackingBoxes(Task):
    """Pack all the boxes into the container.

    Scene: an open container and four boxes of different lengths beside it.
    Success: every box rests inside the container, below its rim.
    """

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown", size=(0.20, 0.16, 0.06)))
        boxes = [
            scene.add(Box(color, size=(scene.uniform(0.04, 0.07), 0.04, 0.04)))
            for color in scene.colors(4, exclude=("brown",))
        ]
        self.goal(inside(boxes, container), "pack all the boxes into the brown container")
