"""A box into a corner mark, its sides along both bars."""

from sim.language import Box, Corner, Scene, Task, at


class BoxToCorner(Task):
    """Move the box into the corner mark.

    Scene: a box of fixed size and one corner mark.
    Success: the box lies in the nook of the corner with its sides along both bars.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        box = scene.add(Box(color, size=(0.08, 0.05, 0.04)))
        corner = scene.add(Corner(mark))
        self.goal(at(box, corner), f"move the {color} box into the {mark} corner")
