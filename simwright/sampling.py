"""Where the processor time of this process's main thread goes, by looking at it now and then.

A timer of the operating system interrupts the process each few milliseconds of processor time. What the main
thread has used since the last time, a timer's interval at most, goes to what it is doing now: so the time in
which other threads worked and it waited for them counts nothing. No code is changed for it, and it costs
about a hundredth of what it measures. Work that `graphs.meter` counts as somebody else's is left out.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Final

INTERVAL_S: Final = 0.002

# Part of a file's path, and what time spent in it or below it is spent on; the innermost one counts.
PLACES: Final = (
    ("/graphs/checkpoints.py", "checkpoints"),
    ("/langgraph/checkpoint/", "checkpoints"),
    ("/graphs/spans.py", "spans"),
    ("/opentelemetry/", "spans"),
    ("/agents/", "exchanges"),
    ("/graphs/folder.py", "exchanges"),
    ("/graphs/ledger.py", "ledger"),
    ("/graphs/commit.py", "ledger"),
    ("/graphs/times.py", "ledger"),
    ("/langgraph/", "langgraph"),
    ("/langchain_core/", "langgraph"),
    ("/graphs/", "nodes"),
)
PARTS: Final = (*dict.fromkeys(part for _, part in PLACES), "event loop")


@contextmanager
def sampled() -> Iterator[dict[str, float]]:
    """Add up, while it is open, how many seconds each part was at work."""
    spent_s = dict.fromkeys(PARTS, 0.0)
    last_s = time.thread_time()

    def look(number: int, frame: FrameType | None) -> None:
        nonlocal last_s
        used_s = min(time.thread_time() - last_s, INTERVAL_S)
        part = part_of([f"{code.co_filename}:{code.co_name}" for code in _codes(frame)])
        if part:
            spent_s[part] += used_s
        last_s = time.thread_time()

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)
    try:
        yield spent_s
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def part_of(stack: list[str]) -> str:
    """Say what a stack of `file:function`, the innermost first, is at work on; "" if on nothing of ours."""
    if stack and stack[0].endswith("selectors.py:select"):
        return ""  # waiting
    if any(place.endswith("/graphs/meter.py:_timed") for place in stack):
        return ""  # a role, the prover
    for place in stack:
        for path, part in PLACES:
            if path in place:
                return part
    return "event loop"


def breakdown(spent_s: Mapping[str, float], total_ms: float) -> dict[str, float]:
    """Share milliseconds out as the parts were seen at work."""
    seen_s = sum(spent_s.values()) or 1.0
    return {part: round(total_ms * spent / seen_s, 2) for part, spent in spent_s.items()}


def _codes(frame: FrameType | None) -> Iterator[CodeType]:
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back
