from sim.language import Bowl, Box, Scene, Task, at, between


class BetweenWhat(Task):
    """Between other things than these."""

    def build(self, scene: Scene) -> None:
        one, other = scene.add(Bowl("gray")), scene.add(Bowl("brown"))
        scene.add(Box("blue", size=(0.05, 0.05, 0.04)))
        box = scene.add(Box("red", size=(0.05, 0.05, 0.04)))
        self.goal(at(box, between(one, other)), "put the red box between the two containers")
