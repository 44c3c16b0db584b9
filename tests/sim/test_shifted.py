"""A shifted domain looks and moves differently, the same way each time, and says by how much."""

from __future__ import annotations

import math

import numpy as np
import pybullet
import pytest
from pydantic import ValidationError

from sim.camera import Observation, observe
from sim.demonstrate import demonstrate
from sim.domain import CAMERAS, DOMAINS, LOOKS, PHYSICS, PLAIN, SHIFTED, Domain, domain_named
from sim.errors import UsageError
from sim.eye import Eye, look_of, rig_of
from sim.looks import Look
from sim.shifted import FRICTION, ShiftedWorld, open_domain, weighed
from sim.world import TABLE, TABLE_FRICTION, World
from tests.sim.scenes import blocks_in_bowls

SCENE = blocks_in_bowls(3)


def looked(domain: Domain) -> Observation:
    with open_domain(domain) as world:
        world.load(SCENE)
        return Eye(domain, SCENE).observe(world)


def test_the_plain_domain_is_the_simulator_itself() -> None:
    with open_domain(PLAIN) as world:
        assert type(world) is World
        world.load(SCENE)
        seen, truth = Eye(PLAIN, SCENE).observe(world), observe(world)
    assert np.array_equal(seen.rgb, truth.rgb)
    assert np.array_equal(seen.height, truth.height)
    assert weighed(PLAIN, SCENE) is SCENE


@pytest.mark.slow
def test_the_same_domain_and_scene_are_seen_the_same() -> None:
    first, again = looked(SHIFTED), looked(SHIFTED)
    assert np.array_equal(first.rgb, again.rgb)
    assert np.array_equal(first.height, again.height)


@pytest.mark.slow
def test_a_wrong_calibration_moves_what_is_seen_and_not_what_is() -> None:
    """The blocks are seen some millimetres beside where they are; the segmentation stays the truth."""
    right = Domain(name="right", cameras="three")
    wrong = Domain(name="wrong", cameras="three", shift_m=0.01, seed=1)
    true, moved = looked(right), looked(wrong)
    assert np.array_equal(true.segmentation, moved.segmentation)
    assert (np.abs(true.height - moved.height) > 0.01).mean() > 0.002


def test_lamp_and_table_belong_to_the_domain_and_shades_to_the_scene() -> None:
    def look(domain: Domain, seed: int) -> Look:
        return look_of(domain, SCENE.objects, np.random.default_rng(seed))

    one, other = look(LOOKS, 1), look(LOOKS, 2)
    assert (one.light, one.surface(TABLE)) == (other.light, other.surface(TABLE))
    assert one.surface(0) != other.surface(0)
    elsewhere = look(LOOKS.model_copy(update={"seed": 1}), 1)
    assert elsewhere.light != one.light


def test_cameras_are_not_quite_where_their_calibration_says() -> None:
    rig = rig_of(CAMERAS)
    for real, said in zip(rig.real, rig.calibrated, strict=True):
        away = math.dist(real.pose.position, said.pose.position)
        assert 0 < away < 0.02
    assert rig_of(PLAIN).real == rig_of(PLAIN).calibrated


def test_everything_is_more_slippery_and_weighs_otherwise() -> None:
    with open_domain(PHYSICS) as world:
        assert isinstance(world, ShiftedWorld)
        assert 0.5 <= world.factor <= 0.8
        scene = weighed(PHYSICS, SCENE)
        world.load(scene)
        [friction] = [
            pybullet.getDynamicsInfo(body, -1, physicsClientId=world.client)[FRICTION]
            for body, index in world._index.items()
            if index == TABLE
        ]
    assert friction == pytest.approx(world.factor * TABLE_FRICTION)
    factors = [new.mass / old.mass for new, old in zip(scene.objects, SCENE.objects, strict=True)]
    assert all(0.5 <= factor <= 2.0 for factor in factors)
    assert len(set(factors)) == len(factors)


def test_the_oracle_still_solves_a_scene_whose_physics_is_shifted() -> None:
    with open_domain(PHYSICS) as world:
        assert demonstrate(world, SCENE, PHYSICS).steps


def test_a_domain_has_a_name_and_sensible_figures() -> None:
    assert all(domain_named(name) is domain for name, domain in DOMAINS.items())
    with pytest.raises(UsageError, match="they are: plain, cameras, looks, physics, shifted"):
        domain_named("moon")
    with pytest.raises(ValidationError):
        Domain(mass=(0.0, 1.0))
