"""Ordinary functions get the result of asynchronous work, also where a loop is running already."""

from __future__ import annotations

import asyncio
import threading

import pytest

from simwright.background import Background, run


async def doubled(value: int) -> int:
    await asyncio.sleep(0)
    return 2 * value


async def broken() -> None:
    raise KeyError("as it was raised")


def test_work_gives_its_result() -> None:
    assert run(doubled(21)) == 42


async def test_it_works_inside_a_running_loop() -> None:
    assert run(doubled(4)) == 8


def test_an_error_comes_through_as_it_was_raised() -> None:
    with pytest.raises(KeyError, match="as it was raised"):
        run(broken())


def test_one_loop_serves_many_calls_and_leaves_no_thread() -> None:
    before = threading.active_count()
    with Background() as background:
        assert [background.run(doubled(n)) for n in range(3)] == [0, 2, 4]
        assert threading.active_count() == before + 1
    background.close()
    assert threading.active_count() == before


def test_a_closed_loop_says_so() -> None:
    background = Background()
    background.close()
    with pytest.raises(RuntimeError, match=r"make a new Background\(\)"):
        background.run(doubled(1))
