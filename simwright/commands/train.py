"""`simwright train`: learn a policy from demonstrations."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from memory.minilm import MiniLM
from memory.workspace import Workspace
from policy.card import ClipSource, KindName, PolicyCard
from policy.cliport.clip import clip_source
from policy.demos.rows import Row
from policy.kinds import KINDS
from policy.learning import Deck
from policy.train import Learned, Lesson, Plan
from policy.train import train as train_policy
from policy.words import Vocabulary
from sim.errors import UsageError
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.console import out, write_json
from simwright.lessons import demos_named, policy_name, show_learned, steps_of, tasks_of
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
Kind = Annotated[
    KindName,
    typer.Option(help="'fast' is ours; 'cliport' has the networks of the paper and takes a GPU, or days."),
]
Clip = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="With --kind cliport: the folder of a CLIP model, in the format of transformers.",
        show_default="our sentence encoder, and networks that learn to see from scratch",
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(min=1, help="Examples in a batch.", show_default="16; of cliport 1, as in the paper"),
]
Few = Annotated[
    int,
    typer.Option("-k", "--episodes", min=0, help="Demonstrations of each task.", show_default="all of them"),
]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same policy, on a processor.")]


@app.command()
def train(  # noqa: PLR0913 - the parameters of a command are its flags
    demos: Demos,
    tasks: Tasks = None,
    k: Few = 0,
    name: Name = "",
    steps: Steps = 2000,
    batch: Batch = None,
    kind: Kind = "fast",
    clip: Clip = None,
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
      simwright train --demos put-block-in-bowl --kind cliport --clip clip-vit-base-patch16 --name cliport
    """
    source = _clip(kind, clip)
    place = Workspace(load_settings(workspace=workspace).workspace)
    store = demos_named(place, demos)
    chosen = tasks_of(store, tasks or [], least=k)
    path = place.policies / policy_name(name or demos)
    begun = time.monotonic()
    rows = {task: steps_of(store, task, k) for task in chosen}
    plan = Plan(steps, batch or KINDS[kind].batch, seed)
    rate = _train(rows, path, _card(rows, plan, kind, source), plan)
    seconds = round(time.monotonic() - begun, 3)
    if json:
        write_json({"policy": str(path), "steps": steps, "seconds": seconds, "samples_per_s": rate})
    else:
        out().print(f"[bold]{steps} steps[/bold] in {duration(seconds)}: {escape(str(path))}")


def _clip(kind: KindName, folder: Path | None) -> ClipSource | None:
    """Return which CLIP was asked for.

    Raises:
        UsageError: if there is none in that folder, or this kind has no use for it.
    """
    if folder is None:
        return None
    if kind != "cliport":
        raise UsageError(f"--clip is for --kind cliport; a policy of kind {kind} has no use for CLIP.")
    return clip_source(folder)


def _card(
    rows: Mapping[str, Sequence[Row]], plan: Plan, kind: KindName, clip: ClipSource | None
) -> PolicyCard:
    """Say what will be trained."""
    return PolicyCard(
        kind=kind,
        clip=clip,
        encoder=MiniLM().identity,
        tasks=tuple(rows),
        episodes=sum(len({row["seed"] for row in of_task}) for of_task in rows.values()),
        steps=0,
        planned=plan.steps,
        batch=plan.batch,
        seed=plan.seed,
    )


def _train(rows: Mapping[str, Sequence[Row]], path: Path, card: PolicyCard, plan: Plan) -> float:
    """Train, or go on with it, and return the samples a second."""
    lesson = Lesson(Deck(rows), Vocabulary(MiniLM()))
    rates = [0.0]

    def show(learned: Learned) -> None:
        rates.append(round(learned.samples_per_s, 4))
        show_learned(learned)

    train_policy(lesson, path, card, plan, show)
    return rates[-1]
