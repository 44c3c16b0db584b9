from sim.language import Bowl, Box, Scene, Task, in_circle


class Circle(Task):
    """Round the bowl."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        boxes = [scene.add(Box(color, size=(0.05, 0.04, 0.04))) for color in scene.colors(4)]
        self.goal(in_circle(boxes, around=bowl, radius=0.14), "stand all the boxes in a circle around the bowl")
