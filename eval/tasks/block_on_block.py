"""One block on another, both named by their colours."""

from sim.language import Block, Scene, Task, on


class BlockOnBlock(Task):
    """Put one named block on another one.

    Scene: four blocks of different colours.
    Success: the first named block rests on the second one.
    """

    def build(self, scene: Scene) -> None:
        first, second, *others = scene.colors(4)
        block = scene.add(Block(first))
        base = scene.add(Block(second))
        for other in others:
            scene.add(Block(other))
        self.goal(on(block, base), f"put the {first} block on the {second} block")
