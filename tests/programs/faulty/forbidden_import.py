import os

from sim.language import Block, Bowl, Scene, Task, inside


class Curious(Task):
    """Put the block into the bowl."""

    def build(self, scene: Scene) -> None:
        os.listdir("/")
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("blue"))), "put the red block into the blue bowl")
