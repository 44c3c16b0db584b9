from sim.language import Line, Rope, Scene, Task, spans


class RopeAlongLine(Task):
    """Along the line."""

    def build(self, scene: Scene) -> None:
        line = scene.add(Line("red", length=0.27))
        rope = scene.add(Rope("blue", length=0.25))
        self.goal(spans(rope, line), "lay the rope along the line")
