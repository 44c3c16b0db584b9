from sim.language import Box, Corner, Scene, Task, at


class BoxIntoCorner(Task):
    """Into the corner."""

    def build(self, scene: Scene) -> None:
        corner = scene.add(Corner("brown"))
        box = scene.add(Box("green"))
        self.goal(at(box, corner), "push the box into the corner")
