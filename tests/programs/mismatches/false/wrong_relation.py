from sim.language import Block, Container, Scene, Task, inside


class WrongRelation(Task):
    """Beside is not inside."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        red, *_ = [scene.add(Block(color)) for color in ("red", "blue", "green")]
        self.goal(inside(red, container), "put the red block next to the container")
