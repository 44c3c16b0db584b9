"""`simwright verify`: can a task be done, and if not, why not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from memory.workspace import Workspace
from sim.cliport.verdict import GenSimVerdict
from sim.report import EpisodeResult, Report
from sim.sandbox.layers import Layer
from sim.verify import ARM_EPISODES, Verifier
from simwright.commands.options import (
    JsonOption,
    MotionOption,
    ProgramArgument,
    SandboxOption,
    WorkspaceOption,
    new_app,
)
from simwright.console import Json, out, write_json, write_table
from simwright.lookup import find_program
from simwright.settings import load_settings
from simwright.wording import success_text

app = new_app()


@app.command()
def verify(  # noqa: PLR0913 - the parameters of a command are its flags
    target: ProgramArgument,
    seeds: Annotated[
        int | None,
        typer.Option(min=1, max=10_000, help="Episodes, each from its own seed. [dim]\\[default: 10][/dim]"),
    ] = None,
    first_seed: Annotated[int, typer.Option(min=0, help="Seed of the first episode.")] = 0,
    motion: MotionOption = "fast",
    arm: Annotated[
        bool, typer.Option("--arm", help=f"Let the arm play all seeds in the end, not {ARM_EPISODES}.")
    ] = False,
    sandbox: SandboxOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Check whether a task can be done, and say why not.

    The program runs in a sandbox; what it does there harms nobody, and
    `layer` says what stopped it. Exit code 0 when it is solved, 1 when not.

    A program that is written for GenSim or CLIPort gets two verdicts: ours, and
    under `gensim` the one that GenSim itself would give.

    [bold]Examples[/bold]
      simwright verify put-block-in-bowl
      simwright verify stack-block-pyramid --first-seed 100 --json
      simwright verify my_task.py --seeds 20 --motion arm
      simwright verify from_a_stranger.py --sandbox strict
    """
    settings = load_settings(workspace=workspace, sandbox=sandbox, verify={"seeds": seeds})
    found = find_program(target, Workspace(settings.workspace))
    seeds = settings.verify.seeds
    arm_episodes = 0 if motion == "arm" else seeds if arm else min(ARM_EPISODES, seeds)
    verifier = Verifier(strict=settings.sandbox == "strict", motion=motion, arm_episodes=arm_episodes)
    report, layers = asyncio.run(_verify(verifier, found.source, seeds, first_seed))
    if json:
        write_json({**_as_data(report), "sandbox": [*layers]})
    else:
        _show(found.name, report)
    raise typer.Exit(0 if report.solved else 1)


async def _verify(
    verifier: Verifier, source: str, seeds: int, first_seed: int
) -> tuple[Report, tuple[Layer, ...]]:
    """Return the report, and the layers of the sandbox that are in force here."""
    async with verifier:
        report = await verifier.verify(source, episodes=seeds, first_seed=first_seed)
        return report, await verifier.layers()


def _as_data(report: Report) -> dict[str, Json]:
    data: dict[str, Json] = report.model_dump(mode="json", exclude={"scene"})
    return data


def _difficulty(report: Report) -> str:
    """Say how hard it is: "3 actions, 27 mm of slack, random policy 0 %"."""
    if report.difficulty is None:
        return "unknown"
    text = f"{report.difficulty.actions:g} actions, {1e3 * report.difficulty.slack_m:.0f} mm of slack"
    return text if report.random_rate is None else f"{text}, random policy {report.random_rate:.0%}"


def _show_gensim(found: GenSimVerdict) -> None:
    """Tell GenSim's own verdict, which neither ends nor changes ours."""
    color = "green" if found.verdict == "pass" else "red"
    won = sum(episode.success for episode in found.episodes)
    out().print(
        f"GenSim's own verdict [{color}]{found.verdict}[/{color}] ({won} of {len(found.episodes)} episodes)"
    )
    if found.reason:
        out().print(f"  {escape(found.reason)}", soft_wrap=True)
    for leniency in found.leniencies:
        out().print(f"  [yellow]GenSim lets pass[/yellow] {escape(leniency)}", soft_wrap=True)


def _show(name: str, report: Report) -> None:
    color = "green" if report.solved else "red"
    out().print(f"[bold]{escape(name)}[/bold]  [{color}]{report.verdict}[/{color}]  (phase: {report.phase})")
    if report.reason:
        out().print(escape(report.reason), soft_wrap=True)
    if report.layer:
        out().print(f"stopped by the layer [bold]{report.layer}[/bold] of the sandbox")
    if report.traceback:
        out().print(f"\n[dim]{escape(report.traceback)}[/dim]", soft_wrap=True)
    if report.success_rate is not None:
        out().print(f"success {success_text(report)}")
    if report.arm:
        out().print(f"the arm solved {sum(e.success for e in report.arm)} of {len(report.arm)} episodes")
    if report.difficulty is not None:
        out().print(f"difficulty {_difficulty(report)}")
    if report.signature:
        out().print(f"signature {escape(report.signature)}", soft_wrap=True)
    if report.gensim is not None:
        _show_gensim(report.gensim)
    for flag in report.flags:
        out().print(f"[yellow]flag[/yellow] {escape(flag)}", soft_wrap=True)
    _show_episodes(report.episodes)


def _show_episodes(episodes: Sequence[EpisodeResult]) -> None:
    if not episodes:
        return
    out().print()
    write_table(
        ["seed>", "outcome", "actions>", "cpu s>", "reason"],
        (
            (e.seed, "success" if e.success else "failure", e.actions, f"{e.cpu_s:.3f}", e.reason)
            for e in episodes
        ),
    )
