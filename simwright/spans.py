"""Read the spans of a run: lines of starts and ends, folded into trees.

A span that started and never ended belongs to an attempt that was killed, or that is still walking; it is
kept and says that it is open. Safe beside a run that writes: a torn last line is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from graphs.lines import read_lines
from sim.spec import Data

Attribute = str | bool | int | float | list[str]


class SpanLine(Data):
    """One line of `spans.jsonl`; an end also says how long the span took and how it went."""

    event: Literal["start", "end"]
    name: str
    trace: str
    span: str
    parent: str | None
    attributes: dict[str, Attribute]
    time_ns: int
    seconds: float | None = None
    status: Literal["", "ok", "error"] = ""
    error: str = Field(default="", description="Type and message of what ended it, if an error did.")


@dataclass(frozen=True)
class Span:
    """One thing that was done; `seconds` is None while it is open."""

    name: str
    id: str
    parent: str | None
    trace: str
    began_ns: int
    attributes: dict[str, Attribute]
    seconds: float | None = None
    status: Literal["open", "ok", "error"] = "open"
    error: str = ""
    children: list[Span] = field(default_factory=list)

    @property
    def attempt(self) -> int | None:
        """The attempt that a root span belongs to."""
        number = self.attributes.get("attempt")
        return number if isinstance(number, int) else None


def read_spans(path: Path) -> list[Span]:
    """Read a file of spans and return its roots, in the order in which they began, with their children.

    Raises:
        UsageError: if a whole line is not a span.
    """
    return _trees(_fold(read_lines(path, SpanLine, "move the file away to go on")))


def _fold(lines: Iterable[SpanLine]) -> list[Span]:
    """Put starts and ends together, in the order of the starts."""
    spans: dict[str, Span] = {}
    for line in lines:
        if line.span not in spans:
            spans[line.span] = Span(
                line.name, line.span, line.parent, line.trace, line.time_ns, dict(line.attributes)
            )
        if line.event == "end":
            spans[line.span] = replace(
                spans[line.span],
                attributes=dict(line.attributes),
                seconds=line.seconds,
                status=line.status or "ok",
                error=line.error,
            )
    return list(spans.values())


def _trees(spans: list[Span]) -> list[Span]:
    known = {span.id: span for span in spans}
    roots: list[Span] = []
    for span in spans:
        parent = known.get(span.parent or "")
        (roots if parent is None else parent.children).append(span)
    return roots
