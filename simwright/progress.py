"""Show a run while it walks: a live line in a terminal, one plain line a commit anywhere else.

Everything goes to standard error; standard output belongs to the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from graphs.summary import Progress as Standing
from simwright.console import err

OPENING: Final = "opening the memory; a new workspace proves the base tasks first"

Show = Callable[[Standing], None]


@contextmanager
def shown_progress() -> Iterator[Show]:
    """Give a function that shows where a run stands, as suits the place that standard error leads to."""
    console = err()
    if not console.is_terminal:
        console.print(OPENING)
        yield lambda standing: _plain(console, standing)
        return
    with Progress(
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
    ) as progress:
        bar = progress.add_task(OPENING, total=None)

        def show(standing: Standing) -> None:
            done, total = covered(standing)
            progress.update(bar, completed=done, total=total, description=escape(standing_line(standing)))
            if standing.name:
                mark = "[green]+[/green]" if standing.outcome == "kept" else "[dim]-[/dim]"
                progress.console.print(f"{mark} {escape(outcome_line(standing))}", soft_wrap=True)

        yield show


def _plain(console: Console, standing: Standing) -> None:
    outcome = f"  {outcome_line(standing)}" if standing.outcome else ""
    console.print(escape(standing_line(standing) + outcome))


def outcome_line(standing: Standing) -> str:
    """Say what became of the attempt that was committed last."""
    reason = f": {standing.reason}" if standing.reason else ""
    return f"{standing.outcome} {standing.name or 'an attempt'}{reason}"


def standing_line(standing: Standing) -> str:
    """Say where the run stands: attempts, kept, rates, time left."""
    attempts, kept = standing.statistics.attempts, standing.statistics.funnel.kept
    parts = [f"{attempts}{_of(standing.settings.attempts)} attempts"]
    rate = f" ({100 * kept / attempts:.0f} %)" if attempts else ""
    parts.append(f"{kept}{_of(standing.settings.kept)} kept{rate}")
    if waiting := standing.statistics.funnel.waiting:
        parts.append(f"{waiting} waiting")
    if standing.committed and standing.seconds > 0:
        parts.append(f"{60 * standing.committed / standing.seconds:.0f} a minute")
    left = seconds_left(standing)
    if left is not None:
        parts.append(f"{duration(left)} left")
    return ", ".join(parts)


def covered(standing: Standing) -> tuple[float, float]:
    """Return how far the run is on the way to the limit that it is nearest to, as (done, total)."""
    settings, numbers = standing.settings, standing.statistics
    limits: list[tuple[float, float | None]] = [
        (numbers.attempts, settings.attempts),
        (numbers.funnel.kept, settings.kept),
        (standing.seconds, None if settings.hours is None else 3600 * settings.hours),
    ]
    known = [(done, total) for done, total in limits if total is not None]
    return max(known, key=lambda limit: limit[0] / limit[1], default=(0.0, 1.0))


def seconds_left(standing: Standing) -> float | None:
    """Estimate the time to the first limit from the pace so far; None while there is no pace."""
    settings, numbers, seconds = standing.settings, standing.statistics, standing.seconds
    ends = [] if settings.hours is None else [3600 * settings.hours - seconds]
    if standing.committed:
        pace = seconds / standing.committed
        if settings.attempts is not None:
            ends.append(pace * (settings.attempts - numbers.attempts))
        if settings.kept is not None and numbers.funnel.kept:
            attempts_a_task = numbers.attempts / numbers.funnel.kept
            ends.append(pace * attempts_a_task * (settings.kept - numbers.funnel.kept))
    return max(0.0, min(ends)) if ends else None


def duration(seconds: float) -> str:
    """Write a time as a person would: 8 s, 2 min 5 s, 3 h 12 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _of(limit: int | None) -> str:
    return "" if limit is None else f" of {limit}"
