from sim.language import Ell, Fixture, Scene, Task, inserted


class Ells(Task):
    """One each."""

    def build(self, scene: Scene) -> None:
        for color in ("red", "blue"):
            fixture = scene.add(Fixture(color))
            ell = scene.add(Ell(color))
            self.goal(inserted(ell, fixture), f"insert the {color} ell into the {color} fixture")
