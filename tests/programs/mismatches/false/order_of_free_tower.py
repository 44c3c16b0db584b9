from sim.language import Box, Pallet, Scene, Task, stacked


class OrderOfFreeTower(Task):
    """An order that nobody asks for."""

    def build(self, scene: Scene) -> None:
        pallet = scene.add(Pallet("brown", size=(0.14, 0.14)))
        boxes = [scene.add(Box(color, size=(0.06, 0.06, 0.03))) for color in ("red", "blue", "green")]
        self.goal(stacked(boxes, on=pallet, any_order=True), "build a tower on the pallet from bottom to top: the red box, the blue box, the green box")
