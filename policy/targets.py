"""What a network should have answered: not one pixel, but a soft mountain on every good answer.

A good answer is a Gaussian of about a pixel, so that the logarithm of what the network says is a parabola
about its peak, and the peak can be read off between pixels. Sources: soft-argmax and sub-pixel peaks are
common; that all good picks and places share the target is ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy.pictures import COARSE_COLUMNS, COARSE_M, COARSE_ROWS, Floats, Sample, on_table
from sim.aim import turned
from sim.frames import Point2
from sim.messages import Option
from sim.pixels import PIXEL_M, Pixel, middle_of, pixel_of
from sim.spec import TABLE_X, TABLE_Y

SIGMA_M = 0.0065  # of a mountain: about a pixel of the networks
BINS = 72  # of the turn, 5 degrees each
BIN = math.tau / BINS
TURN_SIGMA = BIN  # radians
OFFSETS = 9  # of the place, each way, a full pixel from one to the next
OFFSET_SIGMA_M = 0.0025
MISS_M = 0.004  # how far from a place the middle of its crop may be while training, one sigma
WOBBLE = math.radians(2)  # how far off a turn may be while training, one sigma
AS_GOOD = 1.0  # nats between peaks of turns that count as equal
JITTER_M = 0.004  # how far from the best point an object may be held while training

_ROWS = TABLE_Y[0] + (np.arange(COARSE_ROWS) + 0.5)[:, None] * COARSE_M
_COLUMNS = TABLE_X[0] + (np.arange(COARSE_COLUMNS) + 0.5)[None, :] * COARSE_M
_ANGLES = np.arange(BINS) * BIN
_STEPS = (np.arange(OFFSETS) - OFFSETS // 2) * PIXEL_M


@dataclass(frozen=True)
class Targets:
    """What each network should answer for one step.

    picks and places: (160, 80), each sums to 1. turns: (72,), sums to 1. held: the pixel where the tool comes
    down in this example. about: the pixel near the place about which a crop is cut; offsets: (9, 9), sums to
    1, how far the place is from its middle. Places are good given `held`, turns and offsets given both.
    """

    picks: Floats
    held: Pixel
    places: Floats
    about: Pixel
    turns: Floats
    turn: float
    offsets: Floats


def targets_of(sample: Sample, rng: np.random.Generator) -> Targets:
    """Choose one of the good picks and one of its places, and tell all that are as good."""
    answers = sample.answers()
    chosen = answers[int(rng.integers(len(answers)))]
    held = pixel_of(_near(chosen.pick, JITTER_M, rng) if sample.options else chosen.pick)
    same = [answer for answer in answers if answer.object == chosen.object]
    goals = [place_of(answer, middle_of(held)) for answer in same]
    number = int(rng.integers(len(same)))
    goal = goals[number]
    about = pixel_of(_near(goal, MISS_M, rng))
    return Targets(
        picks=mountains([answer.pick for answer in {a.object: a for a in answers}.values()]),
        held=held,
        places=mountains([point for point in goals if on_table(point)] or [goal]),
        about=about,
        turns=turn_target(same[number]),
        turn=least_turn(same[number]) + float(rng.normal(0.0, WOBBLE)),
        offsets=offset_target(about, goal),
    )


def _near(point: Point2, sigma: float, rng: np.random.Generator) -> Point2:
    dx, dy = rng.normal(0.0, sigma, 2)
    return point[0] + float(dx), point[1] + float(dy)


def place_of(answer: Option, held: Point2) -> Point2:
    """Return where the tool has to let go of what it holds at a point, if it turns it as little as may be."""
    x, y = turned((answer.foot[0] - held[0], answer.foot[1] - held[1]), least_turn(answer))
    return answer.target[0] - x, answer.target[1] - y


def least_turn(answer: Option) -> float:
    """Return the smallest of all turns that are as good, radians."""
    if answer.period == 0:
        return 0.0
    return answer.turn - answer.period * round(answer.turn / answer.period)


def mountains(points: Sequence[Point2]) -> Floats:
    """Return equal Gaussians about points, (160, 80); they sum to 1."""
    total = np.zeros((COARSE_ROWS, COARSE_COLUMNS))
    for x, y in points:
        hill = np.exp(-((_COLUMNS - x) ** 2 + (_ROWS - y) ** 2) / (2 * SIGMA_M**2))
        total += hill / max(float(hill.sum()), 1e-12)
    return np.asarray(total / total.sum(), dtype=np.float32)


def turn_target(answer: Option) -> Floats:
    """Return a soft histogram of the turns that are as good, (72,); where any is, not to turn is learned."""
    count = 1 if answer.period == 0 else max(1, round(math.tau / answer.period))
    total = np.zeros(BINS)
    for k in range(count):
        apart = _ANGLES - least_turn(answer) - k * answer.period
        apart = (apart + math.pi) % math.tau - math.pi
        total += np.exp(-(apart**2) / (2 * TURN_SIGMA**2))
    return np.asarray(total / total.sum(), dtype=np.float32)


def offset_target(about: Pixel, goal: Point2) -> Floats:
    """Return a Gaussian (9, 9) at where a point is, seen from the middle of a pixel; rows go along y."""
    x, y = middle_of(about)
    across = np.exp(-((_STEPS + x - goal[0]) ** 2) / (2 * OFFSET_SIGMA_M**2))
    up = np.exp(-((_STEPS + y - goal[1]) ** 2) / (2 * OFFSET_SIGMA_M**2))
    hill = up[:, None] * across[None, :]
    return np.asarray(hill / max(float(hill.sum()), 1e-12), dtype=np.float32)


def peak_of(logits: Floats) -> Point2:
    """Return the point where a map of logits (160, 80) is highest, read off between its pixels, metres."""
    row, column = np.unravel_index(int(logits.argmax()), logits.shape)
    up, across = _between(logits[:, column], int(row)), _between(logits[row], int(column))
    return TABLE_X[0] + (column + across + 0.5) * COARSE_M, TABLE_Y[0] + (row + up + 0.5) * COARSE_M


def turn_of(logits: Floats) -> float:
    """Return the turn where a histogram of logits (72,) is highest, read off between its bins, radians.

    Of peaks that are about as high the one that turns least is taken, as `place_of` takes it.
    """
    peaks = (
        (logits >= np.roll(logits, 1)) & (logits >= np.roll(logits, -1)) & (logits > logits.max() - AS_GOOD)
    )
    turns = [_turn_at(logits, int(peak)) for peak in np.flatnonzero(peaks)]
    return min(turns, key=abs)


def _turn_at(logits: Floats, peak: int) -> float:
    around = np.roll(logits, 1 - peak)[:3]
    angle = (peak + _between(around, 1)) * BIN
    return math.pi - (math.pi - angle) % math.tau


def place_at(about: Pixel, logits: Floats) -> Point2:
    """Return the point that logits of offsets (9, 9) from the middle of a pixel expect, metres.

    It is their mean: of a network that knows nothing, no offset.
    """
    heat = np.exp(logits - logits.max())
    heat /= heat.sum()
    x, y = middle_of(about)
    return x + float(heat.sum(0) @ _STEPS), y + float(heat.sum(1) @ _STEPS)


def _between(line: Floats, at: int) -> float:
    """Return where a parabola through three values has its top, from the middle one, within half a step."""
    if not 0 < at < len(line) - 1:
        return 0.0
    left, middle, right = (float(line[at + k]) for k in (-1, 0, 1))
    bend = left - 2 * middle + right
    return 0.0 if bend >= 0 else min(0.5, max(-0.5, 0.5 * (left - right) / bend))
