"""What one motion solves and the other does not is told, with the reason."""

from __future__ import annotations

from sim.arm.agreement import compare
from sim.spec import SceneSpec, Slot
from tests.sim.scenes import box_to_corner, goal, scene, thing


def far_corner() -> SceneSpec:
    """Return a scene whose block starts where the tool can come down but the arm cannot reach."""
    start = thing("block", "red", (1.1, 0.0, 0.0))
    place = Slot(relation="at", frame=None, position=(0.5, 0.0, 0.0), accepts=(0,))
    return scene([start], goal(place))


def test_two_motions_that_agree_have_no_difference() -> None:
    found = compare([box_to_corner(1), box_to_corner(2)])
    assert (found.episodes, found.differing, found.agreement) == (2, (), 1)
    assert found.cpu_s_per_action is not None


def test_what_only_one_can_do_is_told_with_its_reason() -> None:
    found = compare([box_to_corner(1), far_corner()])
    assert found.agreement == 0.5
    (difference,) = found.differing
    assert difference.solved_by == "fast"
    assert difference.reason
