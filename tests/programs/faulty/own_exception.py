from sim.language import Block, Bowl, Scene, Task, inside


class DividesByZero(Task):
    """Put the block into the bowl."""

    def build(self, scene: Scene) -> None:
        share = 1 / (scene.integer(1, 1) - 1)
        self.goal(inside(scene.add(Block("red", size=share)), scene.add(Bowl("blue"))), "put it in")
