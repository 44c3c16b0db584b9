"""What policies did on tasks: rates with intervals, means, and differences between policies. Pure.

A rate has Wilson's interval. A mean over tasks has the interval that follows from theirs when the tasks are
fixed (Zou and Donner 2008: the distances to the bounds add up as squares). The difference of two policies
that played the same scenes has Newcombe's interval for paired rates (Newcombe 1998, method 10), which is
narrower where they succeed and fail on the same scenes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.rollout import Rollout
from sim.report import wilson

Interval = tuple[float, float]


@dataclass(frozen=True)
class Score:
    """What a policy did on a task; `seen` says whether it learned from demonstrations of that task."""

    policy: str
    task: str
    seen: bool
    rollouts: tuple[Rollout, ...]

    @property
    def success(self) -> float:
        """Share of the episodes that ended with all goals reached."""
        return sum(rollout.success for rollout in self.rollouts) / len(self.rollouts)

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the success, 95 %."""
        return wilson(sum(rollout.success for rollout in self.rollouts), len(self.rollouts))

    @property
    def reward(self) -> float:
        """Mean share of the places that were filled."""
        return fmean(rollout.reward for rollout in self.rollouts)


@dataclass(frozen=True)
class Mean:
    """Success and reward over tasks, each task alike."""

    success: float
    interval: Interval
    reward: float
    tasks: int


@dataclass(frozen=True)
class Difference:
    """By how much a second policy succeeds more often than a first, on the same scenes; `task` may be empty.

    Without a task it is the mean over all tasks that both played.
    """

    task: str
    first: str
    second: str
    success: float
    interval: Interval
    episodes: int


def mean_of(scores: Sequence[Score]) -> Mean | None:
    """Return the mean of one policy's scores; None if there are none."""
    if not scores:
        return None
    rates = [(score.success, score.interval) for score in scores]
    success, interval = _averaged(rates)
    return Mean(success, interval, fmean(score.reward for score in scores), len(scores))


def differences(scores: Sequence[Score]) -> list[Difference]:
    """Compare every other policy with the one that was named first, task by task and over all of them."""
    names = list(dict.fromkeys(score.policy for score in scores))
    found: list[Difference] = []
    for second in names[1:]:
        pairs = [
            _difference(one, other)
            for one in scores
            for other in scores
            if (one.policy, other.policy) == (names[0], second) and one.task == other.task
        ]
        found += pairs
        if len(pairs) > 1:
            success, interval = _averaged([(pair.success, pair.interval) for pair in pairs])
            episodes = sum(pair.episodes for pair in pairs)
            found.append(Difference("", names[0], second, success, interval, episodes))
    return found


def _difference(first: Score, second: Score) -> Difference:
    """Pair the episodes of two policies by their seeds."""
    ends = {rollout.seed: rollout.success for rollout in first.rollouts}
    pairs = [(rollout.success, ends[rollout.seed]) for rollout in second.rollouts if rollout.seed in ends]
    success, interval = paired(pairs)
    return Difference(first.task, first.policy, second.policy, success, interval, len(pairs))


def paired(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, Interval]:
    """Return the difference of two rates over the same trials, and its 95 % interval.

    Args:
        pairs: of each trial, whether the one and whether the other succeeded; at least one.

    Source: Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions
    based on paired data", method 10: Wilson's intervals, joined by the correlation of the two.
    """
    n = len(pairs)
    both, one, other, none = (
        sum(pair == kind for pair in pairs)
        for kind in ((True, True), (True, False), (False, True), (False, False))
    )
    p, q = (both + one) / n, (both + other) / n
    (p_low, p_high), (q_low, q_high) = wilson(both + one, n), wilson(both + other, n)
    spread = (both + one) * (other + none) * (both + other) * (one + none)
    product: float = both * none - one * other
    if product > 0:
        product = max(product - n / 2, 0.0)
    phi = product / math.sqrt(spread) if spread else 0.0
    down = _joined(p - p_low, q_high - q, phi)
    up = _joined(p_high - p, q - q_low, phi)
    return p - q, (round(p - q - down, 4), round(p - q + up, 4))


def _joined(a: float, b: float, phi: float) -> float:
    return math.sqrt(max(0.0, a * a - 2 * phi * a * b + b * b))


def _averaged(rates: Sequence[tuple[float, Interval]]) -> tuple[float, Interval]:
    middle = fmean(rate for rate, _ in rates)

    def away(distance: Callable[[float, Interval], float]) -> float:
        return math.sqrt(sum(distance(rate, interval) ** 2 for rate, interval in rates)) / len(rates)

    low, high = (
        away(lambda rate, interval: rate - interval[0]),
        away(lambda rate, interval: interval[1] - rate),
    )
    return middle, (round(middle - low, 4), round(middle + high, 4))
