"""Boxes into a roomy container."""

from sim.language import Box, Container, Scene, Task, inside


class LoosePacking(Task):
    """Pack all boxes into the container.

    Scene: a large open container and three boxes of different lengths.
    Success: every box rests inside the container.
    """

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown", size=(0.24, 0.20, 0.05)))
        boxes = [
            scene.add(Box(color, size=(scene.uniform(0.04, 0.06), 0.04, 0.04)))
            for color in scene.colors(3, exclude=("brown",))
        ]
        self.goal(inside(boxes, container), "pack all the boxes into the brown container")
