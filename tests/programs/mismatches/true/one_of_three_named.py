from sim.language import Block, Container, Scene, Task, inside


class OneOfThreeNamed(Task):
    """One of three, named."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "drop the red block into the container; the others stay")
