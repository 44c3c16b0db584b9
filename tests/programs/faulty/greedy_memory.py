from sim.language import Scene, Task


class Greedy(Task):
    """Fill the memory."""

    def build(self, scene: Scene) -> None:
        self.hoard = [0] * 10**10
