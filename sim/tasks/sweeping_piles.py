"""Small cubes are swept into a zone (CLIPort's sweeping-piles)."""

from sim.language import Pile, Scene, Task, Zone, within


class SweepingPiles(Task):
    """Sweep the pile into the zone.

    Scene: twenty small cubes beside each other, and a square zone.
    Success: every cube lies in the zone.
    """

    def build(self, scene: Scene) -> None:
        color, mark = scene.colors(2)
        pile = scene.add(Pile(color, count=20))
        zone = scene.add(Zone(mark, size=(0.18, 0.18)))
        self.goal(within(pile, zone), f"sweep the pile of {color} cubes into the {mark} zone")
