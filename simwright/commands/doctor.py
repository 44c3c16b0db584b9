"""`simwright doctor`: is everything here that the work needs."""

from __future__ import annotations

import dataclasses
from typing import Final

import typer
from rich.markup import escape

from memory.workspace import Workspace
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json
from simwright.doctor import Finding, State, examine
from simwright.settings import load_settings

app = new_app()

MARKS: Final[dict[State, str]] = {
    "ok": "[green]ok[/green]  ",
    "warn": "[yellow]warn[/yellow]",
    "bad": "[red]bad[/red] ",
}


@app.command()
def doctor(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Check what is installed, reachable and missing, and say what to do about it.

    Exit code 1 when something is bad; a warning is no failure.

    [bold]Examples[/bold]
      simwright doctor
      simwright doctor --json
    """
    findings: list[Finding] = []
    for finding in examine(Workspace(load_settings(workspace=workspace).workspace)):
        findings.append(finding)
        if not json:
            _show(finding)
    if json:
        write_json(_as_data(findings))
    bad = sum(finding.state == "bad" for finding in findings)
    if bad:
        note(f"{bad} of {len(findings)} are bad.")
        raise typer.Exit(1)


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
    )
