from sim.language import Block, Box, Scene, Task, Zone, bridge


class Bridge(Task):
    """Two posts and a deck."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("cyan", size=(0.1, 0.24)))
        posts = [scene.add(Block("red", size=0.045)) for _ in range(2)]
        deck = scene.add(Box("blue", size=(0.14, 0.045, 0.02)))
        self.goal(bridge(posts, deck, on=zone), "build a bridge in the zone from both blocks and the box")
