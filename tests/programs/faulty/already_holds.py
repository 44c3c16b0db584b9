from sim.language import Block, Scene, Task, Zone, within


class BlockAlreadyThere(Task):
    """Put the block in the zone in which it starts."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("green"))
        block = scene.add(Block("red"), on=zone)
        self.goal(within(block, zone), "put the red block in the green zone")
