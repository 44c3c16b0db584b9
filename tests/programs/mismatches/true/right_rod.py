from sim.language import Disk, Rods, Scene, Task, on_rod


class RightRod(Task):
    """The last rod."""

    def build(self, scene: Scene) -> None:
        rods = scene.add(Rods("brown"))
        disks = [scene.add(Disk(color, size)) for color, size in (("red", 0.1), ("blue", 0.085), ("green", 0.07))]
        self.goal(on_rod(disks, rods, 2), "stack the disks over the last rod, from the largest at the bottom to the smallest")
