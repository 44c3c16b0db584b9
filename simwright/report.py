"""Make the report of a run from its files alone, so that it can be made again for an old or a killed run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from eval.diversity import Moment
from graphs.costs import Spending
from graphs.disk import used_bytes
from graphs.ledger import Entry
from graphs.statistics import Funnel, statistics
from graphs.times import elapsed_s
from memory.library import PROGRAM_FILE, Library
from memory.reading import Reader
from memory.workspace import Workspace
from sim.errors import UsageError
from sim.sandbox.layers import LAYERS, Layer
from sim.spec import Data
from simwright import pages
from simwright.advice import advice
from simwright.costs import cost_rows, cost_text
from simwright.diversity import moments_of
from simwright.dropped import dropped_groups
from simwright.files import write_whole
from simwright.films import draw_films, film_of
from simwright.highlights import Highlight, best, oddest
from simwright.plot import Band, Line
from simwright.progress import duration
from simwright.rates import RULES, Rate, over_time, pace
from simwright.runs import Run
from simwright.wording import success_text

IN_FULL: Final = 300  # kept tasks that are whole within the page; 1,000 would make it slow to open
BESIDE: Final = (
    f"The pictures and programs of the first {IN_FULL} tasks are within this page; those of the others are "
    "read from the library, so leave the page where it is to see them."
)
LONG_S: Final = 7200  # from here on, time is told in hours
GROUPS: Final = 20  # kinds of faults that are shown; the rest is counted


SANDBOX_FILE: Final = "sandbox.json"  # in a run's folder: the layers that were in force


class InForce(Data):
    """What `SANDBOX_FILE` holds."""

    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Written:
    """Where a report lies."""

    markdown: Path
    html: Path


def write_report(workspace: Workspace, run: Run, *, films: bool = False) -> Written:
    """Write `report.md` and `report.html` into the run's folder, each whole or not at all.

    With `films`, those of its best and oddest tasks are drawn first, where they are missing: a few seconds.
    """
    if films:
        best, odd = highlights_of(workspace, run)
        draw_films(workspace, run, dict.fromkeys(one.name for one in (*best, *odd)))
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
    spending = run.spending
    kept, groups = tuple(_kept(workspace, run, spending)), dropped_groups(run.entries)
    disk = used_bytes(run.folder)
    best, odd = highlights_of(workspace, run)
    return pages.RunReport(
        facts=pages.Facts(run.name, tuple(_facts(run, spending, disk))),
        headline=_headline(run),
        next=tuple(pages.Hint(one.text, one.command) for one in advice(run, disk)),
        best=tuple(_shown(run, kept, best)),
        oddest=tuple(_shown(run, kept, odd)),
        rates=tuple(_rates(run)),
        diversity=tuple(_diversity(workspace, run)),
        funnel=_stages(numbers.attempts, numbers.funnel),
        kept=kept,
        note=BESIDE if len(run.kept) > IN_FULL else "",
        dropped=groups[:GROUPS],
        more_dropped=_more(groups[GROUPS:]),
        edges=tuple(_edges(numbers.edges)),
        costs=tuple(cost_rows(spending)),
    )


def highlights_of(workspace: Workspace, run: Run) -> tuple[tuple[Highlight, ...], tuple[Highlight, ...]]:
    """Choose a run's best tasks, and its oddest ones; what was removed from the library is not among them."""
    library, records = Library(workspace.library), []
    for entry in run.kept:
        try:
            records.append(library.task(entry.name).record)
        except UsageError:  # removed since, or damaged: the report says so where the task stands
            continue
    if not records:
        return (), ()
    return best(records), oddest([record.name for record in records], Reader(workspace).placed())


def _shown(run: Run, kept: Sequence[pages.KeptTask], chosen: Iterable[Highlight]) -> Iterable[pages.Shown]:
    tasks = {task.name: task for task in kept}
    for one in chosen:
        film = film_of(run, one.name)
        moving = pages.data_address(film.read_bytes(), film.suffix) if film else ""
        yield pages.Shown(tasks[one.name], one.why, moving)


