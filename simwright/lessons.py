"""Find what `simwright train` and `simwright adapt` are told to learn from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, islice
from pathlib import Path

from rich.markup import escape

from memory.workspace import Workspace
from policy.demos.rows import Row
from policy.demos.store import DemoStore
from policy.plan import Learned
from sim.errors import UsageError
from simwright.console import Json, note, out, write_json
from simwright.names import did_you_mean
from simwright.progress import duration


def policy_name(name: str) -> str:
    """Return a name that is that of a folder.

    Raises:
        UsageError: if it is not.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name):
        raise UsageError(f"--name {name!r}: a name has letters, digits, '-', '_' and '.', and no slash.")
    return name


def demos_named(place: Workspace, name: str) -> DemoStore:
    """Open demonstrations.

    Raises:
        UsageError: if there are none of that name.
    """
    names = [folder.name for folder in place.demos.iterdir()] if place.demos.is_dir() else []
    if name not in names:
        remedy = did_you_mean(name, names, otherwise="`simwright demos` records some.")
        raise UsageError(f"there are no demonstrations {name!r} in {place.demos}. {remedy}")
    return DemoStore(place.demos / name)


def tasks_of(store: DemoStore, wishes: Sequence[str], least: int = 1) -> list[str]:
    """Return the tasks to learn: those that were named, or all.

    Args:
        store: the demonstrations.
        wishes: names of tasks.
        least: episodes that each of them must have for training.

    Raises:
        UsageError: if one of them has fewer.
    """
    chosen = list(wishes) or list(store.plan.tasks)
    for task in chosen:
        episodes = sum(shard.episodes for shard in store.of(task, "train"))
        if not episodes:
            remedy = did_you_mean(task, store.plan.tasks, otherwise="Record some with `simwright demos`.")
            raise UsageError(f"{store.folder} has no demonstration of {task!r} for training. {remedy}")
        if episodes < least:
            raise UsageError(
                f"{store.folder} has {episodes} demonstrations of {task!r} for training, not {least}. "
                f"`simwright demos {task} -n {least} --name {store.folder.name}` records the rest."
            )
    return chosen


def steps_of(store: DemoStore, task: str, episodes: int = 0) -> list[Row]:
    """Return the steps of a task's first so many episodes for training; 0 for all of them."""
    by_episode = groupby(store.rows(task, "train"), key=lambda row: row["seed"])
    return [row for _, rows in islice(by_episode, episodes or None) for row in rows]


def show_learned(learned: Learned) -> None:
    """Tell a person where training stands."""
    costs = ", ".join(f"{name} {cost:.2f}" for name, cost in learned.costs.items())
    done = sum(learned.success.values()) / len(learned.success) if learned.success else None
    exam = "" if done is None else f"  exam {done:.0%}"
    note(f"step {learned.step} of {learned.steps}  {costs}  {learned.samples_per_s:.3g} samples/s{exam}")


def tell_trained(policy: Path, steps: int, took: tuple[float, float], *, json: bool) -> None:
    """Tell that a policy is ready; `took` has the seconds and the samples a second."""
    seconds, rate = took
    if json:
        told: dict[str, Json] = {"policy": str(policy), "steps": steps, "seconds": round(seconds, 3)}
        write_json({**told, "samples_per_s": round(rate, 4)})
    else:
        out().print(f"[bold]{steps} steps[/bold] in {duration(seconds)}: {escape(str(policy))}")
