"""The closed form agrees with the maker's URDF, and reaches all of the table."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import airo_models
import pybullet
import pytest

from sim.arm.kinematics import PEDESTAL_M, Tip, joints_for, link_frames, reach_at, tip_of
from sim.spec import TABLE_X, TABLE_Y

LINKS = tuple(
    f"{name}_link" for name in ("shoulder", "upper_arm", "forearm", "wrist_1", "wrist_2", "wrist_3")
)


@pytest.fixture(scope="module")
def client() -> Iterator[int]:
    client = pybullet.connect(pybullet.DIRECT)
    yield client
    pybullet.disconnect(client)


def places(number: int) -> Iterator[Tip]:
    """Draw places over the table, up to where a load is carried."""
    rng = random.Random(1)
    for _ in range(number):
        position = (rng.uniform(*TABLE_X), rng.uniform(*TABLE_Y), rng.uniform(0.0, 0.2))
        yield Tip(position, rng.uniform(-math.pi, math.pi))


def test_all_of_the_table_is_in_reach_and_the_joints_lead_there() -> None:
    for tip in places(300):
        joints = joints_for(tip)
        assert joints is not None
        assert math.dist(tip_of(joints).position, tip.position) < 1e-9
        assert tip_of(joints).heading == pytest.approx(tip.heading)


def test_the_links_are_where_the_makers_urdf_has_them(client: int) -> None:
    arm = pybullet.loadURDF(
        airo_models.get_urdf_path("ur5e"), (0, 0, PEDESTAL_M), useFixedBase=1, physicsClientId=client
    )
    infos = [pybullet.getJointInfo(arm, joint, client) for joint in range(pybullet.getNumJoints(arm, client))]
    number = {info[12].decode(): info[0] for info in infos}
    for tip in places(20):
        joints = joints_for(tip)
        assert joints is not None
        for name, angle in zip(LINKS, joints, strict=True):
            pybullet.resetJointState(arm, number[name], angle, physicsClientId=client)
        for name, frame in zip(LINKS, link_frames(joints)[1:], strict=True):
            state = pybullet.getLinkState(
                arm, number[name], computeForwardKinematics=1, physicsClientId=client
            )
            assert math.dist(state[4], frame.position) < 1e-6  # the URDF rounds its right angles
            agreement = abs(sum(a * b for a, b in zip(state[5], frame.rotation, strict=True)))
            assert agreement == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    "position", [(0.95, 0.0, 0.0), (0.1, 0.0, 0.0), (0.5, 0.0, 1.2)], ids=["far", "near", "high"]
)
def test_what_is_out_of_reach_has_no_joints(position: tuple[float, float, float]) -> None:
    assert joints_for(Tip(position, 0.0)) is None


def test_the_reach_is_the_border_of_what_has_joints() -> None:
    for z in (0.0, 0.1, 0.3):
        assert joints_for(Tip((reach_at(z) - 1e-6, 0.0, z), 0.0)) is not None
        assert joints_for(Tip((reach_at(z) + 1e-6, 0.0, z), 0.0)) is None
    assert reach_at(2.0) == 0


def test_headings_count_full_turns() -> None:
    once = joints_for(Tip((0.5, 0.1, 0.1), 0.3))
    again = joints_for(Tip((0.5, 0.1, 0.1), 0.3 + 2 * math.pi))
    assert once is not None
    assert again is not None
    assert again[5] == pytest.approx(once[5] - 2 * math.pi)
