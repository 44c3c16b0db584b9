from sim.language import Box, Pallet, Scene, Task, layered


class Layers(Task):
    """Full layers."""

    def build(self, scene: Scene) -> None:
        pallet = scene.add(Pallet("brown", size=(0.18, 0.16)))
        boxes = [scene.add(Box("red", size=(0.06, 0.05, 0.04))) for _ in range(4)]
        self.goal(layered(boxes, on=pallet, columns=2, rows=2), "pack all the boxes on the pallet in full layers of two by two")
