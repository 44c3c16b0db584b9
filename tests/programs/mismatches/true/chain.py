from sim.language import Block, Box, Scene, Task, Zone, on, within


class Chain(Task):
    """First the boxes, then a block on each."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow", size=(0.28, 0.2)))
        boxes = [scene.add(Box(color, size=(0.09, 0.08, 0.03))) for color in ("red", "blue")]
        blocks = [scene.add(Block("green", size=0.035)) for _ in range(2)]
        self.goal(within(boxes, zone), "move both boxes into the zone")
        self.goal(on(blocks, boxes), "then put one block on each of the boxes")
