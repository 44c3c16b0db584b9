from sim.language import Block, Bowl, Scene, Task, inside


class BigBlocksIntoBowls(Task):
    """Put one block into each bowl."""

    def build(self, scene: Scene) -> None:
        bowls = [scene.add(Bowl("brown")) for _ in range(2)]
        blocks = [scene.add(Block(color, size=0.1)) for color in scene.colors(2)]
        self.goal(inside(blocks, bowls), "put one block into each bowl")
