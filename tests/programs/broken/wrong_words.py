from sim.language import Block, Pallet, Scene, Task, pyramid


class PyramidOnPallet(Task):
    """Build a pyramid of three blocks on the pallet."""

    def build(self, scene: Scene) -> None:
        pallet = scene.add(Pallet("brown", size=(0.12, 0.2)))
        blocks = [scene.add(Block("red")) for _ in range(3)]
        self.goal(pyramid(blocks, on=pallet), "build a pyramid of six blue cylinders on the pallet")
