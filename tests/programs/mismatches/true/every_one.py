from sim.language import Ball, Scene, Task, Zone, within


class EveryOne(Task):
    """No colour needed."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("green", size=(0.2, 0.2)))
        balls = [scene.add(Ball("red")) for _ in range(3)]
        self.goal(within(balls, zone), "move every ball into the zone")
