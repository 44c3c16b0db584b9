"""Three blocks in a row on a painted strip."""

from sim.language import Block, Scene, Task, Zone, in_row


class RowOnLine(Task):
    """Line the blocks up on the painted strip.

    Scene: three blocks of one colour and a long narrow strip.
    Success: the blocks stand side by side on the strip.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        blocks = [scene.add(Block(color)) for _ in range(3)]
        strip = scene.add(Zone(mark, size=(0.06, 0.24)))
        self.goal(in_row(blocks, strip, any_order=True), f"line up the {color} blocks on the {mark} zone")
