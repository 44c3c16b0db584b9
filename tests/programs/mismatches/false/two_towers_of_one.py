from sim.language import Box, Scene, Task, Zone, within


class TwoTowersOfOne(Task):
    """A place that has a twin."""

    def build(self, scene: Scene) -> None:
        one, other = scene.add(Zone("green")), scene.add(Zone("green"))
        box = scene.add(Box("red"))
        scene.add(Box("blue"))
        self.goal(within(box, one), "move the red box into the green zone")
