"""`simwright play`: watch the oracle at work."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import typer
from rich.markup import escape

from memory.workspace import Workspace
from sim.errors import UsageError
from sim.processes import ChildDied, ChildTimeout
from sim.report import Report
from sim.verify import Verifier
from simwright.commands.options import JsonOption, MotionOption, SandboxOption, WorkspaceOption, new_app
from simwright.console import note, out, write_json
from simwright.files import write_whole
from simwright.lookup import find_program
from simwright.settings import load_settings

app = new_app()

Suffix = Literal[".gif", ".webp", ".mp4"]
SUFFIXES: Final[tuple[Suffix, ...]] = get_args(Suffix)


@app.command()
def play(  # noqa: PLR0913 - the parameters of a command are its flags
    task: Annotated[
        str, typer.Argument(metavar="TASK", help="A base task, a task of the library, or a .py file.")
    ],
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write: FILE.gif, .webp or .mp4.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Which scene of the task.")] = 0,
    motion: MotionOption = "fast",
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Draw the oracle at work on a task, as an animated picture.

    A GIF or WebP shows on any page; an MP4 (H.264) plays and seeks.
    Exit code 1 when the task cannot be built or the oracle does not solve this scene.

    [bold]Examples[/bold]
      simwright play put-block-in-bowl --out bowls.gif
      simwright play stack-block-pyramid --seed 7 --out pyramid.mp4
      simwright play packing-boxes --motion arm --out arm.gif
    """
    suffix = _suffix(out_file)
    settings = load_settings(workspace=workspace, sandbox=sandbox)
    found = find_program(task, Workspace(settings.workspace))
    verifier = Verifier(workers=1, strict=settings.sandbox == "strict", motion=motion)
    report, picture = asyncio.run(_film(verifier, found.source, seed, suffix))
    if picture is None or out_file is None:
        note(f"[red]{report.verdict}[/red] in phase {report.phase}: {escape(report.reason)}")
        raise typer.Exit(1)
    write_whole(out_file, picture)
    _tell(out_file, report, json=json)


def _suffix(out_file: Path | None) -> Suffix:
    if out_file is None:
        raise UsageError("no window yet, it comes with a later version; write a picture with --out FILE.gif")
    if not out_file.parent.is_dir():
        raise UsageError(f"--out {out_file}: the folder {out_file.parent} is not there. Make it first.")
    for suffix in SUFFIXES:
        if out_file.suffix.lower() == suffix:
            return suffix
    raise UsageError(f"--out {out_file} ends in {out_file.suffix!r}; the pictures are: {', '.join(SUFFIXES)}")


async def _film(verifier: Verifier, source: str, seed: int, suffix: Suffix) -> tuple[Report, bytes | None]:
    """Verify one seed for its scene, then film that scene; no film of what cannot be built."""
    async with verifier:
        report = await verifier.verify(source, episodes=1, first_seed=seed)
        if report.scene is None:
            return report, None
        try:
            return report, await verifier.film(report.scene, suffix)
        except (ChildDied, ChildTimeout) as lost:
            reason = f"the simulator's process was lost while it drew: {lost}"
            return report.model_copy(update={"verdict": "crashed", "reason": reason}), None


def _tell(out_file: Path, report: Report, *, json: bool) -> None:
    success = any(episode.success for episode in report.episodes)
    actions = sum(episode.actions for episode in report.episodes)
    if json:
        write_json({"file": str(out_file), "success": success, "actions": actions})
    else:
        outcome = "[green]success[/green]" if success else f"[red]failure[/red]: {escape(report.reason)}"
        out().print(f"{escape(str(out_file))}  {outcome} after {actions} actions", soft_wrap=True)
    if not success:
        raise typer.Exit(1)
