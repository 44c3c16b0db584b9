from sim.language import Pile, Scene, Task, Zone, within


class RightZone(Task):
    """The purple zone."""

    def build(self, scene: Scene) -> None:
        zones = {color: scene.add(Zone(color, size=(0.16, 0.16))) for color in ("green", "purple")}
        pile = scene.add(Pile("red", count=12))
        self.goal(within(pile, zones["purple"]), "sweep the pile into the purple zone")
