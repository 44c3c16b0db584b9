"""Writes where the colours of a program come from: named, or drawn as our language draws them. Pure.

Things whose colours always agree share a source. A source that is drawn excludes what it never met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.colors import COLORS, DISTINCT_COLORS, ColorName
from sim.rewriting.values import WIDE, Column, quoted

Names = Column[ColorName]


@dataclass
class Source:
    """Drawn colours that one group, or several, have in common."""

    column: Names
    name: str  # of the variable: one colour of a shared source, a list of a ranked one
    groups: list[int] = field(default_factory=list)
    exclude: str = ""

    @property
    def wide(self) -> bool:
        """Whether it looks drawn from all colours rather than from a few that the program lists."""
        return len(self.column.pool) > WIDE

    def one(self) -> str:
        """Write the draw of one colour."""
        return f"scene.colors(1{self.exclude})[0]" if self.wide else f"scene.choice({self._pool()})"

    def many(self, count: str) -> str:
        """Write the draw of several different colours."""
        if self.wide:
            return f"scene.colors({count}{self.exclude})"
        return f"scene.shuffled({self._pool()})[:{count}]"

    def _pool(self) -> str:
        return quoted(sorted(self.column.pool, key=COLORS.index))


@dataclass(frozen=True)
class Palette:
    """The sources of all groups."""

    columns: tuple[Names, ...]
    sources: tuple[Source, ...]

    def source(self, group: int) -> Source | None:
        """Return where the colours of a group are drawn; None if it names them."""
        return next((source for source in self.sources if group in source.groups), None)

    def draws(self) -> list[str]:
        """Write the draws of the colours that hold for a whole scene."""
        shared = [source for source in self.sources if source.column.how == "shared"]
        if len(shared) > 1 and _apart([source.column for source in shared]):
            names = ", ".join(source.name for source in shared)
            together = Source(_together(shared), "", exclude=shared[0].exclude)
            return [f"{names} = {together.many(str(len(shared)))}"]
        return [f"{source.name} = {source.one()}" for source in shared]


def palette_of(columns: Sequence[Names], nouns: Sequence[str]) -> Palette:
    """Find the sources of the colours of groups that are called by these nouns."""
    found: dict[tuple[tuple[ColorName, ...], ...], Source] = {}
    for group, (column, noun) in enumerate(zip(columns, nouns, strict=True)):
        if column.how in ("const", "listed"):
            continue
        key = tuple(row[:1] for row in column.values) if column.how == "shared" else column.values
        source = found.setdefault(key, Source(column, noun))
        source.groups.append(group)
    sources = tuple(found.values())
    _name(sources)
    named = {color for c in columns if c.how in ("const", "listed") for color in c.pool}
    for source in sources:
        source.exclude = _exclude(source, sources, named)
    return Palette(tuple(columns), sources)


def _name(sources: Sequence[Source]) -> None:
    taken: set[str] = set()
    for source in sources:
        plain = "color" if len(sources) == 1 else f"{source.name}_color"
        name, turn = plain, 1
        while name in taken:
            turn += 1
            name = f"{plain}_{turn}"
        taken.add(name)
        source.name = name


def _exclude(source: Source, sources: Sequence[Source], named: set[ColorName]) -> str:
    """Write which colours are never drawn: those that things have by name, or that were drawn before."""
    never = [color for color in DISTINCT_COLORS if color in named and color not in source.column.pool]
    before = [
        other.name
        for other in sources
        if (other.column.how, source.column.how) == ("shared", "ranked")
        and _apart([other.column, source.column])
    ]
    words = [*before, *(f'"{color}"' for color in never)]
    return f", exclude=({', '.join(words)}{',' if len(words) == 1 else ''})" if words else ""


def _apart(columns: Sequence[Names]) -> bool:
    """Whether no two of these columns ever have a colour in common."""
    for rows in zip(*(column.values for column in columns), strict=True):
        met = [color for row in rows for color in dict.fromkeys(row)]
        if len(set(met)) != len(met):
            return False
    return True


def _together(sources: Sequence[Source]) -> Names:
    rows = zip(*(source.column.values for source in sources), strict=True)
    return Column(tuple(tuple(color for row in each for color in row) for each in rows))
