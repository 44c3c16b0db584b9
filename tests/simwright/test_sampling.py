"""Where the time goes: by the innermost part that a stack is in."""

from __future__ import annotations

import time

import pytest

from simwright.sampling import PARTS, breakdown, part_of, sampled

LOOP = "/lib/asyncio/base_events.py:_run_once"


@pytest.mark.parametrize(
    ("stack", "part"),
    [
        (["/lib/selectors.py:select", LOOP], ""),
        (["/x/agents/author/coder.py:code", "/x/graphs/meter.py:_timed", LOOP], ""),
        (
            [
                "/lib/json/encoder.py:encode",
                "/x/graphs/spans.py:write",
                "/s/langgraph/pregel/main.py:astream",
            ],
            "spans",
        ),
        (["/s/langgraph/checkpoint/serde/jsonplus.py:dumps", "/x/graphs/checkpoints.py:aput"], "checkpoints"),
        (["/s/langgraph/pregel/_loop.py:tick", LOOP], "langgraph"),
        ([LOOP], "event loop"),
    ],
)
def test_time_goes_to_the_innermost_part(stack: list[str], part: str) -> None:
    assert part_of(stack) == part


def test_a_busy_thread_is_seen_at_work() -> None:
    with sampled() as spent_s:
        until = time.process_time() + 0.1
        while time.process_time() < until:
            pass
    assert set(spent_s) == set(PARTS)
    assert 0.02 < spent_s["event loop"] < 0.2  # nothing of ours is below this test


def test_what_is_shared_out_is_the_whole() -> None:
    assert breakdown({"spans": 0.3, "langgraph": 0.1}, 20.0) == {"spans": 15.0, "langgraph": 5.0}
    assert sum(breakdown({"spans": 0.0}, 20.0).values()) == 0.0
