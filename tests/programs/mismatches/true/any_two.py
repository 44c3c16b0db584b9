from sim.language import Block, Pallet, Scene, Task, any_of, on


class AnyTwo(Task):
    """Any two."""

    def build(self, scene: Scene) -> None:
        pallet = scene.add(Pallet("brown"))
        blocks = [scene.add(Block(color)) for color in scene.colors(4, exclude=("brown",))]
        self.goal(on(any_of(blocks, 2), pallet), "put any two of the blocks on the pallet")
