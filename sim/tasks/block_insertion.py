"""An L-shaped block goes into its fixture (CLIPort's block-insertion)."""

from sim.language import Ell, Fixture, Scene, Task, inserted


class BlockInsertion(Task):
    """Put the L-shaped block into the fixture.

    Scene: an ell and a fixture of its outline, anywhere on the table, turned at random.
    Success: the ell stands inside the walls of the fixture, turned as they are.
    """

    def build(self, scene: Scene) -> None:
        color, walls = scene.colors(2)
        ell = scene.add(Ell(color))
        fixture = scene.add(Fixture(walls))
        self.goal(inserted(ell, fixture), f"put the {color} ell into the {walls} fixture")
