"""Where the processor time of this process's main thread goes, by looking at it now and then.

A timer of the operating system interrupts the process each few milliseconds of processor time, and what the
main thread is doing at that moment is counted. No code is changed for it, and it costs about a hundredth of
what it measures. Waiting does not count, nor does work that `graphs.meter` counts as somebody else's.
"""

from __future__ import annotations

import signal
from collections import Counter
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
def sampled() -> Iterator[Counter[str]]:
    """Count, while it is open, how often each part was at work."""
    counts: Counter[str] = Counter(dict.fromkeys(PARTS, 0))

    def look(number: int, frame: FrameType | None) -> None:
        part = part_of([code.co_filename + ":" + code.co_name for code in _codes(frame)])
        if part:
            counts[part] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL_S, INTERVAL_S)
    try:
        yield counts
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


def breakdown(counts: Mapping[str, int], total_ms: float) -> dict[str, float]:
    """Share milliseconds out by how often each part was seen."""
    seen = sum(counts.values()) or 1
    return {part: round(total_ms * count / seen, 2) for part, count in counts.items()}


def _codes(frame: FrameType | None) -> Iterator[CodeType]:
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back
