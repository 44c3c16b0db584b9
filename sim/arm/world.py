"""A world with an arm in it."""

from __future__ import annotations

from sim.arm.robot import Arm
from sim.spec import SceneSpec
from sim.world import World


class ArmWorld(World):
    """A world in which `sim.hands` acts with the arm; each scene begins with the arm at home."""

    def __init__(self) -> None:
        super().__init__()
        self._arm: Arm | None = None

    def load(self, scene: SceneSpec) -> None:
        """Load a scene, and put the arm beside it, with the scene's tool."""
        super().load(scene)
        self._arm = Arm(self.client, scene.tool)

    @property
    def arm(self) -> Arm:
        """The arm.

        Raises:
            RuntimeError: if no scene is loaded.
        """
        if self._arm is None:
            raise RuntimeError("this world is empty; load a scene first")
        return self._arm

    def is_calm(self, index: int) -> bool:
        """Whether an object is at rest, as far as its speed tells."""
        return self._rests(index)

    def body(self, index: int) -> int:
        """Return the body of a rigid object, for the cup to hold."""
        return self._bodies_of(index)[0]
