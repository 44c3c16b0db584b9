"""A limit holds: what is under way counts at its greatest, what is done at its price."""

from __future__ import annotations

import asyncio

import pytest

from agents.ask import Halt
from agents.usage import Account, Limits, Price


async def test_a_call_waits_for_what_another_may_still_give_back() -> None:
    account = Account(Limits(tokens=100))
    order: list[str] = []

    async def call(name: str, price: int) -> None:
        async with account.reserved(Price(60, 0.1)) as bill:
            order.append(name)
            await asyncio.sleep(0.01)
            bill.price = Price(price, 0.1)

    await asyncio.gather(call("first", 40), call("second", 10))
    assert order == ["first", "second"]
    assert account.spent.tokens == 50


async def test_a_call_that_never_fits_is_refused_and_one_that_is_lost_counts_in_full() -> None:
    account = Account(Limits(usd=1.0))
    with pytest.raises(ConnectionError):
        async with account.reserved(Price(10, 0.7)):
            raise ConnectionError
    assert account.spent == Price(10, 0.7)
    with pytest.raises(Halt, match=r"0\.7000 USD are spent"):
        async with account.reserved(Price(10, 0.4)):
            pass


async def test_what_was_paid_before_a_resume_counts() -> None:
    account = Account(Limits(tokens=100))
    account.charge(Price(90, 0.0))
    with pytest.raises(Halt):
        async with account.reserved(Price(11, 0.0)):
            pass
    async with account.reserved(Price(10, 0.0)):
        pass


async def test_without_a_limit_nothing_waits() -> None:
    account = Account()
    async with account.reserved(Price(10**9, 1e6)), account.reserved(Price(10**9, 1e6)):
        pass
    assert all(usage.calls == 0 for usage in account.usage.values())
