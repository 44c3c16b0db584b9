"""Boxes come one at a time and are stacked on a pallet (CLIPort's palletizing-boxes)."""

from sim.language import Box, Pallet, Scene, Task, layered


class PalletizingBoxes(Task):
    """Stack the boxes that appear, one after the other, on the pallet in full layers.

    Scene: a pallet, and one place on the table at which twelve equal boxes appear one at a time.
    Success: the boxes stand on the pallet in two layers of two by three.
    """

    def build(self, scene: Scene) -> None:
        pallet = scene.add(Pallet("brown", size=(0.20, 0.24)))
        boxes = scene.feed([Box("gray", size=(0.08, 0.06, 0.05)) for _ in range(12)])
        self.goal(layered(boxes, on=pallet, columns=3, rows=2), "stack all the boxes on the brown pallet")
