"""One pile into one zone."""

from sim.language import Pile, Scene, Task, Zone, within


class OneColourSweep(Task):
    """Sweep the pile into the zone.

    Scene: a pile of twelve small cubes of one colour, and a wide zone.
    Success: every cube lies in the zone.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        pile = scene.add(Pile(color, count=10))
        zone = scene.add(Zone(mark, size=(0.24, 0.24)))
        self.goal(within(pile, zone), f"sweep the {color} cubes into the {mark} zone")
