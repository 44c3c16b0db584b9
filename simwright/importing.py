"""Runs an import and tells what became of it; the commands are in `simwright.commands.memory_import`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from graphs.importing import Candidate, Importer, ImportSettings, Outcome, Show, What, candidates_of
from memory.gensim import PROGRAM_BYTES, Fault, kebab, read_gensim
from memory.library import FORMAT_FILE, Library
from memory.memory import Memory
from memory.plain import Refused, read_text
from memory.workspace import Workspace
from sim.errors import ProgramError, UsageError
from sim.processes import cores
from sim.program import parse_program
from sim.verify import Verifier
from simwright.console import Json, err, note, out, write_json, write_table
from simwright.settings import Settings
from simwright.stopping import stopped_by_signals

STOPPING: Final = "programs that are being verified come to their end and are kept"
KINDS: Final[tuple[What, ...]] = ("rewritten", "as it is", "known", "refused")


def read_folder(folder: Path) -> tuple[list[Candidate], tuple[Fault, ...]]:
    """Read a library of ours, if the folder is one, or one of GenSim's.

    Raises:
        UsageError: if it is neither.
    """
    for place in (folder / "library", folder):  # a workspace has a format of its own beside its library
        if (place / FORMAT_FILE).is_file():
            return candidates_of(Library(place)), ()
    found = read_gensim(folder)
    entries = [Candidate(e.name, e.description, e.source, e.file, "gensim") for e in found.entries]
    return entries, found.faults


def candidate_of(file: Path, name: str, description: str) -> Candidate:
    """Read one program.

    Raises:
        UsageError: if there is no such file, or the name is none.
    """
    try:
        source = read_text(file, PROGRAM_BYTES)
    except Refused as reason:
        raise UsageError(f"{file} {reason}") from reason
    if name and not kebab(name):
        raise UsageError(f"--name {name!r}: a name has letters or digits")
    called = kebab(name) or _called(source) or kebab(file.stem) or "task"
    return Candidate(called, " ".join(description.split()), source, file.name, "file")


def _called(source: str) -> str:
    """Return the name that a program gives itself; empty if it cannot be read, which verification tells."""
    try:
        return parse_program(source).task_name
    except ProgramError:
        return ""


def bring_in(
    settings: Settings, candidates: Sequence[Candidate], *, workers: int | None, again: bool, command: str
) -> list[Outcome]:
    """Bring candidates into the workspace's library; show how far it is.

    Raises:
        UsageError: if somebody else writes there, or the sandbox lacks what was demanded.
    """
    how = ImportSettings(settings.verify.seeds, again, workers or cores())
    return asyncio.run(_bring_in(settings, candidates, how, f"simwright memory {command}"))


async def _bring_in(
    settings: Settings, candidates: Sequence[Candidate], how: ImportSettings, purpose: str
) -> list[Outcome]:
    stop = asyncio.Event()
    with Memory.open(Workspace(settings.workspace), purpose=purpose) as memory:
        async with Verifier(how.workers, strict=settings.sandbox == "strict") as verifier:
            with stopped_by_signals(stop, STOPPING), _shown(len(candidates)) as show:
                return await Importer(memory, verifier, how).bring_in(candidates, stop, show)


@contextmanager
def _shown(total: int) -> Iterator[Show]:
    """Show each outcome: a line, and in a terminal a bar below."""
    console = err()
    with Progress(
        SpinnerColumn(), BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("programs"),
        console=console, transient=True, disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=total)

        def show(outcome: Outcome) -> None:
            bar.advance(task)
            mark = "[green]+[/green]" if outcome.kept else "[dim]-[/dim]"
            reason = f": {escape(outcome.reason)}" if outcome.reason and not outcome.kept else ""
            console.print(f"{mark} {outcome.outcome}  {escape(outcome.name or outcome.file)}{reason}")

        yield show


def tell(outcomes: Sequence[Outcome], faults: Sequence[Fault], total: int, *, json: bool) -> bool:
    """Tell what became of an import of `total` programs, and return whether nothing was refused."""
    if json:
        _tell_data(outcomes, faults)
    else:
        _tell_person(outcomes, faults)
    if len(outcomes) < total:
        note(f"stopped after {len(outcomes)} of {total} programs; the same command again goes on")
    return len(outcomes) == total and not faults and all(o.outcome != "refused" for o in outcomes)


def _tell_data(outcomes: Sequence[Outcome], faults: Sequence[Fault]) -> None:
    came: list[Json] = [outcome.model_dump(mode="json") for outcome in outcomes]
    wrong: list[Json] = [{"file": one.file, "entry": one.entry, "reason": one.reason} for one in faults]
    write_json({"outcomes": came, "faults": wrong, "kept": sum(outcome.kept for outcome in outcomes)})


def _tell_person(outcomes: Sequence[Outcome], faults: Sequence[Fault]) -> None:
    write_table(
        ["name", "came in", "verdict", "GenSim", "why", "what GenSim let pass"],
        ((o.name, _came(o), o.verdict, o.gensim, o.reason, "; ".join(o.leniencies)) for o in outcomes),
    )
    for fault in faults:
        where = " ".join(part for part in (fault.file, repr(fault.entry) if fault.entry else "") if part)
        note(f"[yellow]not read[/yellow] {escape(where)}: {escape(fault.reason)}")
    counts = {what: sum(o.outcome == what for o in outcomes) for what in KINDS}
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    out().print(f"\n{told or 'nothing'}" + (f", {len(faults)} not read" if faults else ""))


def _came(outcome: Outcome) -> str:
    return "no" if outcome.outcome == "refused" else outcome.outcome
