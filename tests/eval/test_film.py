"""Films and heat maps show what happened, where it happened."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from eval.film import HEIGHT, WIDTH, film_of, frames
from eval.heat import MAP, PICK_RGB, SIZE, STRIP, heat_picture, heat_png
from eval.rollout import Episode, play_out
from policy.model import Decision
from policy.pictures import Floats, Picture
from sim.aim import Aim
from sim.domain import SHIFTED
from sim.pixels import COLUMNS, ROWS
from sim.shifted import open_domain
from sim.world import World
from tests.sim.scenes import blocks_in_bowls


def flat() -> Floats:
    return np.full((160, 80), 1 / (160 * 80), np.float32)


class Lost:
    """Always lifts the same bare spot of the table."""

    def decide(self, picture: Picture, words: str) -> Decision:
        return Decision(Aim((0.26, -0.49), (0.3, -0.4)), flat(), flat())


@pytest.fixture(scope="module")
def played() -> tuple[Episode, list[Image.Image]]:
    scene = blocks_in_bowls(1)
    with World() as world:
        episode = play_out(world, scene, Lost())
        return episode, frames(world, scene, episode)


@pytest.mark.slow
def test_a_film_shows_every_action_and_its_trouble(played: tuple[Episode, list[Image.Image]]) -> None:
    episode, shots = played
    assert not episode.rollout.success
    assert len(episode.steps) == len(episode.outcomes) == episode.rollout.actions
    assert len(shots) > 2 * len(episode.steps)
    assert {shot.size for shot in shots} == {(WIDTH, HEIGHT)}
    assert HEIGHT % 2 == WIDTH % 2 == 0


@pytest.mark.slow
def test_a_film_of_a_shifted_domain_is_the_same_bytes_each_time() -> None:
    scene = blocks_in_bowls(1)

    def filmed() -> bytes:
        with open_domain(SHIFTED) as world:
            episode = play_out(world, scene, Lost(), SHIFTED)
            return film_of(world, scene, episode, ".gif", SHIFTED)

    first = filmed()
    assert first == filmed()
    assert Image.open(io.BytesIO(first)).size == (WIDTH, HEIGHT)


def test_heat_lies_where_the_policy_looks() -> None:
    picture = Picture(np.full((ROWS, COLUMNS, 3), 255, np.uint8), np.zeros((ROWS, COLUMNS), np.float32))
    picks = np.zeros((160, 80), np.float32)
    picks[40, 60] = 1.0  # y = -0.247, x = 0.628: to the right, and far ahead
    aim = Aim((0.4, 0.3), (0.6, 0.2))
    drawn = np.asarray(heat_picture(picture, Decision(aim, picks, flat())))
    assert drawn.shape == (SIZE[1], SIZE[0], 3)
    left = drawn[STRIP:, : MAP[0]].astype(int)
    away = np.abs(left - np.array(PICK_RGB)).sum(axis=2)
    away[:, : MAP[0] // 2] = 999  # the mark of the pick is on the left
    row, column = np.unravel_index(int(away.argmin()), away.shape)
    assert (int(row), int(column)) == pytest.approx((COLUMNS - 2 * 60.5, ROWS - 2 * 40.5), abs=2)


def test_heat_is_a_png_for_a_page() -> None:
    picture = Picture(np.zeros((ROWS, COLUMNS, 3), np.uint8), np.zeros((ROWS, COLUMNS), np.float32))
    content = heat_png(picture, Decision(Aim((0.4, 0.3), (0.6, 0.2), 1.0), flat(), flat()))
    assert Image.open(io.BytesIO(content)).size == SIZE
