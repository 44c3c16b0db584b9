"""Tells what a program fixed from what it drew: one attribute of a group, over all seeds. Pure.

`const`   the same for all things and seeds
`listed`  each thing has its own, the same for every seed
`shared`  drawn for each seed, one for all things
`ranked`  drawn for each seed and each thing
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T", bound=Hashable)
How = Literal["const", "listed", "shared", "ranked"]
WIDE = 4  # so many different values, and fewer, are a choice that the program listed
STEP_M = 0.001  # to which the ends of a range are rounded, outwards
ROUND_M = 0.005  # and to which they are where that is near: the ends themselves are hardly ever drawn
NEAR = 0.1  # of the range


@dataclass(frozen=True)
class Column(Generic[T]):
    """An attribute of a group: its values for every seed, in the order of the members."""

    values: tuple[tuple[T, ...], ...]

    @property
    def how(self) -> How:
        """How the values come about."""
        met = [row for row in self.values if row]
        if len(self.pool) == 1:
            return "const"
        if len(set(met)) == 1 and len(met) == len(self.values):
            return "listed"
        return "shared" if all(len(set(row)) == 1 for row in met) else "ranked"

    @property
    def pool(self) -> tuple[T, ...]:
        """All different values, in the order in which they are met."""
        return tuple(dict.fromkeys(value for row in self.values for value in row))

    @property
    def first(self) -> T:
        """The first value that is met; of a constant, the value."""
        return self.pool[0]

    @property
    def listed(self) -> tuple[T, ...]:
        """The values of the members, where they are the same for every seed."""
        return self.values[0]

    @property
    def distinct(self) -> bool:
        """Whether no two members of a scene ever have the same value."""
        return all(len(set(row)) == len(row) for row in self.values)


def number(value: float) -> str:
    """Write a number as a person would: 0.04."""
    return repr(int(value)) if float(value).is_integer() else f"{round(value, 4):g}"


def text(values: Iterable[float]) -> str:
    """Write a tuple of numbers."""
    written = [number(value) for value in values]
    return f"({', '.join(written)}{',' if len(written) == 1 else ''})"


def drawn_between(values: Sequence[float], limits: tuple[float, float]) -> str:
    """Write how a size is drawn that was met with these values, within the limits of its kind, metres."""
    near = NEAR * (max(values) - min(values))
    low, high = _below(min(values), near), -_below(-max(values), near)
    low, high = max(low, limits[0]), min(high, limits[1])
    return f"scene.uniform({number(low)}, {number(high)})"


def _below(value: float, near: float) -> float:
    """Return the roundest number that is not greater, and nearer than that."""
    round_one = math.floor(value / ROUND_M + 1e-6) * ROUND_M
    return round_one if value - round_one <= near else math.floor(value / STEP_M + 1e-6) * STEP_M


def quoted(values: Iterable[str]) -> str:
    """Write a tuple of names."""
    written = [f'"{value}"' for value in values]
    return f"({', '.join(written)}{',' if len(written) == 1 else ''})"
