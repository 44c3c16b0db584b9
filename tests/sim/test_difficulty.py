"""The slack of a placement is what geometry says, and the tightest slot decides."""

from __future__ import annotations

import pytest

from sim.difficulty import difficulty_of, slack_of
from sim.report import EpisodeResult
from sim.spec import GoalSpec, Slot
from tests.sim.scenes import box_to_corner, goal, pyramid, scene, thing

BLOCK = thing("block", "red", (0.3, 0.3, 0))
OTHER = thing("block", "blue", (0.3, -0.3, 0))
ZONE = thing("zone", "green", (0.5, 0, 0), size=(0.10, 0.14, 0.001))


def within(x: float, y: float, *accepts: int) -> Slot:
    return Slot(relation="within", frame=2, position=(x, y, 0), accepts=accepts)


def slack(*goals: GoalSpec) -> float:
    return slack_of(scene([BLOCK, OTHER, ZONE], *goals))


def test_in_a_zone_it_is_the_way_to_the_nearest_edge() -> None:
    assert slack(goal(within(0, 0, 0))) == pytest.approx(0.03)


def test_two_beside_each_other_have_the_gap_between_them() -> None:
    assert slack(goal(within(0, -0.03, 0), within(0, 0.03, 1))) == pytest.approx(0.02)


def test_two_places_for_one_thing_are_not_in_each_others_way() -> None:
    either = goal(within(0, -0.01, 0), within(0, 0.01, 0), count=1)
    assert slack(either) == pytest.approx(0.03)


def test_the_tightest_goal_decides() -> None:
    tight = goal(within(0.02, 0, 1))
    assert slack(goal(within(0, 0, 0)), tight) == pytest.approx(0.01)


def test_what_is_judged_strictly_has_ten_millimetres_at_most() -> None:
    assert slack_of(box_to_corner(1)) == pytest.approx(0.01)
    assert slack_of(pyramid(1)) == pytest.approx(0.005)  # between neighbours


def test_difficulty_is_of_the_episodes_that_were_solved() -> None:
    ends = [(True, 3), (False, 9), (True, 5)]
    results = [EpisodeResult(seed=s, success=won, actions=n) for s, (won, n) in enumerate(ends)]
    found = difficulty_of([box_to_corner(seed) for seed in range(3)], results)
    assert found is not None
    assert (found.actions, found.slack_m) == (4, 0.01)
    assert found.success_rate == pytest.approx(2 / 3)
    assert difficulty_of([box_to_corner(0)], results[1:2]) is None
