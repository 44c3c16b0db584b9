from sim.language import Block, Container, Scene, Task, inside


class NeedlessSize(Task):
    """A size where all are of one."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put the small red block into the container")
