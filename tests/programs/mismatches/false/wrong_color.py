from sim.language import Block, Container, Scene, Task, inside


class WrongColor(Task):
    """The colour of another block."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put the blue block into the container")
