"""Make the report of a run from its files alone, so that it can be made again for an old or a killed run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final

from eval.diversity import Moment
from graphs.costs import Spending, spending_of
from graphs.ledger import Entry, Gate
from graphs.statistics import Funnel, is_exhausted, statistics
from memory.library import Library
from memory.workspace import Workspace
from sim.errors import UsageError
from sim.sandbox.layers import LAYERS, Layer
from sim.spec import Data
from simwright import pages
from simwright.costs import cost_rows, cost_text
from simwright.diversity import moments_of
from simwright.files import write_whole
from simwright.plot import Line
from simwright.progress import duration
from simwright.runs import Run
from simwright.wording import success_text

EXAMPLES: Final = 3  # of each group of dropped attempts

IN_FULL: Final = 300  # kept tasks whose pictures are within the page; 1,000 would make it slow to open
BESIDE: Final = (
    f"The pictures of the first {IN_FULL} tasks are within this page; those of the others are read from the "
    "library, so leave the page where it is to see them."
)

# What a person reads for each gate; verification speaks for itself by phase and verdict.
GATES: Final[dict[Gate, str]] = {
    "novelty": "the library holds it already",
    "critique": "rejected by the critic",
    "reflection": "voted down",
    "review": "a person turned it down",
    "commit": "another attempt landed it first",
    "error": "something broke; see the trace",
}


SANDBOX_FILE: Final = "sandbox.json"  # in a run's folder: the layers that were in force
EXHAUSTED: Final = (
    "The author is exhausted: most of the latest attempts repeated what is known. More attempts of the same "
    "kind would not help. What would open new ground: a wider task language (kinds, relations, ways of "
    "selecting), a language model as proposer, or a new workspace."
)


class InForce(Data):
    """What `SANDBOX_FILE` holds."""

    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Written:
    """Where a report lies."""

    markdown: Path
    html: Path


def write_report(workspace: Workspace, run: Run) -> Written:
    """Write `report.md` and `report.html` into the run's folder, each whole or not at all."""
    report = report_of(workspace, run)
    written = Written(run.folder / "report.md", run.folder / "report.html")
    write_whole(written.markdown, pages.as_markdown(report).encode())
    write_whole(written.html, pages.as_html(report).encode())
    return written


def note_layers(run: Run, layers: Iterable[Layer]) -> None:
    """Keep beside a run which layers of the sandbox were in force, for its report."""
    write_whole(run.folder / SANDBOX_FILE, InForce(layers=tuple(layers)).model_dump_json().encode())


def _sandbox(run: Run) -> str:
    """Say what was round the programs of a run; nothing if it ended before that was written down."""
    file = run.folder / SANDBOX_FILE
    if not file.is_file():
        return ""
    in_force = InForce.model_validate_json(file.read_bytes()).layers
    missing = [layer for layer in LAYERS if layer not in in_force]
    return f"without {', '.join(missing)}" if missing else f"all {len(LAYERS)} layers in force"


def report_of(workspace: Workspace, run: Run) -> pages.RunReport:
    """Gather everything that a report says."""
    numbers = statistics(run.entries, run.settings.without)
    spending = spending_of(run.folder, run.team, run.entries)
    return pages.RunReport(
        facts=pages.Facts(run.name, tuple(_facts(run, spending))),
        headline=_headline(run),
        warning=EXHAUSTED if is_exhausted(run.entries) else "",
        diversity=tuple(_diversity(workspace, run)),
        funnel=_stages(numbers.attempts, numbers.funnel),
        kept=tuple(_kept(workspace, run, spending)),
        note=BESIDE if len(run.kept) > IN_FULL else "",
        dropped=dropped_groups(run.entries),
        edges=tuple(_edges(numbers.edges)),
        costs=tuple(cost_rows(spending)),
    )


def _diversity(workspace: Workspace, run: Run) -> Iterable[Line]:
    moments = moments_of(workspace, run.entries)
    quantities: dict[str, Callable[[Moment], float]] = {
        "tasks kept": lambda moment: moment.kept,
        "signatures in the library": lambda moment: moment.cells,
        "GenSim's score: share of kinds that two tasks do not have in common": lambda m: m.gensim_score,
        "distance of the texts": lambda moment: moment.embedding,
    }
    for name, value in quantities.items() if moments else ():
        yield Line(name, ((0.0, 0.0), *((float(moment.attempts), value(moment)) for moment in moments)))


