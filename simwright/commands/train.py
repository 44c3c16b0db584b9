"""`simwright train`: learn a policy from demonstrations."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from memory.minilm import MiniLM
from memory.workspace import Workspace
from policy.card import PolicyCard
from policy.demos.store import DemoStore
from policy.learning import Deck
from policy.train import Learned, Lesson, Plan
from policy.train import train as train_policy
from policy.words import Vocabulary
from sim.errors import UsageError
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import note, out, write_json
from simwright.names import did_you_mean
from simwright.progress import duration
from simwright.settings import load_settings

app = new_app()

Demos = Annotated[str, typer.Option(metavar="NAME", help="Demonstrations, as `simwright demos` named them.")]
Tasks = Annotated[
    list[str] | None,
    typer.Option(
        "--tasks", metavar="TASK", help="Which of their tasks; may be repeated.", show_default="all of them"
    ),
]
Name = Annotated[str, typer.Option(help="Name of the policy.", show_default="that of the demonstrations")]
Steps = Annotated[int, typer.Option(min=1, help="Batches to learn from.")]
Batch = Annotated[int, typer.Option(min=1, help="Examples in a batch.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same policy, on a processor.")]


@app.command()
def train(  # noqa: PLR0913 - the parameters of a command are its flags
    demos: Demos,
    tasks: Tasks = None,
    name: Name = "",
    steps: Steps = 2000,
    batch: Batch = 16,
    seed: Seed = 0,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Learn a policy from demonstrations: pick, place and turn by words.

    It is saved now and then; the same command goes on where it was stopped,
    to the same weights. A GPU is used where there is one.

    [bold]Examples[/bold]
      simwright train --demos put-block-in-bowl
      simwright train --demos towers --tasks stack-block-pyramid --steps 4000 --name pyramids
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    store = _store(place, demos)
    chosen = _chosen(store, tasks or [])
    path = place.policies / _policy_name(name or demos)
    begun = time.monotonic()
    rate = _train(store, chosen, path, Plan(steps, batch, seed))
    seconds = round(time.monotonic() - begun, 3)
    if json:
        write_json({"policy": str(path), "steps": steps, "seconds": seconds, "samples_per_s": rate})
    else:
        out().print(f"[bold]{steps} steps[/bold] in {duration(seconds)}: {escape(str(path))}")


def _policy_name(name: str) -> str:
    """Refuse a name that is not that of a folder."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name):
        raise UsageError(f"--name {name!r}: a name has letters, digits, '-', '_' and '.', and no slash.")
    return name


def _store(place: Workspace, name: str) -> DemoStore:
    """Open demonstrations.

    Raises:
        UsageError: if there are none of that name.
    """
    names = [folder.name for folder in place.demos.iterdir()] if place.demos.is_dir() else []
    if name not in names:
        remedy = did_you_mean(name, names, otherwise="`simwright demos` records some.")
        raise UsageError(f"there are no demonstrations {name!r} in {place.demos}. {remedy}")
    return DemoStore(place.demos / name)


def _chosen(store: DemoStore, tasks: list[str]) -> list[str]:
    """Return the tasks to learn: those that were named, or all.

    Raises:
        UsageError: if one of them has no demonstration for training.
    """
    chosen = tasks or list(store.plan.tasks)
    for task in chosen:
        if not any(shard.steps for shard in store.of(task, "train")):
            remedy = did_you_mean(task, store.plan.tasks, otherwise="Record some with `simwright demos`.")
            raise UsageError(f"{store.folder} has no demonstration of {task!r} for training. {remedy}")
    return chosen


def _train(store: DemoStore, tasks: list[str], path: Path, plan: Plan) -> float:
    """Train, or go on with it, and return the samples a second."""
    encoder = MiniLM()
    card = PolicyCard(
        encoder=encoder.identity,
        tasks=tuple(tasks),
        episodes=sum(shard.episodes for task in tasks for shard in store.of(task, "train")),
        steps=0,
        planned=plan.steps,
        batch=plan.batch,
        seed=plan.seed,
    )
    lesson = Lesson(Deck({task: list(store.rows(task, "train")) for task in tasks}), Vocabulary(encoder))
    rates = [0.0]

    def show(learned: Learned) -> None:
        costs = ", ".join(f"{name} {cost:.2f}" for name, cost in learned.costs.items())
        rates.append(round(learned.samples_per_s, 2))
        note(f"step {learned.step} of {learned.steps}  {costs}  {rates[-1]:.1f} samples/s")

    train_policy(lesson, path, card, plan, show)
    return rates[-1]
