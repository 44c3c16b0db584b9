from sim.language import Block, Container, Scene, Task, inside


class AnyOfThree(Task):
    """Any is allowed, one is meant."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put any block into the container")
