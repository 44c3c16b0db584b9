"""The arm goes where it is told, as fast as its joints allow, and says when something keeps it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import pytest

from sim.arm.kinematics import Tip, reach_at
from sim.arm.travel import JOINT_SPEED, Ride, eased, level, straight
from sim.arm.world import ArmWorld
from sim.kinds import Vec3
from sim.spec import ObjectSpec
from sim.world import HZ
from tests.sim.scenes import settled, thing

FAR = (0.45, 0.35, 0.15)


@pytest.fixture
def world() -> Iterator[ArmWorld]:
    with ArmWorld() as world:
        yield world


def with_arm(world: ArmWorld, *things: ObjectSpec) -> ArmWorld:
    settled(world, *(things or (thing("block", "red", (0.6, -0.3, 0)),)))
    return world


def test_the_time_law_begins_and_ends_at_rest_and_never_goes_back() -> None:
    ways = [eased(step / 100) for step in range(101)]
    assert ways[0] == 0
    assert ways[-1] == pytest.approx(1)
    assert ways[50] == pytest.approx(0.5)
    steps = [b - a for a, b in pairwise(ways)]
    assert min(steps) >= 0
    assert max(steps[0], steps[-1]) < 0.05 * max(steps)


def test_a_level_path_keeps_its_height_on_the_way_round() -> None:
    path = level(Tip((0.3, -0.4, 0.2), 0.0), Tip((0.5, 0.4, 0.2), 1.0))
    assert {round(path(share / 10).position[2], 12) for share in range(11)} == {0.2}
    assert math.dist(path(1.0).position, (0.5, 0.4, 0.2)) < 1e-12
    assert path(0.5).heading == 0.5


def test_the_arm_arrives_within_a_third_of_a_millimetre(world: ArmWorld) -> None:
    ride = Ride(with_arm(world))
    assert ride.go(level(world.arm.tip, Tip(FAR, 0.4)))
    assert math.dist(world.arm.tip.position, FAR) < 3e-4
    assert world.arm.tip.heading == pytest.approx(0.4, abs=1e-3)


def test_no_joint_turns_faster_than_it_may(world: ArmWorld) -> None:
    joints = [with_arm(world).arm.joints]
    ride = Ride(world)

    def look() -> bool:
        joints.append(world.arm.joints)
        return False

    ride.go(level(world.arm.tip, Tip(FAR, 0.4)), stop=look)
    fastest = max(abs(b - a) * HZ for p, q in pairwise(joints) for a, b in zip(p, q, strict=True))
    assert 0.5 * JOINT_SPEED < fastest < 1.2 * JOINT_SPEED


def test_a_stop_ends_the_ride_where_it_is(world: ArmWorld) -> None:
    ride = Ride(with_arm(world))
    start = world.steps
    assert not ride.go(straight(world.arm.tip, FAR), stop=lambda: world.steps - start >= 20)
    assert world.steps - start < 25
    assert math.dist(world.arm.tip.position, FAR) > 0.1


def test_what_stands_fast_in_the_way_is_noticed(world: ArmWorld) -> None:
    wall = thing("box", "blue", (0.45, 0.0, 0), (0.25, 0.05, 0.12)).model_copy(update={"fixed": True})
    ride = Ride(with_arm(world, wall))
    assert ride.go(level(world.arm.tip, Tip((0.45, -0.2, 0.08), 0.0)))
    assert not ride.go(straight(world.arm.tip, (0.45, 0.2, 0.08)))
    assert world.arm.tip.position[1] < 0  # it stopped before it climbed over


def test_the_watcher_sees_the_tool_on_its_way(world: ArmWorld) -> None:
    seen: list[Vec3] = []
    ride = Ride(with_arm(world), seen.append)
    ride.go(level(world.arm.tip, Tip(FAR, 0.0)))
    assert len(seen) > 5
    assert math.dist(seen[-1], FAR) < math.dist(seen[0], FAR)


def test_the_arm_stops_where_a_path_leads_out_of_reach(world: ArmWorld) -> None:
    ride = Ride(with_arm(world))
    away = straight(world.arm.tip, (1.2, 0.0, 0.1))
    assert not ride.can(away)
    assert not ride.reaches(FAR, (1.2, 0.0, 0.1))
    assert not ride.go(away)
    assert world.arm.tip.position[0] < reach_at(0.1) + 0.01
