"""The oracle solves what needs a precise fit, and the judge knows a bad fit when it sees one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

from sim.frames import Frame, about_y, about_z, multiply
from sim.judge import judge
from sim.kinds import VARIANTS
from sim.motion import Action, act
from sim.oracle import run_episode
from sim.shapes import grasp_point
from sim.spec import SceneSpec
from sim.world import World
from tests.sim.insertion_scenes import FINE_BUILDERS, ell_in_fixture, hanoi, kit


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.mark.parametrize("build", FINE_BUILDERS)
def test_nearly_every_scene_is_solved_with_the_fewest_actions(
    world: World, build: Callable[[int], SceneSpec]
) -> None:
    scenes = [build(seed) for seed in range(20)]
    solved = [(asked, episode) for asked in scenes if (episode := run_episode(world, asked)).success]
    assert len(solved) >= 19
    for asked, episode in solved:
        moves = [g for g in asked.goals if g.transient] or asked.goals
        assert episode.actions == sum(g.count for g in moves)


@pytest.mark.parametrize("build", FINE_BUILDERS)
def test_an_episode_ends_the_same_to_the_last_bit(world: World, build: Callable[[int], SceneSpec]) -> None:
    ends = []
    for seed in (7, 3, 7):
        run_episode(world, build(seed))
        ends.append(world.feet())
    assert ends[0] == ends[2]


def test_every_variant_goes_into_its_hole(world: World) -> None:
    done = set()
    for seed in range(4):
        asked = kit(seed)
        assert run_episode(world, asked).success
        done |= {thing.variant for thing in asked.objects if thing.kind == "shape"}
    assert done == set(VARIANTS)


def _in_fixture(world: World, dx: float = 0.0, dz: float = 0.0, turn: float = 0.0, tilt: float = 0.0) -> str:
    """Put the ell into its fixture but for an error; return what the judge says."""
    asked = ell_in_fixture(0)
    world.start(asked)
    fixture = world.foot(1)
    error = Frame((dx, 0.0, dz), multiply(about_z(turn), about_y(tilt)))
    world.teleport(0, fixture.compose(error))
    return "; ".join(judge(world, asked).facts)


def test_an_ell_in_its_fixture_is_inserted(world: World) -> None:
    assert _in_fixture(world) == ""
    assert _in_fixture(world, dx=0.003) == ""


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ({"dx": 0.011}, "mm from its place"),
        ({"dz": 0.005}, "5 mm above the bottom of its place"),
        ({"dz": 0.04}, "40 mm too high"),
        ({"turn": math.pi / 2}, "turned by 90 degrees"),
        ({"turn": math.radians(16)}, "turned by 16 degrees"),
    ],
)
def test_a_bad_fit_is_not_inserted(world: World, error: dict[str, float], why: str) -> None:
    assert why in _in_fixture(world, **error)


def test_an_ell_that_leans_on_a_wall_is_not_inserted(world: World) -> None:
    assert _in_fixture(world, tilt=math.radians(12))


def test_an_ell_that_is_turned_by_a_quarter_does_not_go_in(world: World) -> None:
    asked = ell_in_fixture(1)
    world.start(asked)
    ell, fixture = world.foot(0), world.foot(1)
    pick = ell.point((*grasp_point(asked.objects[0]), 0.04))
    act(world, Action(pick, fixture.position, fixture.yaw + math.pi / 2))
    assert not judge(world, asked).success


def test_a_turned_letter_is_not_inserted_but_a_turned_square_may_be(world: World) -> None:
    asked = kit(0)  # letter-R, letter-A, triangle, square, plus
    world.start(asked)
    for number, turn in enumerate((math.pi, 0.0, 2 * math.pi / 3, math.pi / 2, math.pi / 4)):
        hole = world.foot(1 + number)
        world.teleport(6 + number, Frame(hole.position, about_z(hole.yaw + turn)))
    judged = judge(world, asked).goals[0]
    assert set(judged.fillers) == {1, 2, 3}


def test_a_piece_in_the_hole_of_another_does_not_count(world: World) -> None:
    asked = kit(0)
    world.start(asked)
    world.teleport(6, world.foot(2))
    assert judge(world, asked).score == 0


def test_a_disk_beside_its_rod_is_not_inserted(world: World) -> None:
    asked = hanoi(0)
    world.start(asked)
    beside = world.foot(0).compose(Frame((0.045, 0.0, 0.01)))
    world.teleport(3, beside)
    assert not judge(world, asked).goals[2].holds


def test_a_disk_below_another_cannot_be_lifted(world: World) -> None:
    world.start(hanoi(0))
    below = world.foot(1).point((*grasp_point(world.things[1]), 0.016))
    outcome = act(world, Action(below, (0.4, -0.3, 0.0), 0.0))
    assert outcome.grasp is None
