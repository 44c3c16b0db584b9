"""Rates of a run, with intervals, over its attempts: does it still find something, and how quickly? Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from eval.diversity import tenths
from graphs.ledger import Entry
from sim.report import wilson

PARTS: Final = 10

Which = Callable[[Entry], bool]


@dataclass(frozen=True)
class Rule:
    """What a rate is of: the attempts that count, among those that could have; `of` says so in words."""

    of: str
    counts: Which
    among: Which


RULES: Final[dict[str, Rule]] = {
    "kept": Rule("all attempts", lambda entry: entry.outcome == "kept", lambda entry: True),
    "new": Rule(
        "what was proposed",
        lambda entry: entry.gate not in ("novelty", "commit"),
        lambda entry: bool(entry.name),
    ),
    "accepted": Rule(
        "what was proposed",
        lambda entry: entry.gate not in ("novelty", "critique"),
        lambda entry: bool(entry.name),
    ),
    "solved": Rule(
        "what was verified", lambda entry: entry.verdict == "solved", lambda entry: bool(entry.verdict)
    ),
    "repaired": Rule(
        "what was repaired",
        lambda entry: entry.repairs > 0 and entry.verdict == "solved",
        lambda entry: entry.repairs > 0,
    ),
}


@dataclass(frozen=True)
class Rate:
    """So many of so many, and the 95 % interval (Wilson) of their share; both are 0 of nothing."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """In [0, 1]."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end, each in [0, 1]."""
        return wilson(self.count, self.of) if self.of else (0.0, 0.0)

    @property
    def text(self) -> str:
        """A person's way of saying it: `83 % (66-93 %)`."""
        low, high = (round(100 * end) for end in self.interval)
        return f"{100 * self.share:.0f} % ({low}-{high} %)" if self.of else "-"


@dataclass(frozen=True)
class Moment:
    """A rate within one tenth of a run, which ends after so many attempts."""

    attempts: int
    rate: Rate


def windows(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Cut a run into up to ten parts of about the same length."""
    return [entries[start:end] for start, end in pairwise([0, *tenths(len(entries))])]


def rate_of(rule: Rule, entries: Sequence[Entry]) -> Rate:
    """Return how many of the attempts that a rule is about count."""
    chosen = [entry for entry in entries if rule.among(entry)]
    return Rate(sum(map(rule.counts, chosen)), len(chosen))


def over_time(rule: Rule, entries: Sequence[Entry]) -> tuple[Moment, ...]:
    """Follow a rate over a run, tenth by tenth."""
    moments: list[Moment] = []
    attempts = 0
    for part in windows(entries):
        attempts += len(part)
        moments.append(Moment(attempts, rate_of(rule, part)))
    return tuple(moments)


def pace(elapsed_s: Sequence[float]) -> list[tuple[float, float]]:
    """Return (seconds since the beginning, attempts a minute) in each tenth of a run's time."""
    total = elapsed_s[-1] if elapsed_s else 0.0
    if total <= 0:
        return []
    part = total / PARTS
    counts = Counter(min(int(when / part), PARTS - 1) for when in elapsed_s)
    return [((number + 1) * part, 60 * counts[number] / part) for number in range(PARTS)]
