"""`simwright doctor`: is everything here that the work needs."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Annotated, Final

import typer
from rich.markup import escape

from agents.models import chosen_models, models_of
from memory.workspace import Workspace
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json
from simwright.doctor import Finding, State, examine
from simwright.model_check import examine_models
from simwright.settings import Settings, load_settings

app = new_app()

Models = Annotated[bool, typer.Option("--models", help="Make one tiny call to each role's model.")]
Model = Annotated[
    list[str] | None,
    typer.Option(metavar="[ROLE=]MODEL", help="openai:NAME, ENDPOINT:NAME or builtin; repeatable."),
]

MARKS: Final[dict[State, str]] = {
    "ok": "[green]ok[/green]  ",
    "warn": "[yellow]warn[/yellow]",
    "bad": "[red]bad[/red] ",
}


@app.command()
def doctor(
    workspace: WorkspaceOption = None, models: Models = False, model: Model = None, json: JsonOption = False
) -> None:
    """Check what is installed, reachable and missing, and say what to do about it.

    Exit code 1 when something is bad; a warning is no failure. Only with
    --models does it use the network: one tiny call per role, and its price.

    [bold]Examples[/bold]
      simwright doctor
      simwright doctor --json
      simwright doctor --models --model openai:gpt-5-mini
    """
    settings = load_settings(workspace=workspace, models=chosen_models(model or []))
    models_of(settings.models)  # a wrong name is a wrong command, and no finding
    findings: list[Finding] = []

    def found(finding: Finding) -> None:
        findings.append(finding)
        if not json:
            _show(finding)

    for finding in examine(Workspace(settings.workspace)):
        found(finding)
    if models:
        asyncio.run(_try_models(settings, found))
    if json:
        write_json(_as_data(findings))
    bad = sum(finding.state == "bad" for finding in findings)
    if bad:
        note(f"{bad} of {len(findings)} are bad.")
        raise typer.Exit(1)


async def _try_models(settings: Settings, found: Callable[[Finding], None]) -> None:
    async for finding in examine_models(settings):
        found(finding)


def _as_data(findings: list[Finding]) -> Json:
    """Return the findings, and which layers of the sandbox are in force."""
    layers = next((finding.layers for finding in findings if finding.layers), {})
    plain = [dataclasses.asdict(finding) for finding in findings]
    return {
        "findings": [{k: v for k, v in one.items() if k != "layers"} for one in plain],
        "sandbox": {**layers},
    }


def _show(finding: Finding) -> None:
    remedy = f"\n       [dim]{escape(finding.remedy)}[/dim]" if finding.remedy else ""
    out().print(
        f"{MARKS[finding.state]} {escape(finding.subject):<22} {escape(finding.detail)}{remedy}",
        soft_wrap=True,
        emoji=False,  # the name of a model may well look like one
    )
