"""The arm is the maker's, holds what it holds, and lets it go."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import airo_models
import pytest

from sim.arm.robot import HOME, LINKS, MOTORS
from sim.arm.world import ArmWorld
from sim.frames import Frame
from tests.sim.scenes import settled, thing


@pytest.fixture
def world() -> Iterator[ArmWorld]:
    with ArmWorld() as world:
        settled(world, thing("block", "red", (0.5, 0.0, 0.0)))
        yield world


def test_the_masses_are_those_of_the_makers_urdf() -> None:
    text = Path(airo_models.get_urdf_path("ur5e")).read_text(encoding="utf-8")
    masses = [float(mass) for mass in re.findall(r'<mass value="([\d.]+)"', text)]
    assert [link.mass for link in LINKS] == masses[1:]  # the first is that of the base, which stands


def test_the_motors_hold_the_arm_at_home(world: ArmWorld) -> None:
    world.step(240)
    assert math.dist(world.arm.tip.position, HOME.position) < 1e-4


def test_the_motors_follow_an_order(world: ArmWorld) -> None:
    order = world.arm.joints
    order = (order[0] + 0.01, *order[1:])
    for _ in range(10):
        world.arm.lead(order, (0.0,) * len(MOTORS))
        world.step()
    assert world.arm.joints[0] == pytest.approx(order[0], abs=1e-4)


def test_what_is_held_hangs_in_the_air_and_falls_when_it_is_let_go(world: ArmWorld) -> None:
    body, (x, y, z) = world.body(0), HOME.position
    world.teleport(0, Frame((x, y, z - 0.041)))
    world.arm.hold(body)
    world.step(120)
    assert world.foot(0).position[2] == pytest.approx(z - 0.041, abs=2e-3)
    world.arm.let_go(body)
    world.arm.let_go(body)  # a second time does nothing
    world.step(120)
    assert world.foot(0).position[2] < 0.05
