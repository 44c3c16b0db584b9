"""Choices: of some things any few will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.checks import movers_of
from sim.errors import ProgramError
from sim.things import Thing


@dataclass(frozen=True, repr=False)
class AnyOf:
    """Any `count` of these things; make one with `any_of`."""

    things: tuple[Thing, ...]
    count: int

    def __repr__(self) -> str:
        return f"any_of([{', '.join(thing.name for thing in self.things)}], {self.count})"

    def largest(self) -> list[Thing]:
        """Return `count` of the things, made as large as the largest in each direction.

        Where these have room, any others have.
        """
        x, y, z = (max(thing.size[axis] for thing in self.things) for axis in range(3))
        return [
            replace(thing, model=replace(thing.model, size=(x, y, z))) for thing in self.things[: self.count]
        ]


def any_of(things: Sequence[Thing], count: int = 1) -> AnyOf:
    """Let any `count` of several things do, where inside, on, within or at takes what shall be moved.

    The sentence says so: "any block", "one of the blocks", "any two of the blocks".
    """
    movers = movers_of(things)
    number: object = count  # a program may give anything
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number < len(movers):
        raise ProgramError(
            f"any_of(..., count={count!r}): of {len(movers)} things it is 1 to {len(movers) - 1}; "
            "if all of them shall be moved, give the list itself"
        )
    return AnyOf(tuple(movers), number)
