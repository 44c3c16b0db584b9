"""Demonstrations: what is written down, carried out again, solves the same scenes."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image

from sim.aim import Aim, action_of, half_turn
from sim.camera import observe
from sim.demonstrate import HEIGHT_UNIT_M, demonstrate
from sim.judge import Referee
from sim.messages import Demonstration
from sim.motion import act
from sim.pixels import middle_of, pixel_of
from sim.progress import Progress
from sim.spec import SceneSpec, Slot
from sim.world import World
from tests.sim.insertion_scenes import ell_in_fixture, kit
from tests.sim.scenes import blocks_in_bowls, box_to_corner, goal, scene, thing, tower
from tests.sim.soft_scenes import pile_to_zone, rope_to_line

SCENES = [blocks_in_bowls, tower, box_to_corner, ell_in_fixture, kit, rope_to_line, pile_to_zone]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as world:
        yield world


def replayed(world: World, asked: SceneSpec, recorded: Demonstration) -> bool:
    """Carry out what was written down and judge the end."""
    world.start(asked)
    progress = Progress(asked)
    for step in recorded.steps:
        act(world, action_of(world, Aim(step.pick, step.place, step.turn)))
        progress.look(Referee(world, asked))
    return progress.finish(world).success


@pytest.mark.parametrize("build", SCENES)
def test_a_demonstration_carried_out_again_solves_the_scene(
    world: World, build: Callable[[int], SceneSpec]
) -> None:
    for seed in range(3):
        recorded = demonstrate(world, build(seed))
        assert recorded.steps
        assert replayed(world, build(seed), recorded)


def test_rounded_to_pixels_it_still_fills_bowls(world: World) -> None:
    def rounded(point: tuple[float, float]) -> tuple[float, float]:
        return middle_of(pixel_of(point))

    for seed in range(5):
        recorded = demonstrate(world, blocks_in_bowls(seed))
        steps = [
            step.model_copy(update={"pick": rounded(step.pick), "place": rounded(step.place)})
            for step in recorded.steps
        ]
        assert replayed(world, blocks_in_bowls(seed), recorded.model_copy(update={"steps": tuple(steps)}))


def test_every_option_is_as_good_as_what_was_done(world: World) -> None:
    asked = tower(1, 3)
    first = demonstrate(world, asked).steps[0]
    assert len(first.options) > 1
    for option in first.options:
        world.start(asked)
        outcome = act(world, action_of(world, Aim(option.foot, option.target, option.turn)))
        assert outcome.reason == ""
        assert len(Referee(world, asked).fillers(asked.goals[0])) == 1


def test_the_pictures_show_what_the_camera_sees(world: World) -> None:
    asked = blocks_in_bowls(4)
    step = demonstrate(world, asked).steps[0]
    world.start(asked)
    seen = observe(world)
    assert np.array_equal(_pixels(step.rgb), seen.rgb)
    assert np.array_equal(_pixels(step.segmentation).astype(int) - 1, seen.segmentation)
    assert np.abs(_pixels(step.height) * HEIGHT_UNIT_M - seen.height).max() <= HEIGHT_UNIT_M / 2 + 1e-9


def test_an_episode_that_fails_has_a_reason_and_no_steps(world: World) -> None:
    stuck = thing("block", "red", (0.4, -0.2, 0.0), fixed=True)
    asked = Slot(relation="within", frame=1, position=(0, 0, 0), accepts=(0,))
    recorded = demonstrate(world, scene([stuck, thing("zone", "blue", (0.6, 0.2, 0.0))], goal(asked)))
    assert recorded.steps == ()
    assert recorded.reason


@pytest.mark.parametrize(
    ("angle", "same"), [(0.0, 0.0), (3.5, 3.5 - 2 * np.pi), (-np.pi, np.pi), (7.0, 7.0 - 2 * np.pi)]
)
def test_a_turn_is_told_the_short_way(angle: float, same: float) -> None:
    assert half_turn(angle) == pytest.approx(same)


def _pixels(png: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint16]]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))
