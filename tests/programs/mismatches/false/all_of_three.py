from sim.language import Block, Container, Scene, Task, inside


class AllOfThree(Task):
    """All are asked for, one has to move."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put all the blocks into the container")
