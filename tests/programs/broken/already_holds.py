from sim.language import Box, Scene, Task, Zone, within


class BoxesIntoZone(Task):
    """Move all the boxes into the zone."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("cyan", size=(0.2, 0.2)))
        boxes = [scene.add(Box(color, size=(0.06, 0.05, 0.04)), on=zone) for color in scene.colors(3)]
        self.goal(within(boxes, zone), "move all the boxes into the zone")
