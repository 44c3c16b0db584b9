"""As towers-of-hanoi, one sentence a move (CLIPort's towers-of-hanoi-seq)."""

from sim.language import Disk, Rods, Scene, Task, on_rod

# (disk, largest first; rod; level on that rod): the seven moves of the shortest solution.
MOVES = ((2, 2, 0), (1, 1, 0), (2, 1, 1), (0, 2, 0), (2, 0, 0), (1, 2, 1), (2, 2, 2))


class TowersOfHanoiSeq(Task):
    """Move the disks one by one, as the sentences say, to the last rod.

    Scene: a stand with three rods; three disks of different sizes on the first rod.
    Success: every move was made, and the tower stands on the last rod.
    """

    def build(self, scene: Scene) -> None:
        rods = scene.add(Rods("brown"))
        colors = scene.colors(3, exclude=("brown",))
        sizes = (0.10, 0.085, 0.07)
        disks = [scene.add(Disk(c, diameter=d), on=rods) for c, d in zip(colors, sizes, strict=True)]
        names = ("first", "middle", "last")
        for disk, rod, level in MOVES:
            move = f"move the {colors[disk]} disk to the {names[rod]} rod"
            self.goal(on_rod(disks[disk], rods, rod, level), move, transient=True)
        self.goal(on_rod(disks, rods, 2), "the tower stands on the last rod")