def _headline(run: Run) -> str:
    return f"Kept {len(run.kept)} of {len(run.entries)} attempts. {run.ending}"


def _stages(attempts: int, funnel: Funnel) -> tuple[pages.Stage, ...]:
    novel = funnel.proposed - funnel.not_novel
    accepted = novel - funnel.rejected
    solved = accepted - funnel.failed_verification
    return pages.shares(
        [
            ("attempts", attempts),
            ("proposed", funnel.proposed),
            ("not in the library yet", novel),
            ("accepted by the critic", accepted),
            ("solved by the oracle", solved),
            ("kept by the vote", solved - funnel.voted_down),
            ("in the library", funnel.kept),
        ]
    )


def _kept(workspace: Workspace, run: Run, spending: Spending) -> Iterable[pages.KeptTask]:
    library = Library(workspace.library)
    costs = {cost.attempt: cost_text(cost) for cost in spending.costs.attempts} if spending.costs else {}
    for number, entry in enumerate(run.kept):
        task = _kept_task(library, entry, page=None if number < IN_FULL else run.folder)
        yield replace(task, cost=costs.get(entry.attempt, ""))


def _kept_task(library: Library, entry: Entry, *, page: Path | None) -> pages.KeptTask:
    """Show a task: in full, or with a picture that a page in the folder `page` reads from the library."""
    try:
        task = library.task(entry.name)
    except UsageError:  # removed from the library since; the ledger still knows what it was
        gone = "no longer in the library"
        return pages.KeptTask(
            entry.name, entry.description, (), entry.signature, gone, str(entry.attempt), (), (), "", ""
        )
    record, preview = task.record, library.preview(entry.name)
    return pages.KeptTask(
        name=record.name,
        description=record.description,
        instructions=record.instructions,
        signature=record.signature,
        success=success_text(record.report),
        attempt=str(entry.attempt),
        parents=record.parents,
        flags=record.report.flags,
        program=task.program,
        picture=_picture(preview, page) if preview else "",
        in_full=page is None,
    )


def _picture(preview: Path, page: Path | None) -> str:
    if page is None:
        return pages.data_address(preview.read_bytes(), preview.suffix)
    return Path(os.path.relpath(preview, page)).as_posix()


def dropped_groups(entries: Iterable[Entry]) -> tuple[pages.DroppedGroup, ...]:
    """Group what was turned away, the commonest reason first."""
    turned_away = sorted((entry for entry in entries if entry.outcome in ("dropped", "failed")), key=_reason)
    groups = [(reason, list(members)) for reason, members in groupby(turned_away, key=_reason)]
    groups.sort(key=lambda group: -len(group[1]))
    return tuple(
        pages.DroppedGroup(phase, verdict, len(members), tuple(map(_example, members[:EXAMPLES])))
        for (phase, verdict), members in groups
    )


def _example(entry: Entry) -> pages.Example:
    return pages.Example(entry.name or f"attempt {entry.attempt}", entry.reason)


def _reason(entry: Entry) -> tuple[str, str]:
    if entry.gate == "verification":
        return f"verification, {entry.phase}", entry.verdict
    return entry.gate or entry.outcome, GATES.get(entry.gate, "")


def _edges(counts: dict[str, int]) -> Iterable[pages.Edge]:
    for edge, count in counts.items():
        source, _, target = edge.partition(" -> ")
        yield pages.Edge(source, target, count)


def _facts(run: Run, spending: Spending) -> Iterable[tuple[str, str]]:
    yield "agents", run.team
    yield "began", f"{run.began:%Y-%m-%d %H:%M}"
    yield "state", run.state
    if run.replays:
        yield "replays", run.replays
    if run.waiting:
        yield "waiting for a person", f"{len(run.waiting)}: simwright review {run.name}"
    yield "seed", str(run.settings.seed)
    yield "attempts", str(len(run.entries))
    if run.settings.about:
        yield "about", run.settings.about
    if run.settings.without:
        yield "without", ", ".join(run.settings.without)
    yield "in flight", f"{run.settings.workers} (lookahead {run.settings.lookahead})"
    if sandbox := _sandbox(run):
        yield "sandbox", sandbox
    if spending.costs is not None:
        yield "spent on models", cost_text(spending.costs.total)
    if run.summary is not None:
        yield "took", duration(run.summary.seconds)
        yield "overhead", f"{run.summary.overhead_ms_per_attempt:.0f} ms an attempt"
