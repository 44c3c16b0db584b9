"""Two runs side by side: what each kept, how often, at what cost, and what only one of them has. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graphs.costs import Spending
from simwright.console import Json
from simwright.costs import cost_text
from simwright.progress import duration
from simwright.rates import RULES, Rate, rate_of
from simwright.runs import Run

SESSION: Final = ("workers", "hours", "max_gb", "min_free_mb")  # settings that change no result


@dataclass(frozen=True)
class Side:
    """One run, with what it spent."""

    run: Run
    spending: Spending

    @property
    def signatures(self) -> dict[str, str]:
        """The name of the task of each signature that it kept."""
        return {entry.signature: entry.name for entry in self.run.kept}


def difference(one: Rate, other: Rate) -> tuple[float, float, float]:
    """Return the second rate minus the first, with the ends of its 95 % interval.

    Source: Newcombe, Interval estimation for the difference between independent proportions, 1998, method 10:
    made of the two Wilson intervals.
    """
    low_1, high_1 = one.interval
    low_2, high_2 = other.interval
    found = other.share - one.share
    below = math.hypot(other.share - low_2, high_1 - one.share)
    above = math.hypot(high_2 - other.share, one.share - low_1)
    return round(found, 4), round(found - below, 4), round(found + above, 4)


def rate_rows(one: Side, other: Side) -> Iterator[tuple[str, str, str, str]]:
    """Yield (what, of the one, of the other, difference), in words."""
    for name, rule in RULES.items():
        first, second = rate_of(rule, one.run.entries), rate_of(rule, other.run.entries)
        yield name, _told(first), _told(second), _difference(first, second)


def cost_rows(one: Side, other: Side) -> Iterator[tuple[str, str, str]]:
    """Yield (what, of the one, of the other): time and money."""
    yield "attempts", str(len(one.run.entries)), str(len(other.run.entries))
    yield "took", _took(one.run), _took(other.run)
    yield "kept an hour", _hourly(one.run), _hourly(other.run)
    if one.spending.costs or other.spending.costs:
        yield "models", _spent(one.spending), _spent(other.spending)


def differing(one: Run, other: Run) -> Iterator[tuple[str, str, str]]:
    """Yield the settings in which two runs differ, and who answered."""
    if one.team != other.team:
        yield "agents", one.team, other.team
    first, second = (run.settings.model_dump(mode="json") for run in (one, other))
    for name, value in first.items():
        if name not in SESSION and value != second[name]:
            yield name, str(value), str(second[name])


def only(one: Side, other: Side) -> list[str]:
    """Return the names of the tasks that the one kept, and whose like the other did not."""
    return [name for signature, name in one.signatures.items() if signature not in other.signatures]


def compared(one: Side, other: Side) -> Json:
    """Return everything about two runs, for a program."""
    rates: dict[str, Json] = {}
    for name, rule in RULES.items():
        first, second = rate_of(rule, one.run.entries), rate_of(rule, other.run.entries)
        found, low, high = difference(first, second)
        rates[name] = {
            one.run.name: _data(first),
            other.run.name: _data(second),
            "difference": {"share": found, "interval": [low, high]},
        }
    shared = one.signatures.keys() & other.signatures.keys()
    settings: Json = {name: [first, second] for name, first, second in differing(one.run, other.run)}
    kept_only: Json = {one.run.name: list(only(one, other)), other.run.name: list(only(other, one))}
    costs: dict[str, Json] = {
        side.run.name: {
            "seconds": side.run.summary.seconds if side.run.summary else None,
            "models": side.spending.costs.model_dump(mode="json") if side.spending.costs else None,
        }
        for side in (one, other)
    }
    return {"rates": rates, "both": len(shared), "only": kept_only, "settings": settings, "costs": costs}


def _data(rate: Rate) -> Json:
    return {
        "count": rate.count,
        "of": rate.of,
        "share": round(rate.share, 4),
        "interval": list(rate.interval),
    }


def _told(rate: Rate) -> str:
    return f"{rate.count} of {rate.of}, {rate.text}" if rate.of else "-"


def _difference(one: Rate, other: Rate) -> str:
    if not one.of or not other.of:
        return "-"
    found, low, high = (round(100 * end) for end in difference(one, other))
    return f"{found:+d} ({low:+d} to {high:+d})"


def _took(run: Run) -> str:
    return duration(run.summary.seconds) if run.summary else "-"


def _hourly(run: Run) -> str:
    if run.summary is None or not run.summary.seconds:
        return "-"
    return f"{3600 * len(run.kept) / run.summary.seconds:.0f}"


def _spent(spending: Spending) -> str:
    return cost_text(spending.costs.total) if spending.costs else "none"
