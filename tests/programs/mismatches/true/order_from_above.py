from sim.language import Block, Scene, Task, Zone, stacked


class OrderFromAbove(Task):
    """From top to bottom, turned round."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(stacked(blocks, on=zone), "build a tower in the zone, from top to bottom: the green block, the blue block, the red block")
