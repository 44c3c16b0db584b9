from sim.language import Block, Cylinder, Scene, Task, Zone, on, stacked


class TopOfTower(Task):
    """On top of the tower."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("cyan"))
        blocks = [scene.add(Block(color, size=size)) for color, size in zip(scene.colors(3), (0.06, 0.05, 0.04))]
        cylinder = scene.add(Cylinder("gray", diameter=0.036, height=0.04))
        self.goal(stacked(blocks, on=zone), "stack the blocks in the zone from the largest to the smallest")
        self.goal(on(cylinder, blocks[-1]), "then put the cylinder on the top of the tower")
