from sim.language import Block, Container, Scene, Task, inside


class NoPlace(Task):
    """No word of where to."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "pick up the red block and put it down")
