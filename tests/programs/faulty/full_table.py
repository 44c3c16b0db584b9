from sim.language import Box, Container, Scene, Task, inside


class FullTable(Task):
    """Pack a box into one of many containers."""

    def build(self, scene: Scene) -> None:
        containers = [scene.add(Container(color, size=(0.3, 0.3, 0.05))) for color in scene.colors(6)]
        box = scene.add(Box("white"))
        self.goal(inside(box, containers[0]), "put the white box into the first container")
