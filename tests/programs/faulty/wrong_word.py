from sim.language import Block, Bowl, Scene, Task, inside


class WrongWord(Task):
    """Say another colour than the goal has."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("green"))
        self.goal(inside(scene.add(Block("red")), bowl), "put the blue block into the green bowl")
