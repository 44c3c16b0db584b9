from sim.language import Block, Container, Scene, Task, inside


class PackTheTealOne(Task):
    """Pack the teal block and leave the others alone."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("beige"))
        wanted = scene.add(Block("teal"))
        for color in ("maroon", "navy"):
            scene.add(Block(color))
        self.goal(inside(wanted, container), "put the teal block into the container")
