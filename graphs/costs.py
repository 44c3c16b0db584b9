"""What the models of a run cost: by role, by attempt, and for each task that was kept.

Read from the exchanges on disk and nothing else, so every session counts, and whoever looks, while a run
walks or years later, finds the same figures. They never reach the ledger or the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from agents.exchange import Exchange, ExchangeStore
from agents.models import BUILT_IN_NAME
from agents.roles import RoleName
from agents.usage import USD_DIGITS, Cost, RoleUsage, total_of, usage_of
from graphs.folder import attempts_folder, plans_folder
from graphs.ledger import Entry
from sim.spec import Data


class Share(Data):
    """What falls to one of several, on average."""

    input_tokens: float
    cached_tokens: float
    output_tokens: float
    usd: float


class AttemptCost(Cost):
    """What one attempt took, all its questions together, answered or not."""

    attempt: int = Field(ge=0)


class Costs(Data):
    """What a run took, over all sessions. Plans and attempts that were never committed are in the total."""

    total: Cost
    per_attempt: Share | None = Field(description="The total, by committed attempts; None before the first.")
    per_kept_task: Share | None = Field(description="The total, by kept tasks; None before the first.")
    attempts: tuple[AttemptCost, ...] = Field(description="Each attempt for which a model was called.")

    def of(self, attempt: int) -> AttemptCost | None:
        """Return what an attempt took; None if no model was called for it."""
        return next((cost for cost in self.attempts if cost.attempt == attempt), None)


@dataclass(frozen=True)
class Spending:
    """What a run's models were asked, by role, and what it comes to; `costs` is None if none was called."""

    usage: dict[RoleName, RoleUsage]
    costs: Costs | None


def exchanges_of(folder: Path) -> Iterator[Exchange]:
    """Read every exchange of a run, those with the planner first; a run that goes on was charged for them."""
    yield from ExchangeStore(plans_folder(folder)).exchanges()
    yield from ExchangeStore(attempts_folder(folder)).exchanges()


def spending_of(folder: Path, team: str, entries: Sequence[Entry]) -> Spending:
    """Add up what a run cost.

    Args:
        folder: the run's.
        team: who answers; the built-in author alone costs nothing, so its exchanges are not read.
        entries: the attempts that were committed.
    """
    if team == BUILT_IN_NAME:
        return Spending(usage_of(()), None)
    plans, attempts = _billed(plans_folder(folder)), _billed(attempts_folder(folder))
    usage = usage_of([*plans, *attempts])
    total = total_of(usage.values())
    if not total.calls:
        return Spending(usage, None)
    costs = Costs(
        total=total,
        per_attempt=share_of(total, len(entries)),
        per_kept_task=share_of(total, sum(entry.outcome == "kept" for entry in entries)),
        attempts=_by_attempt(attempts),
    )
    return Spending(usage, costs)


def share_of(total: Cost, count: int) -> Share | None:
    """Divide a cost among so many; None if there are none."""
    if not count:
        return None
    return Share(
        input_tokens=round(total.input_tokens / count, 1),
        cached_tokens=round(total.cached_tokens / count, 1),
        output_tokens=round(total.output_tokens / count, 1),
        usd=round(total.usd / count, USD_DIGITS),
    )


def _billed(folder: Path) -> list[Exchange]:
    """Return the exchanges that models were called for, without the texts, which may be long."""
    return [_bill(exchange) for exchange in ExchangeStore(folder).exchanges() if exchange.calls]


def _bill(exchange: Exchange) -> Exchange:
    calls = tuple(call.model_copy(update={"question": "", "text": ""}) for call in exchange.calls)
    return exchange.model_copy(update={"request": None, "reply": None, "calls": calls})


def _by_attempt(exchanges: Sequence[Exchange]) -> tuple[AttemptCost, ...]:
    found: dict[int, list[Exchange]] = {}
    for exchange in exchanges:
        found.setdefault(exchange.attempt, []).append(exchange)
    sums = {attempt: total_of(usage_of(group).values()) for attempt, group in sorted(found.items())}
    return tuple(AttemptCost(attempt=attempt, **cost.model_dump()) for attempt, cost in sums.items())
