"""A rope is laid along a line (after CLIPort's align-rope)."""

from sim.language import Line, Rope, Scene, Task, spans


class AlignRope(Task):
    """Lay the rope along the line on the table.

    Scene: a bent rope and a painted line that is a little longer.
    Success: every bead of the rope lies along the line, in either direction.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        rope = scene.add(Rope(color, length=0.25))
        line = scene.add(Line(mark, length=0.26))
        self.goal(spans(rope, line), f"lay the {color} rope along the {mark} line")
