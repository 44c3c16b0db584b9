"""`simwright adapt`: a trained policy learns a new task, or a new world, from a few demonstrations."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from memory.minilm import MiniLM
from memory.workspace import Workspace
from policy.checkpoint import load_card, load_start
from policy.demos.rows import Row
from policy.learning import Deck
from policy.plan import Lesson, Machine, Plan
from policy.train import train
from policy.words import Vocabulary
from sim.errors import UsageError
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.lessons import demos_named, policy_name, show_learned, steps_of, tasks_of, tell_trained
from simwright.settings import load_settings

app = new_app()

Tasks = Annotated[
    list[str] | None,
    typer.Option(
        "--tasks", metavar="TASK", help="Which of their tasks; may be repeated.", show_default="all of them"
    ),
]
Few = Annotated[int, typer.Option("-k", "--episodes", min=1, help="Demonstrations of each task.")]
Steps = Annotated[int, typer.Option(min=1, help="Batches to learn from.")]
Rate = Annotated[
    float,
    typer.Option(min=0.001, max=1.0, help="How fast it learns, as a share of `simwright train`'s rate."),
]

Batch = Annotated[
    int | None, typer.Option(min=1, help="Examples in a batch.", show_default="as the policy learned")
]


@app.command()
def adapt(  # noqa: PLR0913 - the parameters of a command are its flags
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="Name of a trained policy; it stays.")],
    demos: Annotated[str, typer.Option(metavar="NAME", help="Demonstrations of what is new.")],
    tasks: Tasks = None,
    k: Few = 5,
    name: Annotated[str, typer.Option(help="Name of the new policy.", show_default="POLICY-NAME-kK")] = "",
    steps: Steps = 300,
    rate: Rate = 0.5,
    batch: Batch = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same policy.")] = 0,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Teach a trained policy what is new, from a few demonstrations.

    The result is a new policy. All weights learn, slower than in training and
    for a few hundred batches; demonstrations are turned, shifted and tinted as
    there. A command that was stopped goes on where it was.

    [bold]Examples[/bold]
      simwright adapt generated --demos place-in-zones -k 5
      simwright adapt bowls --demos bowls-shifted -k 10 --steps 600 --name bowls-in-our-lab
    """
    place = Workspace(load_settings(workspace=workspace).workspace)
    store = demos_named(place, demos)
    folder = place.policies / policy_name(name or f"{policy}-{demos}-k{k}")
    if folder.name == policy:
        raise UsageError(f"--name {name}: the policy to start from has that name; give another one.")
    rows = {task: steps_of(store, task, k) for task in tasks_of(store, tasks or [], least=k)}
    begun = time.monotonic()
    size = batch or load_card(place.policies / policy).batch
    speed = _adapt(place.policies / policy, folder, rows, Plan(steps, size, seed, rate=rate))
    tell_trained(folder, steps, (time.monotonic() - begun, speed), json=json)


def _adapt(parent: Path, folder: Path, rows: Mapping[str, Sequence[Row]], plan: Plan) -> float:
    """Adapt, or go on with it, and return the samples a second."""
    encoder = MiniLM()
    start, card = load_start(parent, encoder), load_card(parent)
    changes = {
        "tasks": tuple(dict.fromkeys((*card.tasks, *rows))),
        "episodes": sum(len({row["seed"] for row in of_task}) for of_task in rows.values()),
        "steps": 0,
        "planned": plan.steps,
        "batch": plan.batch,
        "seed": plan.seed,
        "sampling": "uniform",
        "start": start.identity,
        "rate": plan.rate,
    }
    lesson = Lesson(Deck(rows), Vocabulary(encoder), start.weights)
    return train(
        lesson, folder, card.model_copy(update=changes), plan, show_learned, Machine("auto", workers=1)
    )
