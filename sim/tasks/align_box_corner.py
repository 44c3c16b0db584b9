"""A box is pushed into a corner mark (CLIPort's align-box-corner)."""

from sim.language import Box, Corner, Scene, Task, at


class AlignBoxCorner(Task):
    """Align the box with the corner mark on the table.

    Scene: a box whose length and width change with the seed, and one corner mark.
    Success: the box lies in the nook of the corner with its sides along both bars.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        size = (scene.uniform(0.05, 0.09), scene.uniform(0.04, 0.07), 0.04)
        box = scene.add(Box(color, size=size))
        corner = scene.add(Corner(mark))
        self.goal(at(box, corner), f"align the {color} box with the {mark} corner")
