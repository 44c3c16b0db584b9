"""Goals as programs append them: read as GenSim would, or with a fault for the moment it would trip."""

from __future__ import annotations

import math

import pytest

from sim.cliport.record import Goal
from tests.sim.cliport.making import recorded

SETUP = """
block = env.add_object('block/block.urdf', ((0.5, 0, 0.02), (0, 0, 0, 1)))
pose = ((0.5, 0.2, 0.02), (0, 0, 0, 1))
"""


def goal(objs: str = "[(block, (np.pi, None))]", matches: str = "np.ones((1, 1))", targets: str = "[pose]",
         metric: str = "'pose'", params: str = "None") -> Goal:  # fmt: skip
    line = f"self.goals.append(({objs}, {matches}, {targets}, False, True, {metric}, {params}, 1))"
    return recorded(SETUP + line).goals[0]


def test_a_goal_of_eight_fields_is_read() -> None:
    read = goal()
    assert read.objects == ((0, math.pi),)
    assert read.matches == ((True,),)
    assert read.targets[0].position == (0.5, 0.2, 0.02)
    assert not read.fault


def test_plain_numbers_of_bodies_have_no_symmetry() -> None:
    assert goal("[block]").objects == ((0, 0.0),)


@pytest.mark.parametrize(
    ("matches", "fault"),
    [
        ("[[1]]", "no matrix"),
        ("np.ones(1)", "no matrix"),
        ("np.ones((0, 1))", "0 rows for 1 objects"),
        ("np.ones((1, 2))", "more than its 1 targets"),
    ],
)
def test_a_matrix_that_does_not_fit_is_a_fault(matches: str, fault: str) -> None:
    assert fault in goal(matches=matches).fault


@pytest.mark.parametrize("objs", ["['block']", "[99]", "[None]", "[(block, 3)]"])
def test_what_is_no_body_is_a_fault(objs: str) -> None:
    assert goal(objs).fault


@pytest.mark.parametrize(
    "target", ["pose[1]", "7", "None", "(0, 0.2, 0.02)", "(pose[0], 1.5)", "(np.float64(0.5), 0.2, 0.0)"]
)
def test_what_is_no_pose_is_a_fault_of_its_target_alone(target: str) -> None:
    read = goal(targets=f"[pose, {target}]", matches="np.ones((1, 2))")
    assert not read.fault
    assert not read.targets[0].fault
    assert "no pose" in read.targets[1].fault


def test_a_bare_position_of_plain_floats_is_completed() -> None:
    read = goal(targets="[(0.5, 0.2, 0.02)]")
    assert read.targets[0].rotation == (0.0, 0.0, 0.0, 1.0)


def test_zones_are_read_from_lists_and_from_the_pairs_of_cliport() -> None:
    for params in ("[(pose, (0.1, 0.2, 0))]", "({block: np.zeros((3, 1))}, [(pose, (0.1, 0.2, 0))])"):
        assert goal(metric="'zone'", params=params).zones[0].size == (0.1, 0.2)


def test_a_zone_metric_without_zones_is_a_fault() -> None:
    assert "no zones" in goal(metric="'zone'", params="[]").fault
    assert goal(metric="'zone'").fault
