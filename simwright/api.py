"""Simwright from Python: build, verify, play and search, as ordinary functions for notebooks and scripts.

`import simwright as sw` is enough. Each function takes a task as the commands do: a base task, a task of the
library, or a .py file; or the program itself, as text. The sandbox and the results are those of the commands.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from memory.reading import Reader
from memory.record import Neighbour
from memory.workspace import Workspace
from sim.build import Builder, Built
from sim.errors import UsageError
from sim.report import Motion, Report
from sim.spec import SceneSpec
from sim.verify import EPISODES, Verifier
from simwright.background import run
from simwright.files import write_whole
from simwright.lookup import find_program
from simwright.settings import load_settings

Format = Literal[".gif", ".webp", ".mp4"]
MEDIA: Final[dict[Format, str]] = {".gif": "image/gif", ".webp": "image/webp", ".mp4": "video/mp4"}


@dataclass(frozen=True)
class Film:
    """The oracle at work on one scene; a notebook shows it.

    `data` is the file, of the format `suffix`; `report` is that of this one episode.
    """

    data: bytes
    suffix: Format
    report: Report

    def save(self, path: str | Path) -> Path:
        """Write the file, whole or not at all.

        Raises:
            UsageError: if the path ends otherwise than the film's format.
        """
        target = Path(path)
        if target.suffix.lower() != self.suffix:
            raise UsageError(f"{target} ends in {target.suffix!r}, but this film is a {self.suffix} file.")
        write_whole(target, self.data)
        return target

    def _repr_html_(self) -> str:
        """Show the film in a notebook."""
        source = f"data:{MEDIA[self.suffix]};base64,{base64.b64encode(self.data).decode()}"
        if self.suffix == ".mp4":
            return f'<video controls loop src="{source}"></video>'
        return f'<img src="{source}" alt="the oracle at work">'


def build(task: str, seed: int = 0) -> SceneSpec:
    """Build one scene of a task.

    Args:
        task: name, file, or program text.
        seed: which scene.

    Raises:
        UsageError: if there is no such task, or it does not build with this seed; the message says why.
    """
    built = run(_built(_source(task), seed))
    if built.scenes:
        return built.scenes[0]
    why = built.failure.reason if built.failure else "it gave no scene"
    raise UsageError(f"the task does not build with seed {seed}: {why}. verify() says more.")


def verify(
    task: str, *, seeds: int = EPISODES, first_seed: int = 0, motion: Motion = "fast", arm_episodes: int = 0
) -> Report:
    """Take a task through all phases; a program that fails is a report, no error.

    Args:
        task: name, file, or program text.
        seeds: how many episodes.
        first_seed: that of the first one.
        motion: who acts: "fast" or "arm".
        arm_episodes: how many of the episodes the arm plays as well, when all else is well.

    Raises:
        UsageError: if there is no such task, or a number makes no sense.
    """
    verifier = Verifier(workers=1, motion=motion, arm_episodes=arm_episodes)
    return run(_verified(verifier, _source(task), seeds, first_seed))


def play(task: str, seed: int = 0, *, motion: Motion = "fast", suffix: Format = ".gif") -> Film:
    """Film the oracle at work on one scene.

    Args:
        task: name, file, or program text.
        seed: which scene.
        motion: who acts: "fast" or "arm".
        suffix: the format of the film.

    Raises:
        UsageError: if there is no such task or format, or the task does not build with this seed.
    """
    if suffix not in MEDIA:
        raise UsageError(f"cannot write a film as {suffix!r}; use one of: {', '.join(MEDIA)}")
    report, data = run(_filmed(Verifier(workers=1, motion=motion), _source(task), seed, suffix))
    if report.scene is None:
        raise UsageError(f"the task does not build with seed {seed}: {report.reason}. verify() says more.")
    return Film(data, suffix, report)


def search(text: str, k: int = 5, workspace: str | Path | None = None) -> list[Neighbour]:
    """Return the tasks of the library nearest in meaning to a text, best first.

    Args:
        text: what the task should be about.
        k: how many, at least 1.
        workspace: the folder that holds the library; None for the usual one. An empty one has the base tasks.

    Raises:
        UsageError: if k makes no sense, or the library is damaged.
    """
    if k < 1:
        raise UsageError(f"k is {k}; ask for at least one task")
    settings = load_settings(workspace=Path(workspace) if workspace is not None else None)
    return Reader(Workspace(settings.workspace)).search(text, k)


def _source(task: str) -> str:
    """Return a task's program; what has several lines is a program itself."""
    if "\n" in task:
        return task
    return find_program(task, Workspace(load_settings().workspace)).source


async def _built(source: str, seed: int) -> Built:
    async with Builder() as builder:
        return await builder.build(source, (seed,))


async def _verified(verifier: Verifier, source: str, seeds: int, first_seed: int) -> Report:
    async with verifier:
        return await verifier.verify(source, episodes=seeds, first_seed=first_seed)


async def _filmed(verifier: Verifier, source: str, seed: int, suffix: Format) -> tuple[Report, bytes]:
    async with verifier:
        report = await verifier.verify(source, episodes=1, first_seed=seed)
        data = b"" if report.scene is None else await verifier.film(report.scene, suffix)
        return report, data
