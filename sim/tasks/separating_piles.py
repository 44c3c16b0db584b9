"""One of two piles is swept into the named zone (CLIPort's separating-piles)."""

from sim.language import Pile, Scene, Task, Zone, within


class SeparatingPiles(Task):
    """Sweep the named pile into the named zone.

    Scene: two piles of different colours and two zones of different colours.
    Success: every cube of the named pile lies in the named zone.
    """

    def build(self, scene: Scene) -> None:
        color, other, mark, spare = scene.colors(4)
        pile = scene.add(Pile(color, count=16))
        scene.add(Pile(other, count=16))
        zone = scene.add(Zone(mark, size=(0.16, 0.16)))
        scene.add(Zone(spare, size=(0.16, 0.16)))
        self.goal(within(pile, zone), f"sweep the pile of {color} cubes into the {mark} zone")
