from sim.language import Block, Scene, Task, Zone, within


class AnyMoveWins(Task):
    """Move the block to where nearly every move would bring it."""

    def build(self, scene: Scene) -> None:
        zones = [scene.add(Zone(color, size=(0.25, 0.40))) for color in ("green", "yellow")]
        self.goal(within(scene.add(Block("red", size=0.02)), zones), "move the red block into a zone")
