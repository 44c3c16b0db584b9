"""A rope lies along its line when every bead does, either way round, and is drawn there by its ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.frames import Frame, about_z
from sim.judge import judge
from sim.kinds import Vec3
from sim.oracle import run_episode
from sim.roping import bead_places, better_way, next_drag, strays
from sim.world import World
from tests.sim.scenes import Spot, lifted, scene, thing
from tests.sim.soft_scenes import ROPE_M, along, rope, rope_to_line

LINE = (ROPE_M, 0.01, 0.001)
BEADS = 20
PLACES = bead_places(Frame((0.5, 0.0, 0.0)), ((-0.1, 0.0, 0.0), (0.1, 0.0, 0.0)), 5)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def verdict(world: World, spot: Spot, height: float = 0.0) -> str:
    """Lay a straight rope somewhere, beside a line at (0.5, 0), and say what is missing."""
    asked = scene([lifted(rope(spot), height), thing("line", "blue", (0.5, 0, 0), LINE)], along())
    world.load(asked)
    world.settle()
    return judge(world, asked).goals[0].missing


def beads(*shifts: Vec3) -> list[Vec3]:
    """Shift beads from their places."""
    return [
        (x + dx, y + dy, z + dz + 0.005)
        for (x, y, z), (dx, dy, dz) in zip(PLACES, shifts + ((0.0, 0.0, 0.0),) * 5, strict=False)
    ]


def test_places_are_in_the_middle_of_equal_shares() -> None:
    turned = bead_places(Frame((0.5, 0.1, 0.0), about_z(3.14159265)), ((0, 0, 0), (0.2, 0, 0)), 2)
    assert turned[0] == pytest.approx((0.45, 0.1, 0), abs=1e-6)
    assert turned[1] == pytest.approx((0.35, 0.1, 0), abs=1e-6)


@pytest.mark.parametrize("spot", [(0.5, 0, 0), (0.5, 0, 3.14159), (0.5, 0.019, 0), (0.519, 0, 0)])
def test_a_rope_on_its_line_spans_it_either_way_round(world: World, spot: Spot) -> None:
    assert verdict(world, spot) == ""


@pytest.mark.parametrize("spot", [(0.5, 0.021, 0), (0.521, 0, 0), (0.5, 0, 0.25), (0.5, 0, 1.57)])
def test_a_rope_beside_its_line_does_not(world: World, spot: Spot) -> None:
    assert "beads off its line" in verdict(world, spot)


def test_a_rope_over_a_block_does_not_span(world: World) -> None:
    line = thing("line", "blue", (0.5, 0, 0), LINE)
    table = thing("pallet", "brown", (0.5, 0, 0), (0.3, 0.1, 0.02))
    asked = scene([lifted(rope((0.5, 0, 0)), 0.02), line, table], along())
    world.load(asked)
    world.settle()
    assert not judge(world, asked).success


def test_one_stray_bead_is_counted_and_measured() -> None:
    assert strays(beads(), PLACES, 0.005) == ""
    assert strays(beads((0, 0.03, 0)), PLACES, 0.005) == (
        "has 1 of 5 beads off its line, the farthest by 30 mm"
    )


def test_the_nearer_way_round_is_chosen() -> None:
    assert better_way(beads(), PLACES) == PLACES
    assert better_way(beads()[::-1], PLACES) == PLACES[::-1]


def test_ends_come_before_the_middle() -> None:
    middle_off = beads((0, 0, 0), (0, 0, 0), (0, 0.05, 0))
    assert next_drag(middle_off, PLACES)[1] == PLACES[2]
    both_off = beads((0, 0.01, 0), (0, 0, 0), (0, 0.05, 0))
    assert next_drag(both_off, PLACES)[1] == PLACES[0]


def test_a_rope_is_laid_in_a_few_drags(world: World) -> None:
    episodes = [run_episode(world, rope_to_line(seed)) for seed in range(5)]
    assert all(episode.success for episode in episodes)
    assert max(episode.actions for episode in episodes) <= 6


@pytest.mark.slow
def test_nearly_every_rope_is_laid(world: World) -> None:
    assert sum(run_episode(world, rope_to_line(seed)).success for seed in range(20)) >= 19


def test_a_rope_on_a_world_line_needs_no_mark(world: World) -> None:
    asked = scene([rope((0.5, -0.2, 0.4))], along(frame=None))
    shifted = asked.goals[0].slots[0].model_copy(update={"position": (0.4, 0.2, 0), "end": (0.65, 0.2, 0)})
    goal = asked.goals[0].model_copy(update={"slots": (shifted,)})
    assert run_episode(world, asked.model_copy(update={"goals": (goal,)})).success


def test_a_span_without_an_end_is_never_filled(world: World) -> None:
    asked = rope_to_line(0)
    slot = asked.goals[0].slots[0].model_copy(update={"end": None})
    goal = asked.goals[0].model_copy(update={"slots": (slot,)})
    episode = run_episode(world, asked.model_copy(update={"goals": (goal,)}))
    assert not episode.success
    assert episode.actions == 0
    assert "no way to move the red rope" in episode.reason