def _rates(run: Run) -> Iterable[Band | Line]:
    for name in ("kept", "solved", "new"):
        rule = RULES[name]
        moments = [moment for moment in over_time(rule, run.entries) if moment.rate.of]
        points = [(float(m.attempts), m.rate.interval[0], m.rate.share, m.rate.interval[1]) for m in moments]
        if points:
            yield Band(f"{name}, of {rule.of}, in each tenth of the run (area: 95 % interval)", tuple(points))
    if speed := pace(elapsed_s(run.folder / "times.jsonl")):
        unit, name = (3600, "hours") if speed[-1][0] > LONG_S else (60, "minutes")
        yield Line("attempts a minute", tuple((when / unit, rate) for when, rate in speed), name)


def _more(groups: Sequence[pages.DroppedGroup]) -> str:
    if not groups:
        return ""
    return f"{len(groups)} more kinds of reasons, of {sum(group.count for group in groups)} attempts in all."


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
    """Show a task: in full, or with what a page in the folder `page` reads from the library."""
    try:
        task = library.task(entry.name)
    except UsageError:  # removed from the library since; the ledger still knows what it was
        gone = "no longer in the library"
        return pages.KeptTask(
            entry.name, entry.description, (), entry.signature, gone, str(entry.attempt), (), (), "", ""
        )
    record, preview = task.record, library.preview(entry.name)
    program = library.tasks_folder / entry.name / PROGRAM_FILE
    return pages.KeptTask(
        name=record.name,
        description=record.description,
        instructions=record.instructions,
        signature=record.signature,
        success=success_text(record.report),
        attempt=str(entry.attempt),
        parents=record.parents,
        flags=record.report.flags,
        program=task.program if page is None else "",
        picture=_picture(preview, page) if preview else "",
        program_at="" if page is None else _address(program, page),
    )


def _picture(preview: Path, page: Path | None) -> str:
    if page is None:
        return pages.data_address(preview.read_bytes(), preview.suffix)
    return _address(preview, page)


def _address(file: Path, page: Path) -> str:
    """Return where a file is as seen from a page in the folder `page`."""
    return Path(os.path.relpath(file, page)).as_posix()


def _edges(counts: dict[str, int]) -> Iterable[pages.Edge]:
    for edge, count in counts.items():
        source, _, target = edge.partition(" -> ")
        yield pages.Edge(source, target, count)


def _facts(run: Run, spending: Spending, disk_bytes: int) -> Iterable[tuple[str, str]]:
    yield "agents", run.team
    yield "began", f"{run.began:%Y-%m-%d %H:%M}"
    yield "state", run.state
    if run.replays:
        yield "replays", run.replays
    if run.waiting:
        yield "waiting for a person", f"{len(run.waiting)}: simwright review {run.name}"
    yield "seed", str(run.settings.seed)
    yield "attempts", str(len(run.entries))
    yield "kept", Rate(len(run.kept), len(run.entries)).text
    if run.settings.about:
        yield "about", run.settings.about
    if run.settings.without:
        yield "without", ", ".join(run.settings.without)
    yield "in flight", f"{run.settings.workers} (lookahead {run.settings.lookahead})"
    if sandbox := _sandbox(run):
        yield "sandbox", sandbox
    if spending.costs is not None:
        yield "spent on models", cost_text(spending.costs.total)
    yield "on disk", f"{disk_bytes / 1e6:.1f} MB"
    if run.sessions.count > 1:
        yield "sessions", f"{run.sessions.count}, {run.sessions.killed} of them killed"
    if run.summary is not None:
        yield "took", duration(run.summary.seconds)
        yield "overhead", f"{run.summary.overhead_ms_per_attempt:.0f} ms an attempt"
