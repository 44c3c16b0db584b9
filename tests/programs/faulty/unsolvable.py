from sim.language import Box, Scene, Task, stacked


class EightStoreys(Task):
    """Stack eight thin tall boxes, each within a centimetre."""

    def build(self, scene: Scene) -> None:
        boxes = [scene.add(Box(color, size=(0.02, 0.02, 0.12))) for color in scene.colors(8)]
        self.goal(stacked(boxes), "stack all the boxes into one tower")
