from sim.language import Box, Scene, Task, Zone, stacked


class SlenderTower(Task):
    """Stack all six boxes into one tower in the zone."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        boxes = [scene.add(Box(color, size=(0.022, 0.022, 0.12))) for color in scene.colors(6)]
        self.goal(stacked(boxes, on=zone, any_order=True), "stack all six boxes into one tower in the zone")
