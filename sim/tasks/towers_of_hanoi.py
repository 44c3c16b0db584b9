"""Three disks move from the first rod to the last (CLIPort's towers-of-hanoi)."""

from sim.language import Disk, Rods, Scene, Task, on_rod

# (disk, largest first; rod; level on that rod): the seven moves of the shortest solution.
MOVES = ((2, 2, 0), (1, 1, 0), (2, 1, 1), (0, 2, 0), (2, 0, 0), (1, 2, 1), (2, 2, 2))


class TowersOfHanoi(Task):
    """Move the tower of disks to the last rod, never a larger disk on a smaller one.

    Scene: a stand with three rods; three disks of different sizes on the first rod.
    Success: the tower stands on the last rod, the largest disk at the bottom.
    """

    def build(self, scene: Scene) -> None:
        rods = scene.add(Rods("brown"))
        colors = scene.colors(3, exclude=("brown",))
        sizes = (0.10, 0.085, 0.07)
        disks = [scene.add(Disk(c, diameter=d), on=rods) for c, d in zip(colors, sizes, strict=True)]
        sentence = "move the tower to the last rod"
        for disk, rod, level in MOVES:
            self.goal(on_rod(disks[disk], rods, rod, level), sentence, transient=True)
        self.goal(on_rod(disks, rods, 2), sentence)
