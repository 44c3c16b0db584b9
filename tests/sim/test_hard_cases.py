"""Sixty-six planted scenes that are easy to get wrong, each judged as it should be; half of them must fail.

The scenes are data, `tests/cases/<family>.json`; `sim.cases` says how they are written. What is expected is
what a person would say who looks closely, not what the judge happens to do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cases import Case, read_cases
from sim.errors import UsageError
from sim.hands import open_world
from sim.planting import acted_on, verdict_on
from sim.world import World

CASES = Path(__file__).parents[1] / "cases"
NUMBER = 66
STIRRED_M = 0.002  # what settling may shift a thing that is planted at rest ...
STIRRED_RAD = math.radians(1.5)  # ... and tilt it
WITHIN_REACH_MM = 50  # of the pick point: what is carried


def stirred(world: World, case: Case) -> list[str]:
    """Name the things that do not rest where they are planted, aside from the one that was carried."""
    carried = case.pick if case.place else None
    moved = []
    for index, (name, planted) in enumerate(case.things.items()):
        foot, start = world.foot(index), planted.foot
        far = math.dist(foot.position, start.position) > STIRRED_M
        if carried and math.dist(carried, planted.at[:2]) < WITHIN_REACH_MM:
            continue
        if far or abs(foot.tilt - start.tilt) > STIRRED_RAD:
            moved.append(name)
    return moved


ALL = read_cases(CASES)
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=key) for key, case in ALL.items()])


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.fixture(scope="module")
def arm_world() -> Iterator[World]:
    with open_world("arm") as world:
        yield world


def test_there_are_sixty_six_and_half_of_them_must_fail() -> None:
    assert len(ALL) == NUMBER
    assert sum(case.good for case in ALL.values()) == NUMBER // 2


def test_whoever_states_no_goal_asks_for_a_grasp() -> None:
    assert all((case.goal == ()) == (case.expect in ("held", "not held")) for case in ALL.values())


@EACH
def test_each_is_judged_as_it_should_be(world: World, case: Case) -> None:
    verdict = verdict_on(world, case)
    assert verdict.good == case.good, verdict.words
    assert case.why in verdict.words


@EACH
def test_each_rests_as_planted_unless_its_point_is_that_it_falls(world: World, case: Case) -> None:
    verdict_on(world, case)
    assert world.settle()
    assert bool(stirred(world, case)) == case.falls


def test_the_arm_comes_to_the_same_verdict_in_nine_of_ten(arm_world: World) -> None:
    acted = [case for case in ALL.values() if case.pick is not None]
    differing = [case.name for case in acted if acted_on(arm_world, case).good != case.good]
    assert len(differing) <= 0.1 * len(acted), differing


def test_a_folder_without_cases_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no cases in"):
        read_cases(tmp_path)


def test_what_is_no_case_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "overhang.json").write_text('[{"name": "far", "what": "x", "things": {}, "expect": "maybe"}]')
    with pytest.raises(UsageError, match=r"overhang.json holds no cases: at 0.expect"):
        read_cases(tmp_path)
