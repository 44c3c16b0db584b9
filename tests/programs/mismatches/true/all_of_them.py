from sim.language import Block, Container, Scene, Task, inside


class AllOfThem(Task):
    """All of them."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown", size=(0.2, 0.16, 0.05)))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(blocks, container), "put all the blocks into the container")
