"""Cylinders into the zone of their colour."""

from sim.language import Cylinder, Scene, Task, Zone, within


class PlaceInZones(Task):
    """Place each pair of cylinders in the zone of its colour.

    Scene: two coloured zones painted on the table and two cylinders of each of their colours.
    Success: every cylinder stands wholly within the zone of its own colour.
    """

    def build(self, scene: Scene) -> None:
        for color in scene.colors(2):
            zone = scene.add(Zone(color, size=(0.16, 0.12)))
            cylinders = [scene.add(Cylinder(color)) for _ in range(2)]
            self.goal(within(cylinders, zone), f"place the {color} cylinders in the {color} zone")
