"""Blocks into the zone of their colour."""

from sim.language import Block, Scene, Task, Zone, within


class ZoneByColour(Task):
    """Put each block into the zone of its own colour.

    Scene: two coloured zones, and one block of each of their colours.
    Success: every block stands wholly within the zone of its own colour.
    """

    def build(self, scene: Scene) -> None:
        for color in scene.colors(2):
            zone = scene.add(Zone(color, size=(0.14, 0.14)))
            block = scene.add(Block(color))
            self.goal(within(block, zone), f"put the {color} block into the {color} zone")
