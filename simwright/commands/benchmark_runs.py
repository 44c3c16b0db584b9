"""`simwright benchmark workers` and `simwright benchmark soak`: measure whole runs."""

from __future__ import annotations

import asyncio
import json as text
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import psutil
import typer

from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.commands.options import JsonOption, WorkspaceOption
from simwright.console import Json, note, write_json, write_table
from simwright.settings import load_settings
from simwright.soak import Sample, Verdict, read_looks, samples, verdicts
from simwright.throughput import WANTED, Throughput, paces
from simwright.trials import seed, walk_with_author

FEWEST_LOOKS = 40


def workers(
    attempts: Annotated[int, typer.Option(min=1, help="Attempts of each run.")] = 40,
    count: Annotated[int, typer.Option("--workers", min=2, help="Beside one worker.")] = 2,
    turns: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 2,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Measure how much quicker a run is with more workers.

    The built-in author walks the same attempts with one worker and with
    several, in turns, in copies of a new workspace. The library has to be the
    same, byte for byte. Measure on an idle machine. Exit code 1 when two
    workers are not 1.7 times as quick as one, or the libraries differ.

    [bold]Examples[/bold]
      simwright benchmark workers
      simwright benchmark workers --attempts 100 --workers 2 --turns 3 --json
    """
    settings = load_settings(workspace=workspace).explore.of(attempts).model_copy(update={"max_gb": None})
    found = []
    with tempfile.TemporaryDirectory() as folder:
        place = Workspace(Path(folder))
        asyncio.run(seed(settings, place))
        for pace in paces(walk_with_author, settings, place, count, turns):
            found.append(pace)
            note(f"{pace.workers} workers: {pace.a_minute:.1f} attempts a minute")
    measured = Throughput.of(count, found)
    if json:
        write_json(measured.model_dump(mode="json"))
    else:
        _show(measured)
    if not measured.same or (count == 2 and measured.ratio < WANTED):
        raise typer.Exit(1)


def _show(measured: Throughput) -> None:
    write_table(
        ["workers>", "attempts a minute>", "parent, s>", "children, s>", "library"],
        ((p.workers, f"{p.a_minute:.1f}", p.parent_s, p.children_s, p.library) for p in measured.paces),
    )
    note(f"{measured.workers} workers: {measured.ratio:.2f} times the throughput of one (wanted: {WANTED})")
    note(f"the parent's own work, done in turns, allows {measured.bound:.1f} times at most")


def soak(
    hours: Annotated[float, typer.Option(help="How long.")] = 2.0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where every look is written, as JSON lines.")
    ] = None,
    judge: Annotated[
        Path | None,
        typer.Option("--judge", metavar="FILE", help="Judge what --out has written, and walk nothing."),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Walk a long run in a process of its own, and see whether anything grows that should not.

    Memory, files and threads, the checkpoint file, throughput by quarters, kept
    tasks and coverage. The workspace should be new; without --workspace it is a
    temporary one. Exit code 1 when something does not hold.

    [bold]Examples[/bold]
      simwright benchmark soak --hours 2 --out soak.jsonl
      simwright benchmark soak --judge soak.jsonl --json
    """
    seen = _looks(workspace, hours, out) if judge is None else read_looks(judge)
    try:
        judged = verdicts(seen)
    except ValueError as few:
        raise UsageError(str(few)) from few
    if json:
        rows: list[Json] = [verdict.model_dump(mode="json") for verdict in judged]
        lasted = round(seen[-1].seconds / 3600, 2)
        write_json({"hours": lasted, "looks": len(seen), "attempts": seen[-1].attempts, "verdicts": rows})
    else:
        _show_verdicts(judged, seen)
    if not all(verdict.holds for verdict in judged):
        raise typer.Exit(1)


def _looks(workspace: Path | None, hours: float, out: Path | None) -> list[Sample]:
    if hours <= 0:
        raise UsageError(f"--hours is {hours}; a soak takes some time, such as 0.1 or 2")
    with _place(workspace) as place:
        return _soaked(place, hours, out)


@contextmanager
def _place(workspace: Path | None) -> Iterator[Path]:
    if workspace is not None:
        if (workspace / "runs").exists():
            raise UsageError(f"{workspace} has runs already; a soak begins in a new workspace")
        yield workspace
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "workspace"


def _soaked(place: Path, hours: float, out: Path | None) -> list[Sample]:
    """Walk the run, and look at it until it ends."""
    command = [sys.executable, "-m", "simwright", "explore", "--hours", str(hours), "--workspace", str(place)]
    seen: list[Sample] = []
    with tempfile.TemporaryFile("w+") as said:
        with subprocess.Popen([*command, "--json"], stdout=subprocess.DEVNULL, stderr=said) as child:
            every_s = min(30.0, 3600 * hours / FEWEST_LOOKS)
            try:
                for sample in samples(psutil.Process(child.pid), place / "runs" / "run-0001", every_s):
                    seen.append(sample)
                    _write(sample, out)
                child.wait()
            except BaseException:
                child.terminate()
                raise
        said.seek(0)
        if child.returncode != 0:
            raise UsageError(f"the run ended with {child.returncode}: {said.read()[-1000:]}")
    return seen


def _write(sample: Sample, out: Path | None) -> None:
    if out is not None:
        with out.open("a", encoding="utf-8") as file:
            file.write(text.dumps(sample.model_dump(mode="json")) + "\n")
    note(
        f"{sample.seconds / 60:.1f} min: {sample.attempts} attempts, {sample.kept} kept, "
        f"{sample.rss_mb:.0f} + {sample.children_mb:.0f} MB, {sample.files} files, {sample.threads} threads"
    )


def _show_verdicts(judged: tuple[Verdict, ...], seen: list[Sample]) -> None:
    write_table(
        ["what", "early>", "late>", "target", "holds"],
        ((v.what, f"{v.early:g}", f"{v.late:g}", v.target, "yes" if v.holds else "NO") for v in judged),
        title=f"{seen[-1].attempts} attempts in {seen[-1].seconds / 3600:.2f} hours",
    )
