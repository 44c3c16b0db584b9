from sim.language import Cylinder, Scene, Task, Zone, stacked


class TowerOfCylinders(Task):
    """Stack the cylinders into one tower in the zone, in the order that is said."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone(colour="green", size=(0.14, 0.14)))
        cylinders = [scene.add(Cylinder(color=color, width=0.05, height=0.04)) for color in scene.colors(3)]
        order = ", then ".join(f"the {cylinder.name}" for cylinder in cylinders)
        self.goal(stacked(cylinders, base=zone), f"build a tower in the zone, from bottom to top: {order}")
