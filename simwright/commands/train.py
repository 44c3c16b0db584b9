"""`simwright train`: learn a policy from demonstrations."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from eval.exams import Exam
from graphs.stages import read_curriculum
from memory.minilm import MiniLM
from memory.workspace import Workspace
from policy.card import ClipSource, KindName, PolicyCard
from policy.checkpoint import load_card
from policy.cliport.clip import clip_source
from policy.demos.rows import Row
from policy.demos.store import DemoStore
from policy.kinds import KINDS
from policy.learning import Deck
from policy.plan import Lesson, Machine, Plan, Precision
from policy.sampling import Sampling
from policy.train import train as train_policy
from policy.words import Vocabulary
from sim.errors import UsageError
from sim.processes import cores
from sim.spec import SceneSpec
from simwright.commands.options import JsonOption, WorkspaceOption, new_app
from simwright.lessons import demos_named, policy_name, show_learned, steps_of, tasks_of, tell_trained
from simwright.scenes import scenes_of
from simwright.selection import select_tasks
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
    typer.Option(
        min=1,
        help="Examples in a batch, all devices together.",
        show_default="16; of cliport 1, as in the paper",
    ),
]
Few = Annotated[
    int,
    typer.Option("-k", "--episodes", min=0, help="Demonstrations of each task.", show_default="all of them"),
]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same policy, on a processor.")]
CurriculumName = Annotated[
    str,
    typer.Option("--curriculum", metavar="NAME", help="Open its tasks one after the other, in its order."),
]
SamplingOption = Annotated[
    Literal["uniform", "progress"],
    typer.Option(help="All tasks alike, or rather those that get better on validation demonstrations."),
]
Exams = Annotated[
    int,
    typer.Option("--exam", min=0, metavar="N", help="Episodes of each task it plays now and then; 0: none."),
]
Patience = Annotated[
    int, typer.Option(min=0, help="Exams without a new best after which it stops; 0 is never.")
]
PrecisionOption = Annotated[
    Precision,
    typer.Option(help="Of the arithmetic; auto takes bfloat16 where the machine has it."),
]
Devices = Annotated[int, typer.Option(min=1, help="GPUs, or processes on a processor.")]
Workers = Annotated[int, typer.Option(min=0, help="Processes that prepare examples, for each device.")]


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
    curriculum: CurriculumName = "",
    sampling: SamplingOption = "uniform",
    exam: Exams = 0,
    patience: Patience = 0,
    precision: PrecisionOption = "auto",
    devices: Devices = 1,
    workers: Workers = 1,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Learn a policy from demonstrations: pick, place and turn by words.

    It is saved every 200 steps; the same command goes on where it was stopped, to
    the same weights. With --exam the policy plays scenes of the validation seeds
    every 1,000 steps, and the best one is kept. TensorBoard reads its folder.

    [bold]Examples[/bold]
      simwright train --demos put-block-in-bowl
      simwright train --demos ten-tasks --steps 8000 --exam 10 --patience 3
      simwright train --demos kits --curriculum kits --devices 2
      simwright train --demos put-block-in-bowl --kind cliport --clip clip-vit-base-patch16 --name cliport
    """
    source = _clip(kind, clip)
    place = Workspace(load_settings(workspace=workspace).workspace)
    store = demos_named(place, demos)
    chosen = _in_order(tasks_of(store, tasks or [], least=k), curriculum, place)
    path = place.policies / policy_name(name or demos)
    way: Sampling = "stages" if curriculum else sampling
    plan = Plan(steps, batch or KINDS[kind].batch, seed, sampling=way, patience=patience)
    begun = time.monotonic()
    lesson = _lesson(store, chosen, k, Exam(_scenes(chosen, exam, place), cores()) if exam else None)
    card = _card(lesson, plan, kind, source)
    rate = train_policy(lesson, path, card, plan, show_learned, Machine(precision, devices, workers))
    tell_trained(path, load_card(path).steps, (time.monotonic() - begun, rate), json=json)


def _in_order(tasks: Sequence[str], curriculum: str, place: Workspace) -> list[str]:
    """Return tasks in the order of a curriculum, if there is one.

    Raises:
        UsageError: if it does not say when to learn one of them.
    """
    if not curriculum:
        return list(tasks)
    order = read_curriculum(place, curriculum).order
    for task in tasks:
        if task not in order:
            raise UsageError(
                f"the curriculum {curriculum!r} has no task {task!r}; it has: {', '.join(order)}."
            )
    return sorted(tasks, key=order.index)


def _scenes(tasks: Sequence[str], episodes: int, place: Workspace) -> Mapping[str, Sequence[SceneSpec]]:
    sources = {found.name: found.source for found in select_tasks(tasks, place)}
    return asyncio.run(scenes_of(sources, "validation", episodes))


def _lesson(store: DemoStore, tasks: Sequence[str], k: int, exam: Exam | None) -> Lesson:
    rows = {task: steps_of(store, task, k) for task in tasks}
    held_out: Mapping[str, Sequence[Row]] = {
        task: seen for task in tasks if (seen := list(store.rows(task, "validation")))
    }
    return Lesson(Deck(rows), Vocabulary(MiniLM()), held_out=held_out, exam=exam)


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


def _card(lesson: Lesson, plan: Plan, kind: KindName, clip: ClipSource | None) -> PolicyCard:
    """Say what will be trained."""
    return PolicyCard(
        kind=kind,
        clip=clip,
        encoder=lesson.vocabulary.encoder.identity,
        tasks=lesson.deck.tasks,
        episodes=lesson.deck.episodes,
        steps=0,
        planned=plan.steps,
        batch=plan.batch,
        seed=plan.seed,
        sampling=plan.sampling,
    )
