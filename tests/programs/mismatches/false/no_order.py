from sim.language import Block, Scene, Task, Zone, stacked


class NoOrder(Task):
    """An order that nobody is told."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(stacked(blocks, on=zone), "stack all the blocks into one tower in the zone")
