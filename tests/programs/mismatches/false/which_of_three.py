from sim.language import Block, Container, Scene, Task, inside


class WhichOfThree(Task):
    """One of three, and no word of which."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put the block into the container")
