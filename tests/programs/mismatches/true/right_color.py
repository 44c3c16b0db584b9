from sim.language import Block, Container, Scene, Task, inside


class RightColor(Task):
    """The colour of the block."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put the red block into the container")
