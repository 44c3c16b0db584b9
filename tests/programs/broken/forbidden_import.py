import random

import numpy as np
from sim.language import Block, Container, Scene, Task, inside


class PackSomeBlocks(Task):
    """Pack all the blocks into the container."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container(random.choice(["brown", "gray"])))
        count = np.random.randint(2, 4)
        blocks = [scene.add(Block(color, size=0.035)) for color in scene.colors(count)]
        self.goal(inside(blocks, container), "pack all the blocks into the container")
