from sim.language import Box, Scene, Task, Zone, within


class OneOfTwoZones(Task):
    """A place that is told by its colour."""

    def build(self, scene: Scene) -> None:
        one, other = scene.add(Zone("green")), scene.add(Zone("yellow"))
        box = scene.add(Box("red"))
        scene.add(Box("blue"))
        self.goal(within(box, one), "move the red box into the green zone")
