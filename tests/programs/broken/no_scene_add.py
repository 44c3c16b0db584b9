from sim.language import Ell, Fixture, Scene, Task, inserted


class InsertElls(Task):
    """Insert each ell into the fixture of its colour."""

    def build(self, scene: Scene) -> None:
        for color in scene.colors(2):
            fixture = Fixture(color)
            ell = Ell(color)
            self.goal(inserted(ell, fixture), f"insert the {color} ell into the {color} fixture")
