"""Show a run while it walks: a live line in a terminal, one plain line a commit anywhere else.

Everything goes to standard error; standard output belongs to the result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from agents.roles import RoleName
from agents.usage import RoleUsage
from graphs.summary import Progress as Standing
from simwright.console import err
from simwright.costs import cost_line

OPENING: Final = "opening the memory; a new workspace proves the base tasks first"

Show = Callable[[Standing], None]
Usage = Callable[[], Mapping[RoleName, RoleUsage]]  # of models, up to now


def no_usage() -> Mapping[RoleName, RoleUsage]:
    """Say that no model was asked."""
    return {}


@contextmanager
def shown_progress(usage: Usage = no_usage) -> Iterator[Show]:
    """Give a function that shows where a run stands, as suits the place that standard error leads to.

    Args:
        usage: says what models cost so far. In a terminal it is asked all the time, so that the costs of an
            attempt show while it walks.
    """
    console = err()
    if not console.is_terminal:
        console.print(OPENING)
        yield lambda standing: _plain(console, standing, usage)
        return
    with LiveProgress(console, usage) as progress:
        yield progress.show


class LiveProgress(Progress):
    """A bar that is drawn again and again; below it, what models cost up to this moment."""

    def __init__(self, console: Console, usage: Usage) -> None:
        self._usage = usage
        self._latest: Standing | None = None
        super().__init__(
            SpinnerColumn(),
            BarColumn(bar_width=24),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
        )
        self._bar = self.add_task(OPENING, total=None)

    def show(self, standing: Standing) -> None:
        """Show where the run stands, and leave a line for each attempt that is done."""
        self._latest = standing
        done, total = covered(standing)
        self.update(self._bar, completed=done, total=total, description=escape(standing_line(standing)))
        if standing.name:
            mark = "[green]+[/green]" if standing.outcome == "kept" else "[dim]-[/dim]"
            self.console.print(f"{mark} {escape(outcome_line(standing))}", soft_wrap=True)

    def get_renderables(self) -> Iterable[RenderableType]:
        """Return what is drawn now."""
        yield from super().get_renderables()
        if self._latest and (costs := costs_of(self._latest, self._usage)):
            yield Text(f"  {costs}", style="dim")


def costs_of(standing: Standing, usage: Usage) -> str:
    """Say what models cost up to now; nothing if none was called."""
    numbers = standing.statistics
    return cost_line(usage(), numbers.attempts, numbers.funnel.kept)


def _plain(console: Console, standing: Standing, usage: Usage) -> None:
    costs = costs_of(standing, usage)
    outcome = f"  {outcome_line(standing)}" if standing.outcome else ""
    console.print(escape(standing_line(standing) + (f"; {costs}" if costs else "") + outcome))


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
    if standing.settings.patience is not None and standing.misses:
        parts.append(f"{standing.misses}{_of(standing.settings.patience)} in a row without one")
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
