from sim.language import Block, Scene, Task, Zone, stacked


class UpsideDown(Task):
    """From top to bottom, as from bottom to top."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(stacked(blocks, on=zone), "stack in the zone, from top to bottom, the red block, the blue block and the green block")
