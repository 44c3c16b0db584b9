"""What models were asked and what it cost, role by role; and hard limits on both.

A limit holds because a call's greatest price is set aside before it starts, and settled afterwards: calls
that are under way together cannot overspend. Nothing here talks to a model.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from pydantic import Field

from agents.ask import Halt
from agents.exchange import Exchange
from agents.models import ROLES, ModelsSettings
from agents.roles import RoleName
from agents.transcript import Call, FaultKind
from sim.spec import Data

USD_DIGITS: Final = 6


class Cost(Data):
    """What calls to models took; cached tokens are among the input tokens."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0


class RoleUsage(Cost):
    """What one role's models were asked, said and cost."""

    faults: dict[FaultKind, int] = Field(default={}, description="By kind, sorted.")


@dataclass(frozen=True)
class Price:
    """Tokens and money: what a call may cost at most, or did."""

    tokens: int
    usd: float

    def __add__(self, other: Price) -> Price:
        """Add up."""
        return Price(self.tokens + other.tokens, self.usd + other.usd)

    def __sub__(self, other: Price) -> Price:
        """Take away."""
        return Price(self.tokens - other.tokens, self.usd - other.usd)


NOTHING = Price(0, 0.0)


def charge_of(call: Call) -> Price:
    """Return what a call counts against limits: its price, and at its greatest if its answer was lost."""
    tokens = call.input_tokens + call.output_tokens
    return Price(max(tokens, call.most_tokens), max(call.usd, call.most_usd))


@dataclass(frozen=True)
class Limits:
    """What may be spent, in all; None is no limit."""

    usd: float | None = None
    tokens: int | None = None

    def allow(self, spent: Price) -> bool:
        """Say whether so much may be spent."""
        too_dear = self.usd is not None and spent.usd > self.usd
        return not too_dear and (self.tokens is None or spent.tokens <= self.tokens)


@dataclass
class _Sum:
    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    usd: list[float] = field(default_factory=list)
    faults: Counter[FaultKind] = field(default_factory=Counter)


class Account:
    """What was spent on models so far, by role, and what may still be spent.

    `add` what an interrupted run paid before it goes on, so that limits hold for all of it.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._roles: dict[RoleName, _Sum] = {role: _Sum() for role in ROLES}
        self._spent = NOTHING
        self._reserved = NOTHING
        self._settled = asyncio.Condition()

    @property
    def usage(self) -> dict[RoleName, RoleUsage]:
        """What each role's models cost, in the order of the roles; the built-in author costs nothing."""
        return {role: _told(self._roles[role]) for role in ROLES}

    @property
    def spent(self) -> Price:
        """What counts against the limits: a call whose answer was lost on the way counts at its greatest."""
        return self._spent

    def add(self, role: RoleName, call: Call) -> None:
        """Count a call that was made."""
        total = self._roles[role]
        total.calls += 1
        total.input_tokens += call.input_tokens
        total.cached_tokens += call.cached_tokens
        total.output_tokens += call.output_tokens
        total.usd.append(call.usd)
        if call.fault:
            total.faults[call.fault] += 1

    def charge(self, price: Price) -> None:
        """Count against the limits what was paid before this account was opened."""
        self._spent += price

    @asynccontextmanager
    async def reserved(self, most: Price) -> AsyncIterator[Bill]:
        """Set a call's greatest price aside, and count what it was on the way out.

        Raises:
            Halt: if the limits do not allow the call, also when all that is under way turned out cheap.
        """
        async with self._settled:
            await self._settled.wait_for(lambda: self._fits(most) or self._reserved == NOTHING)
            if not self._fits(most):
                raise Halt(self._refusal(most))
            self._reserved += most
        bill = Bill(most)
        try:
            yield bill
        finally:
            self._reserved = NOTHING if self._is_last(most) else self._reserved - most
            self._spent += bill.price
            async with self._settled:
                self._settled.notify_all()

    def _is_last(self, most: Price) -> bool:
        """Say whether nothing else is set aside; differences of floats would never be exactly nothing."""
        return self._reserved.tokens == most.tokens

    def _fits(self, most: Price) -> bool:
        return self._limits.allow(self._spent + self._reserved + most)

    def _refusal(self, most: Price) -> str:
        spent, limits = self._spent, self._limits
        return (
            f"the budget is used up: {spent.tokens} tokens and {spent.usd:.4f} USD are spent, the next call "
            f"may take {most.tokens} tokens and {most.usd:.4f} USD, and the limits are "
            f"{limits.tokens or 'no'} tokens and {limits.usd or 'no'} USD. "
            "Raise --max-tokens or --max-usd, or lower max_output_tokens."
        )


@dataclass
class Bill:
    """What one call costs in the end; until somebody says so, as much as it may."""

    price: Price


def usage_of(exchanges: Iterable[Exchange]) -> dict[RoleName, RoleUsage]:
    """Add up what answered and unanswered questions cost, by role: of an attempt, or of a whole run."""
    account = Account()
    for exchange in exchanges:
        for call in exchange.calls:
            account.add(exchange.role, call)
    return account.usage


def total_of(costs: Iterable[Cost]) -> Cost:
    """Add costs up, of roles or of attempts."""
    parts = list(costs)
    return Cost(
        calls=sum(part.calls for part in parts),
        input_tokens=sum(part.input_tokens for part in parts),
        cached_tokens=sum(part.cached_tokens for part in parts),
        output_tokens=sum(part.output_tokens for part in parts),
        usd=round(math.fsum(part.usd for part in parts), USD_DIGITS),
    )


def reopened(settings: ModelsSettings, exchanges: Iterable[Exchange]) -> Account:
    """Open an account for a run that goes on, with everything in it that was spent before.

    What earlier sessions were charged for counts in full against the limits, also calls whose answers never
    came, so limits hold for the whole run.
    """
    account = Account(Limits(settings.max_usd, settings.max_tokens))
    for exchange in exchanges:
        for call in exchange.calls:
            account.add(exchange.role, call)
            account.charge(charge_of(call))
    return account


def _told(total: _Sum) -> RoleUsage:
    return RoleUsage(
        calls=total.calls,
        input_tokens=total.input_tokens,
        cached_tokens=total.cached_tokens,
        output_tokens=total.output_tokens,
        usd=round(math.fsum(total.usd), USD_DIGITS),  # the same in whatever order calls ended
        faults=dict(sorted(dict(total.faults).items())),  # of a copy: a progress bar asks from its thread
    )
