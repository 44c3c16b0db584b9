"""Tell what models cost: in a line beside the progress, in a table of the report, on a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agents.roles import RoleName
from agents.usage import Cost, RoleUsage, total_of
from graphs.costs import Share, Spending, share_of

CENT = 0.01


@dataclass(frozen=True)
class CostRow:
    """One row of the table of costs, as it is read."""

    what: str
    calls: str
    input_tokens: str
    cached_tokens: str
    output_tokens: str
    usd: str
    faults: str = ""


def cost_rows(spending: Spending) -> Iterator[CostRow]:
    """Write each role that was played by models, their total, and what that is an attempt and a kept task."""
    if spending.costs is None:
        return
    for role, usage in spending.usage.items():
        if usage.calls:
            faults = ", ".join(f"{kind} {count}" for kind, count in usage.faults.items())
            yield _row(role, usage, f"{usage.calls:,}", faults)
    yield _row("in all", spending.costs.total, f"{spending.costs.total.calls:,}")
    if spending.costs.per_attempt:
        yield _row("an attempt", spending.costs.per_attempt)
    if spending.costs.per_kept_task:
        yield _row("a kept task", spending.costs.per_kept_task)


def cost_line(usage: Mapping[RoleName, RoleUsage], attempts: int, kept: int) -> str:
    """Say what was spent so far, and on whom; nothing while no model was called.

    Args:
        usage: by role.
        attempts: how many were committed, to say what one costs.
        kept: how many tasks were kept, likewise.
    """
    total = total_of(usage.values())
    if not total.calls:
        return ""
    roles = ", ".join(f"{role} {_brief(one, total)}" for role, one in usage.items() if one.calls)
    shares = [("an attempt", share_of(total, attempts)), ("a kept task", share_of(total, kept))]
    each = [f"{_brief(share, total)} {what}" for what, share in shares if share]
    return ", ".join([cost_text(total), *each]) + f" ({roles})"


def cost_text(cost: Cost | Share) -> str:
    """Say in a few words what calls took; money only where it has a price."""
    cached = f", {cost.cached_tokens:,.0f} of them cached" if cost.cached_tokens else ""
    paid = f", {money(cost.usd)}" if cost.usd else ""
    return f"{_tokens(cost):,.0f} tokens{cached}{paid}"


def money(usd: float) -> str:
    """Write dollars with as many digits as matter."""
    return f"{usd:.4f} USD" if usd >= CENT or not usd else f"{usd:.6f} USD"


def _brief(cost: Cost | Share, total: Cost) -> str:
    """Say it in money where models have prices, else in tokens."""
    return money(cost.usd) if total.usd else f"{_tokens(cost):,.0f} tokens"


def _tokens(cost: Cost | Share) -> float:
    return cost.input_tokens + cost.output_tokens


def _row(what: str, cost: Cost | Share, calls: str = "", faults: str = "") -> CostRow:
    tokens = (cost.input_tokens, cost.cached_tokens, cost.output_tokens)
    into, cached, out = (f"{count:,.0f}" for count in tokens)
    return CostRow(what, calls, into, cached, out, money(cost.usd) if cost.usd else "", faults)
