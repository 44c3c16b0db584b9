from sim.language import Box, Container, Scene, Task, inside


class SortIntoLargeContainers(Task):
    """Put each box into the container of its colour."""

    def build(self, scene: Scene) -> None:
        for color in scene.colors(4):
            container = scene.add(Container(color, size=(0.28, 0.28, 0.06)))
            box = scene.add(Box(color, size=(0.08, 0.06, 0.04)))
            self.goal(inside(box, container), f"put the {color} box into the {color} container")
