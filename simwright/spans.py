"""Read the spans of a run: lines of starts and ends, folded into trees.

A span that started and never ended belongs to an attempt that was killed, or that is still walking; it is
kept and says that it is open. Safe beside a run that writes: a torn last line is left out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from graphs.lines import Growing, read_lines
from sim.spec import Data

REMEDY: Final = "move the file away to go on"

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
    return _trees(folded(read_lines(path, SpanLine, REMEDY)))


def flat(roots: Iterable[Span]) -> Iterator[Span]:
    """Yield every span of some trees, parents before their children."""
    for root in roots:
        yield root
        yield from flat(root.children)


@dataclass(frozen=True)
class Followed:
    """A span that just ended, or an attempt that just began, which is an open span."""

    time: datetime
    attempt: int | None
    span: Span


def follow(
    path: Path,
    is_over: Callable[[], bool],
    pause_s: float = 0.5,
    *,
    attempt: int | None = None,
    latest: int | None = None,
) -> Iterator[Followed]:
    """Yield what happens in a run as its file of spans grows, until the run is over.

    Args:
        path: the file.
        is_over: says whether the run is.
        pause_s: between two looks, seconds.
        attempt: leave out what is of others; of None, nothing.
        latest: begin with so many steps of what has happened already, as `tail` does; of None, with all.

    Raises:
        UsageError: if a whole line is not a span.
    """
    growing, opened, ending = Growing(path, SpanLine, REMEDY), _Opened(), False
    while True:
        lines = growing.read()
        steps = (step for step in opened.steps(lines) if attempt in (None, step.attempt))
        yield from deque(steps, latest)
        latest = None  # of what comes from now on, all
        if ending and not lines:
            return
        ending = is_over()
        if not ending:
            time.sleep(pause_s)


@dataclass
class _Opened:
    """The spans that began and did not end yet, and the attempts that they are of."""

    spans: dict[str, Span] = field(default_factory=dict)
    attempts: dict[str, int | None] = field(default_factory=dict)

    def steps(self, lines: Iterable[SpanLine]) -> Iterator[Followed]:
        """Yield what lines tell, and forget what they end."""
        for line in lines:
            (span,) = folded([line], [self.spans[line.span]] if line.span in self.spans else [])
            above = self.attempts.get(line.parent or "")
            whose = span.attempt if span.attempt is not None else above
            self.spans[line.span], self.attempts[line.span] = span, whose
            if line.event == "end":
                del self.spans[line.span], self.attempts[line.span]
            if line.event == "end" or line.name.startswith("attempt "):
                yield Followed(datetime.fromtimestamp(line.time_ns / 1e9).astimezone(), whose, span)


def folded(lines: Iterable[SpanLine], known: Iterable[Span] = ()) -> list[Span]:
    """Put starts and ends together, in the order of the starts, after those that are known."""
    spans = {span.id: span for span in known}
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
