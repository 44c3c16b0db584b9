from sim.language import Block, Scene, Task, Zone, stacked


class RowForTower(Task):
    """A row is no tower."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("yellow"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(stacked(blocks, on=zone), "line up in the zone the red block, then the blue block, then the green block")
