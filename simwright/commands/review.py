"""`simwright review`: the tasks that wait for a person, and what a person says about them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from agents.roles import Program
from graphs.folder import attempt_folder
from graphs.ledger import Entry
from graphs.review import COMMENT_CHARS, WAITING_FILE, Answer, ReviewFolder, Waiting
from memory.workspace import Workspace
from sim.errors import UsageError
from sim.report import Report
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import Json, note, out, write_json, write_table
from simwright.runs import Run, all_runs, find_run
from simwright.settings import load_settings
from simwright.wording import success_text

app = new_app()

RunName = Annotated[str, typer.Argument(metavar="[RUN]", help="Show only what waits in this run.")]
Attempt = Annotated[int | None, typer.Argument(metavar="[ATTEMPT]", min=0, help="Show this one, or answer.")]
Yes = Annotated[bool, typer.Option("--yes", help="Keep it, unless its like has landed meanwhile.")]
No = Annotated[bool, typer.Option("--no", help="Do not keep it.")]
Comment = Annotated[
    str, typer.Option(metavar="TEXT", help="Why; stored with the task, or as a lesson for later attempts.")
]


@dataclass(frozen=True)
class Case:
    """A task that waits, with all that a person wants to know of it."""

    run: str
    entry: Entry
    instructions: tuple[str, ...]
    success: str
    flags: tuple[str, ...]
    program: str
    picture: Path
    report: Path
    answer: Answer | None

    @property
    def said(self) -> str:
        """What was said about it already, and the run has not followed yet."""
        if self.answer is None:
            return ""
        return "yes" if self.answer.keep else "no"

    def data(self) -> dict[str, Json]:
        """Write it down for a program."""
        return {
            "run": self.run,
            "attempt": self.entry.attempt,
            "name": self.entry.name,
            "description": self.entry.description,
            "signature": self.entry.signature,
            "because": self.entry.reason,
            "instructions": list(self.instructions),
            "success": self.success,
            "flags": list(self.flags),
            "program": self.program,
            "picture": str(self.picture),
            "report": str(self.report),
            "answer": self.said,
            "comment": self.answer.comment if self.answer else "",
        }


@app.command()
def review(  # noqa: PLR0913 - the parameters of a command are its flags
    run: RunName = "",
    attempt: Attempt = None,
    yes: Yes = False,
    no: No = False,
    comment: Comment = "",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show the tasks that wait for a person, and say yes or no.

    Tasks wait in runs that were started with [green]explore --review[/green]. An answer
    may be given at any time, and replaced until the run has taken it: a run
    that walks does so at its next commit, any other when it is resumed.

    [bold]Examples[/bold]
      simwright review
      simwright review run-0001 3
      simwright review run-0001 3 --yes
      simwright review run-0001 3 --no --comment "the bowl hides the block"
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    if attempt is None:
        _refuse_answer_to_nothing(yes or no or bool(comment))
        _show_all([find_run(place, run)] if run else all_runs(place), json=json)
        return
    found = find_run(place, run)
    keep = _said(yes=yes, no=no, comment=comment)
    case = _case(found, _waiting_entry(found, attempt))
    if keep is None and not json:
        _show(case)
        keep, comment = _asked() if sys.stdin.isatty() and sys.stdout.isatty() else (None, "")
    if keep is None:
        if json:
            write_json(case.data())
        return
    answer = Answer(attempt=attempt, keep=keep, comment=comment)
    path = ReviewFolder(found.folder).give(answer)
    if json:
        write_json({"run": run, **answer.model_dump(mode="json"), "file": str(path)})
    note(_what_next(found))


def _refuse_answer_to_nothing(answered: bool) -> None:
    if answered:
        raise UsageError("an answer is about one attempt: `simwright review RUN ATTEMPT --yes`, or --no")


def _said(*, yes: bool, no: bool, comment: str) -> bool | None:
    """Return what the flags say; None if nothing.

    Raises:
        UsageError: if they say both, too much, or explain what they do not say.
    """
    if yes and no:
        raise UsageError("--yes and --no together say nothing; give one of them")
    if len(comment) > COMMENT_CHARS:
        raise UsageError(f"--comment has {len(comment)} characters; say it in {COMMENT_CHARS} at most")
    if comment and not (yes or no):
        raise UsageError("--comment explains an answer; give --yes or --no with it")
    return yes if yes or no else None


def _asked() -> tuple[bool | None, str]:
    """Ask the person at the terminal."""
    said = typer.prompt("\nkeep it? [y]es, [n]o, [l]ater", default="l", show_default=False).strip().lower()
    if said not in ("y", "yes", "n", "no"):
        return None, ""
    return said.startswith("y"), typer.prompt("comment", default="", show_default=False)


def _waiting_entry(run: Run, attempt: int) -> Entry:
    """Return the ledger's entry of an attempt that waits.

    Raises:
        UsageError: if there is no such attempt, or it does not wait.
    """
    waiting = {entry.attempt: entry for entry in run.waiting}
    if attempt in waiting:
        return waiting[attempt]
    others = ", ".join(map(str, waiting)) or "none"
    if attempt >= len(run.entries):
        raise UsageError(f"{run.name} has committed no attempt {attempt}; those that wait are: {others}")
    entry = run.entries[attempt]
    became = f"{entry.outcome} as {entry.name}" if entry.outcome == "kept" else entry.outcome
    why = "a person decided about it" if entry.ruling else "nobody was asked"
    raise UsageError(
        f"attempt {attempt} of {run.name} does not wait: it was {became}, and {why}; "
        f"those that wait are: {others}"
    )


def _case(run: Run, entry: Entry) -> Case:
    files = attempt_folder(run.folder, entry.attempt)
    waiting = files.read(WAITING_FILE, Waiting)
    report = files.read(waiting.report, Report)
    return Case(
        run=run.name,
        entry=entry,
        instructions=tuple(goal.instruction for goal in report.scene.goals) if report.scene else (),
        success=success_text(report),
        flags=report.flags,
        program=files.reply(waiting.program, Program).source,
        picture=files.path / waiting.preview,
        report=files.path / waiting.report,
        answer=ReviewFolder(run.folder).answer_to(entry.attempt),
    )


def _show_all(runs: list[Run], *, json: bool) -> None:
    cases = [_case(run, entry) for run in runs for entry in run.waiting]
    if json:
        write_json([case.data() for case in cases])
        return
    if not cases:
        note("No task waits; `simwright explore --review` makes each one wait for a yes.")
        return
    write_table(
        ["run", "attempt>", "task", "instruction", "success", "answer"],
        ((c.run, c.entry.attempt, c.entry.name, "; ".join(c.instructions), c.success, c.said) for c in cases),
    )
    note(f"\nlook     simwright review {cases[0].run} {cases[0].entry.attempt}")


def _show(case: Case) -> None:
    entry = case.entry
    out().print(f"[bold]{escape(entry.name)}[/bold]  {escape(entry.description)}\n", soft_wrap=True)
    rows = [("instruction", text) for text in case.instructions]
    rows += [("signature", entry.signature), ("success", case.success), ("waits", entry.reason)]
    rows += [("flag", flag) for flag in case.flags]
    rows += [("picture", str(case.picture)), ("report", str(case.report))]
    write_table(["", ""], [*rows, *([("answered", case.said)] if case.said else [])])
    out().print(f"\n{escape(case.program)}", soft_wrap=True)


def _what_next(run: Run) -> str:
    if run.is_walking:
        return f"{run.name} is running, and follows this at its next commit"
    return f"noted; `simwright explore --resume {run.name}` follows it"
