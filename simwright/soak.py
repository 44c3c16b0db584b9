"""A long run, watched from outside: does anything grow that should not?

The run is a process of its own. Now and then its memory, files and threads are counted, with those of its
children, and its ledger is read. The verdict compares quarters of the time: the first one warms up.

A program runs in a copy of its builder, for some tenths of a second, and a look that meets one counts the
pages that both share twice. So the memory of builders and simulators is compared on the looks that met none:
those with the fewest processes of their quarter. Processes that are left behind would be in all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import psutil
from pydantic import Field

from graphs.ledger import read_ledger
from graphs.lines import read_lines
from graphs.statistics import is_exhausted
from sim.errors import UsageError
from sim.spec import Data

GROWTH: Final = 0.05  # of memory, after the warm-up
SLOWER: Final = 0.95  # of the first quarter's throughput
CHECKPOINTS: Final = 5_000_000  # bytes
SPARE: Final = 8  # files or threads more than before are still flat: children are replaced now and then


class Sample(Data):
    """One look at a run."""

    seconds: float = Field(description="Since the first look.")
    rss_mb: float = Field(description="Of the run's process.")
    children_mb: float = Field(description="Of all children; what several share counts for each.")
    files: int
    threads: int
    children: int = Field(description="Builders, simulators, and programs that are being built.")
    checkpoint_bytes: int
    attempts: int
    kept: int
    signatures: int = Field(description="Different ones among the kept tasks.")
    exhausted: bool


class Verdict(Data):
    """One thing that has to hold, with the figures that say whether it does."""

    what: str
    early: float
    late: float
    target: str
    holds: bool


def samples(process: psutil.Process, run: Path, every_s: float) -> Iterator[Sample]:
    """Look at a run until it ends.

    Args:
        process: the run's.
        run: its folder, which may appear later: what goes before is not looked at.
        every_s: time between two looks, seconds.
    """
    began: float | None = None
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        if (run / "summary.json").exists():  # it has ended, and only writes its report
            return
        if (run / "ledger.jsonl").exists():
            began = time.monotonic() if began is None else began
            try:
                yield _sample(process, run, time.monotonic() - began)
            except psutil.NoSuchProcess:
                return
        time.sleep(every_s)


def _sample(process: psutil.Process, run: Path, seconds: float) -> Sample:
    entries = read_ledger(run / "ledger.jsonl")
    kept = [entry.signature for entry in entries if entry.outcome == "kept"]
    children = process.children(recursive=True)
    return Sample(
        seconds=round(seconds, 1),
        rss_mb=round(process.memory_info().rss / 1e6, 2),
        children_mb=round(sum(map(_rss, children)) / 1e6, 2),
        files=process.num_fds(),
        threads=process.num_threads(),
        children=len(children),
        checkpoint_bytes=sum(path.stat().st_size for path in run.glob("checkpoints.sqlite*")),
        attempts=len(entries),
        kept=len(kept),
        signatures=len(set(kept)),
        exhausted=is_exhausted(entries),
    )


def _rss(child: psutil.Process) -> int:
    try:
        return int(child.memory_info().rss)
    except psutil.NoSuchProcess:  # a program that was built meanwhile
        return 0


def read_looks(path: Path) -> list[Sample]:
    """Read the looks that an earlier soak wrote down.

    Raises:
        UsageError: if there is no such file, or a line is no look.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}; `simwright benchmark soak --out FILE` writes one")
    return read_lines(path, Sample, "give a file that `simwright benchmark soak --out FILE` wrote")


def verdicts(seen: Sequence[Sample]) -> tuple[Verdict, ...]:
    """Judge a run by its quarters: the second, after the warm-up, and the last; throughput by first and last.

    Raises:
        ValueError: if there are fewer than eight looks, or they take no time.
    """
    if len(seen) < 8 or seen[-1].seconds <= 0:
        raise ValueError(f"{len(seen)} looks are too few to judge a run by its quarters; let it take longer")
    first, second, _, last = _quarters(seen)
    inside, beside = "memory of the run, MB", "memory of builders and simulators, MB"
    return (
        _flat_memory(inside, [s.rss_mb for s in second], [s.rss_mb for s in last]),
        _flat_memory(beside, _between_programs(second), _between_programs(last)),
        _flat_count("open files", [s.files for s in second], [s.files for s in last]),
        _flat_count("threads", [s.threads for s in second], [s.threads for s in last]),
        _small(max(sample.checkpoint_bytes for sample in seen)),
        _quick(_a_minute(first), _a_minute(last)),
        _rising("kept tasks", seen, [s.kept for s in last]),
        _rising("coverage, signatures", seen, [s.signatures for s in last]),
    )


def _between_programs(part: Sequence[Sample]) -> list[float]:
    fewest = min(sample.children for sample in part)
    return [sample.children_mb for sample in part if sample.children == fewest]


def _quarters(seen: Sequence[Sample]) -> list[list[Sample]]:
    quarter = seen[-1].seconds / 4
    parts: list[list[Sample]] = [[], [], [], []]
    for sample in seen:
        parts[min(int(sample.seconds / quarter), 3)].append(sample)
    latest = seen[0]
    for part in parts:  # a quarter begins where the one before it ended
        part.insert(0, latest)
        latest = part[-1]
    return parts


def _a_minute(part: Sequence[Sample]) -> float:
    took = part[-1].seconds - part[0].seconds
    return 60 * (part[-1].attempts - part[0].attempts) / took if took > 0 else 0.0


def _flat_memory(what: str, early: Sequence[float], late: Sequence[float]) -> Verdict:
    before, after = median(early), median(late)
    holds = after <= before * (1 + GROWTH)
    return Verdict(what=what, early=before, late=after, target=f"at most {GROWTH:.0%} more", holds=holds)


def _flat_count(what: str, early: Sequence[int], late: Sequence[int]) -> Verdict:
    before, after = max(early), max(late)
    return Verdict(
        what=what, early=before, late=after, target=f"at most {SPARE} more", holds=after <= before + SPARE
    )


def _small(most: int) -> Verdict:
    target = f"under {CHECKPOINTS / 1e6:.0f} MB"
    return Verdict(what="checkpoints, bytes", early=0, late=most, target=target, holds=most < CHECKPOINTS)


def _quick(early: float, late: float) -> Verdict:
    target = f"at least {SLOWER:.0%} of the first quarter's"
    return Verdict(
        what="attempts a minute",
        early=round(early, 2),
        late=round(late, 2),
        target=target,
        holds=late >= SLOWER * early,
    )


def _rising(what: str, seen: Sequence[Sample], late: Sequence[int]) -> Verdict:
    return Verdict(
        what=what,
        early=late[0],
        late=late[-1],
        target="still rising in the last quarter, or the author is said to be exhausted",
        holds=late[-1] > late[0] or seen[-1].exhausted,
    )
