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
from sim.spec import TABLE_X, TABLE_Y

SIGMA_M = 0.0065  # of a mountain: about a pixel of the networks
BINS = 24  # of the turn, 15 degrees each
BIN = math.tau / BINS
TURN_SIGMA = BIN  # radians
JITTER_M = 0.004  # how far from the best point an object may be held while training

_ROWS = TABLE_Y[0] + (np.arange(COARSE_ROWS) + 0.5)[:, None] * COARSE_M
_COLUMNS = TABLE_X[0] + (np.arange(COARSE_COLUMNS) + 0.5)[None, :] * COARSE_M
_ANGLES = np.arange(BINS) * BIN


@dataclass(frozen=True)
class Targets:
    """What each network should answer for one step.

    picks and places: (160, 80), each sums to 1. turns: (24,), sums to 1, or 0 where any turn will do. held
    and goal: where the tool comes down and lets go in this example, metres; places are good given `held`,
    turns given both.
    """

    picks: Floats
    held: Point2
    places: Floats
    goal: Point2
    turns: Floats


def targets_of(sample: Sample, rng: np.random.Generator) -> Targets:
    """Choose one of the good picks and one of its places, and tell all that are as good."""
    answers = sample.answers()
    chosen = answers[int(rng.integers(len(answers)))]
    held = chosen.pick
    if sample.options:
        dx, dy = rng.normal(0.0, JITTER_M, 2)
        held = (held[0] + float(dx), held[1] + float(dy))
    same = [answer for answer in answers if answer.object == chosen.object]
    goals = [place_of(answer, held) for answer in same]
    number = int(rng.integers(len(same)))
    return Targets(
        picks=mountains([answer.pick for answer in {a.object: a for a in answers}.values()]),
        held=held,
        places=mountains([goal for goal in goals if on_table(goal)] or [goals[number]]),
        goal=goals[number],
        turns=turn_target(same[number]),
    )


def place_of(answer: Option, held: Point2) -> Point2:
    """Return where the tool has to let go of an object that it holds at a point."""
    x, y = turned((answer.foot[0] - held[0], answer.foot[1] - held[1]), answer.turn)
    return answer.target[0] - x, answer.target[1] - y


def mountains(points: Sequence[Point2]) -> Floats:
    """Return equal Gaussians about points, (160, 80); they sum to 1."""
    total = np.zeros((COARSE_ROWS, COARSE_COLUMNS))
    for x, y in points:
        hill = np.exp(-((_COLUMNS - x) ** 2 + (_ROWS - y) ** 2) / (2 * SIGMA_M**2))
        total += hill / max(float(hill.sum()), 1e-12)
    return np.asarray(total / total.sum(), dtype=np.float32)


def turn_target(answer: Option) -> Floats:
    """Return a soft histogram of the turns that are as good; all zero where any turn is."""
    if answer.period == 0:
        return np.zeros(BINS, np.float32)
    count = max(1, round(math.tau / answer.period))
    total = np.zeros(BINS)
    for k in range(count):
        apart = _ANGLES - answer.turn - k * answer.period
        apart = (apart + math.pi) % math.tau - math.pi
        total += np.exp(-(apart**2) / (2 * TURN_SIGMA**2))
    return np.asarray(total / total.sum(), dtype=np.float32)


def peak_of(logits: Floats) -> Point2:
    """Return the point where a map of logits (160, 80) is highest, read off between its pixels, metres."""
    row, column = np.unravel_index(int(logits.argmax()), logits.shape)
    up, across = _between(logits[:, column], int(row)), _between(logits[row], int(column))
    return TABLE_X[0] + (column + across + 0.5) * COARSE_M, TABLE_Y[0] + (row + up + 0.5) * COARSE_M


def turn_of(logits: Floats) -> float:
    """Return the turn where a histogram of logits (24,) is highest, read off between its bins, radians."""
    best = int(logits.argmax())
    around = np.roll(logits, 1 - best)[:3]
    angle = (best + _between(around, 1)) * BIN
    return math.pi - (math.pi - angle) % math.tau


def _between(line: Floats, at: int) -> float:
    """Return where a parabola through three values has its top, from the middle one, within half a step."""
    if not 0 < at < len(line) - 1:
        return 0.0
    left, middle, right = (float(line[at + k]) for k in (-1, 0, 1))
    bend = left - 2 * middle + right
    return 0.0 if bend >= 0 else min(0.5, max(-0.5, 0.5 * (left - right) / bend))
