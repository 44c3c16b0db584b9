from sim.language import Block, Scene, Task, Zone, stacked


class InOrder(Task):
    """From bottom to top."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(stacked(blocks, on=zone), "stack in the zone, from bottom to top, the red block, the blue block and the green block")
