"""`simwright play`: watch the oracle, or a policy, at work."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape

from memory.workspace import Workspace
from policy.demos.seeds import FIRST_TEST_SEED
from sim.domain import PLAIN, Domain, domain_named
from sim.errors import UsageError
from sim.film import Suffix
from sim.processes import ChildDied, ChildTimeout
from sim.report import Motion, Report
from sim.spec import SceneSpec
from sim.verify import Verifier
from simwright.commands.options import (
    DomainOption,
    JsonOption,
    MotionOption,
    SandboxOption,
    WorkspaceOption,
    new_app,
)
from simwright.console import note, out, write_json
from simwright.files import write_whole
from simwright.lookup import find_program
from simwright.settings import load_settings

if TYPE_CHECKING:
    from eval.evaluate import Look

app = new_app()

SUFFIXES: Final[dict[str, Suffix]] = {".gif": ".gif", ".webp": ".webp", ".mp4": ".mp4", ".html": ".webp"}
SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY")  # one of them is set where there is a screen


@dataclass(frozen=True)
class _Played:
    """How an episode ended, its film, none if the task does not build, and where a policy looked."""

    success: bool
    actions: int
    reason: str
    film: bytes | None
    looks: tuple[Look, ...] = ()


Words = Annotated[
    list[str],
    typer.Argument(
        metavar="[POLICY] TASK",
        help="A trained policy, or none for the oracle; a base task, one of the library, or a .py file.",
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="FILE.gif, .webp, .mp4 or .html; else a window opens."),
]
Seed = Annotated[
    int | None, typer.Option(min=0, help="Which scene.", show_default="0; of a policy 10001, a test")
]


@app.command()
def play(  # noqa: PLR0913 - the parameters of a command are its flags
    words: Words,
    out_file: OutFile = None,
    seed: Seed = None,
    motion: MotionOption = "fast",
    domain: DomainOption = "plain",
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Draw the oracle, or a policy, at work on a task, as an animated picture.

    Of a policy, the film shows below the scene where it would pick and where
    it would place, as heat over the map that it saw. A GIF or WebP shows on
    any page; an MP4 (H.264) plays and seeks; an HTML file is one page with the
    film and each of those heat maps by itself. Exit code 1 when the task cannot
    be built or is not solved in this scene.

    [bold]Examples[/bold]
      simwright play put-block-in-bowl --out bowls.gif
      simwright play stack-block-pyramid --seed 7 --out pyramid.mp4
      simwright play packing-boxes --motion arm --out arm.gif
      simwright play bowls put-block-in-bowl --domain shifted --out looks.html
    """
    who = _who(words, motion, domain_named(domain))
    target = out_file or _on_screen()
    suffix = _suffix(target)
    settings = load_settings(workspace=workspace, sandbox=sandbox)
    place = Workspace(settings.workspace)
    source = find_program(words[-1], place).source
    verifier = Verifier(workers=1, strict=settings.sandbox == "strict", motion=motion)
    if who is None:
        played = asyncio.run(_oracle(verifier, source, seed or 0, suffix))
    else:
        view = _View(place.policies / who, domain_named(domain), suffix)
        played = _policy(view, verifier, source, FIRST_TEST_SEED if seed is None else seed)
    if played.film is None:
        note(f"[red]no film[/red]: {escape(played.reason)}")
        raise typer.Exit(1)
    write_whole(target, _content(target, words, played, played.film))
    if out_file is None:
        typer.launch(str(target))
    _tell(target, played, json=json)


@dataclass(frozen=True)
class _View:
    """Who is filmed, in which world, and as what."""

    policy: Path
    domain: Domain
    suffix: Suffix


def _who(words: list[str], motion: Motion, domain: Domain) -> str | None:
    """Return the name of the policy that plays; None for the oracle.

    Raises:
        UsageError: if the words, or what was asked of whoever plays, do not fit together.
    """
    if len(words) not in (1, 2):
        raise UsageError(f"{' '.join(words)}: give a task, or a policy and a task.")
    if len(words) == 1 and domain != PLAIN:
        raise UsageError(f"--domain {domain.name}: the oracle looks at nothing; name a policy before it.")
    if len(words) == 2 and motion != "fast":
        raise UsageError(f"--motion {motion}: a policy acts with the fast motion only.")
    return words[0] if len(words) == 2 else None


def _on_screen() -> Path:
    """Return where to write a film that the viewer of this machine is going to show.

    Raises:
        UsageError: if there is no screen.
    """
    if sys.platform == "linux" and not any(os.environ.get(name) for name in SCREENS):
        raise UsageError("there is no screen here to open a window on; write a film with --out FILE.gif")
    return Path(tempfile.mkdtemp(prefix="simwright-")) / "film.mp4"


def _suffix(out_file: Path) -> Suffix:
    if not out_file.parent.is_dir():
        raise UsageError(f"--out {out_file}: the folder {out_file.parent} is not there. Make it first.")
    try:
        return SUFFIXES[out_file.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"--out {out_file} ends in {out_file.suffix!r}; the pictures are: {', '.join(SUFFIXES)}"
        ) from None


def _content(target: Path, words: list[str], played: _Played, film: bytes) -> bytes:
    """Return what is written: the film, or a page round it."""
    if target.suffix.lower() != ".html":
        return film
    from simwright.watching import WatchedPage  # noqa: PLC0415 - templates, which films do without

    return WatchedPage.of(words, played.reason, film, played.looks).html.encode()


def _policy(view: _View, verifier: Verifier, source: str, seed: int) -> _Played:
    """Build one scene and let a policy play it."""
    from eval.evaluate import watch  # noqa: PLC0415 - torch, which the oracle does without
    from memory.minilm import MiniLM  # noqa: PLC0415 - reads for policies only
    from policy.checkpoint import load_policy  # noqa: PLC0415 - torch, too

    policy = load_policy(view.policy, MiniLM())
    scene = asyncio.run(_scene(verifier, source, seed))
    if isinstance(scene, Report):
        return _Played(False, 0, scene.reason, None)
    seen = watch(policy, scene, view.suffix, view.domain)
    rollout = seen.rollout
    return _Played(rollout.success, rollout.actions, rollout.reason, seen.film, seen.looks)


async def _scene(verifier: Verifier, source: str, seed: int) -> SceneSpec | Report:
    async with verifier:
        return await verifier.scene(source, seed)


async def _oracle(verifier: Verifier, source: str, seed: int, suffix: Suffix) -> _Played:
    """Verify one seed for its scene, then film that scene; no film of what cannot be built."""
    async with verifier:
        report = await verifier.verify(source, episodes=1, first_seed=seed)
        success = any(episode.success for episode in report.episodes)
        actions = sum(episode.actions for episode in report.episodes)
        said = f"{report.verdict} in phase {report.phase}: {report.reason}"
        if report.scene is None:
            return _Played(False, 0, said, None)
        try:
            film = await verifier.film(report.scene, suffix)
        except (ChildDied, ChildTimeout) as lost:
            return _Played(False, 0, f"the simulator's process was lost while it drew: {lost}", None)
        return _Played(success, actions, report.reason, film)


def _tell(file: Path, played: _Played, *, json: bool) -> None:
    if json:
        write_json({"file": str(file), "success": played.success, "actions": played.actions})
    else:
        outcome = (
            "[green]success[/green]" if played.success else f"[red]failure[/red]: {escape(played.reason)}"
        )
        out().print(f"{escape(str(file))}  {outcome} after {played.actions} actions", soft_wrap=True)
    if not played.success:
        raise typer.Exit(1)
