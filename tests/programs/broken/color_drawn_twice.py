from sim.language import Cylinder, Scene, Task, Zone, within


class MoveCylinders(Task):
    """Move each cylinder into the zone of its colour."""

    def build(self, scene: Scene) -> None:
        for color in scene.colors(2):
            zone = scene.add(Zone(color, size=(0.12, 0.12)))
            cylinder = scene.add(Cylinder(color))
            shade = scene.choice(("red", "blue", "green"))
            self.goal(within(cylinder, zone), f"move the {shade} cylinder into the {shade} zone")
