"""What to do next, computed from what a run did: each piece of advice with the command that follows it. Pure.

Nothing here is general wisdom. Every sentence stands on a number of the run, and is left out without one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graphs.statistics import LATEST, is_exhausted, statistics
from simwright.dropped import dropped_groups
from simwright.pages import DroppedGroup
from simwright.rates import Rate
from simwright.runs import Run

OFTEN: Final = 0.1  # of all attempts: a fault that is worth a look
FEW: Final = 3  # attempts; below that, a fault is an accident
CROWDED: Final = 0.1  # of all attempts: repeats that landed meanwhile
STERN: Final = 0.5  # of the novel proposals: more rejections than that are more than taste
LARGE_BYTES: Final = 500_000_000  # a run that is worth pruning
DEMONSTRATIONS: Final = 20_000  # of all tasks together: what an evening records and a policy learns from
MOST_EACH, FEWEST_EACH = 100, 5
EXHAUSTED: Final = (
    "The author is exhausted: most of the latest attempts repeated what is known. More attempts of the same "
    "kind would not help. What would open new ground: a wider task language (kinds, relations, ways of "
    "selecting), a language model as proposer, or a new workspace."
)


@dataclass(frozen=True)
class Advice:
    """A sentence, and the command that follows it; empty if none does."""

    text: str
    command: str = ""


def advice(run: Run, disk_bytes: int) -> tuple[Advice, ...]:
    """Say what to do after a run, the most pressing first.

    Args:
        run: the run.
        disk_bytes: what its folder takes.
    """
    found = [*_go_on(run), *_repair(run), *_use(run)]
    if disk_bytes >= LARGE_BYTES and not run.is_walking:
        text = f"The run's folder takes {disk_bytes / 1e6:.0f} MB; see how much of it can go"
        found.append(Advice(text, f"simwright runs prune {run.name}"))
    return tuple(found)


def _go_on(run: Run) -> Iterator[Advice]:
    if waiting := len(run.waiting):
        tasks = "One task waits" if waiting == 1 else f"{waiting} tasks wait"
        yield Advice(f"{tasks} for a person to say yes or no", f"simwright review {run.name}")
    exhausted = not run.replays and not run.is_walking and is_exhausted(run.entries)
    if exhausted:  # before the advice to go on, which would lead to little
        yield Advice(EXHAUSTED.rstrip("."), "simwright explore --model openai:NAME --hours 8 --patience 200")
    if run.resumable:
        yield Advice("It is not complete; go on with it", f"simwright {run.command} --resume {run.name}")
    if exhausted or run.replays:
        return
    if run.state == "done" and run.command == "explore" and run.kept:
        last = run.entries[-max(1, len(run.entries) // LATEST) :]
        rate = Rate(sum(entry.outcome == "kept" for entry in last), len(last))
        yield Advice(
            f"It still finds something: of its last {rate.of} attempts it kept {rate.count}, {rate.text}. "
            "Give the next run more time",
            "simwright explore --hours 8 --workers auto",
        )


def _repair(run: Run) -> Iterator[Advice]:
    funnel, attempts = statistics(run.entries).funnel, len(run.entries)
    for group in dropped_groups(run.entries):
        if group.fingerprint and group.count >= max(FEW, OFTEN * attempts):
            yield _frequent(run, group)
    if funnel.failed_by_verdict.get("crashed", 0):
        count = funnel.failed_by_verdict["crashed"]
        yield Advice(
            f"The simulator's process was lost in {count} attempts; {run.folder / 'log.txt'} says how"
        )
    if funnel.unanswered:
        text = f"A model gave no usable answer in {funnel.unanswered} attempts; try each with a small call"
        yield Advice(text, "simwright doctor --models")
    if funnel.duplicates > CROWDED * attempts:
        text = f"{funnel.duplicates} attempts repeated what another had landed meanwhile; let fewer run ahead"
        yield Advice(text, f"simwright explore --lookahead {max(1, run.settings.lookahead // 2)}")
    novel = funnel.proposed - funnel.not_novel
    if funnel.rejected > STERN * novel and funnel.rejected >= FEW:
        text = f"The critic rejected {funnel.rejected} of {novel} novel proposals; see a run without it"
        yield Advice(text, f"simwright explore --attempts {attempts} --without critic")


def _frequent(run: Run, group: DroppedGroup) -> Advice:
    example = group.examples[0]
    said = f": {example.reason}" if example.reason else ""
    text = f"{group.count} attempts ended alike, at {group.phase} ({group.verdict}){said}"
    return Advice(text, f"simwright trace {run.name} {example.attempt}")


def _use(run: Run) -> Iterator[Advice]:
    if run.kept and not run.replays:
        text = f"Record demonstrations of the {len(run.kept)} tasks that it kept"
        each = min(MOST_EACH, max(FEWEST_EACH, DEMONSTRATIONS // len(run.kept)))
        yield Advice(text, f"simwright demos {run.name} -n {each} --name {run.name}")
        yield Advice("Then train one policy on all of them", f"simwright train --demos {run.name}")
