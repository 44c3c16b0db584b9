"""A rope closes a square (CLIPort's manipulating-rope)."""

from sim.language import Rope, Scene, Square, Task, spans


class ManipulatingRope(Task):
    """Close the open side of the square with the rope.

    Scene: three painted sides of a square, and a bent rope as long as the fourth.
    Success: every bead of the rope lies along the open side.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        rope = scene.add(Rope(color, length=0.20))
        square = scene.add(Square(mark, side=0.20))
        self.goal(spans(rope, square), f"close the {mark} square with the {color} rope")
