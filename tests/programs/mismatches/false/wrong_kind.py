from sim.language import Block, Container, Scene, Task, inside


class WrongKind(Task):
    """A kind that is not there."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put the red cylinder into the container")
