from sim.language import Block, Scene, Task, Zone, stacked


class WrongOrder(Task):
    """The order of another tower."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(stacked(blocks, on=zone), "stack in the zone, from bottom to top, the blue block, the red block and the green block")
