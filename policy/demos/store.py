"""A folder of demonstrations: Parquet files, and a list of them with their checksums.

    demos.json              which tasks, and the program of each by its hash
    shards.jsonl            one line a file, written after the file is safe on the disk
    data/TASK/train-00000.parquet ...
    README.md               the dataset card

A file counts once its line is there, so a recording that was killed goes on where the list ends. Nothing is
ever changed: more episodes are more files.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import pyarrow.parquet as pq
from pydantic import Field, ValidationError

from policy.demos.rows import Row, table_of
from policy.demos.seeds import Split
from sim.atomic import write_file
from sim.domain import PLAIN, Domain
from sim.errors import UsageError
from sim.spec import Data

FORMAT: Final = 1
PLAN, LIST, DATA = "demos.json", "shards.jsonl", "data"

TaskName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,99}$")]


class Plan(Data):
    """What a store is about: tasks by name, each with its program's SHA-256, and where they were played."""

    format: Literal[1] = 1
    tasks: dict[TaskName, str]
    domain: Domain = PLAIN


class Shard(Data):
    """One file: what is in it, and what became of the seeds that it was made from."""

    file: str
    sha256: str
    task: TaskName
    split: Split
    episodes: int
    steps: int
    bytes: int
    last_seed: int = Field(description="The next file of the task and split begins after it.")
    failed: dict[int, str] = Field(description="Seeds that gave no episode, with the reason.")


class DemoStore:
    """Demonstrations in a folder. One writer at a time.

    Args:
        folder: made when the first thing is written.

    Raises:
        UsageError: if the folder holds something else, or files of another format.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = self._read_plan()
        self.shards = tuple(self._read_list())

    def begin(self, tasks: dict[str, str], domain: Domain = PLAIN) -> None:
        """Add tasks (name: hash of the program) to the plan.

        Raises:
            UsageError: if a task is there with another program; its demonstrations would not fit together.
        """
        for name, program in tasks.items():
            if self.plan.tasks.get(name, program) != program:
                raise UsageError(
                    f"{self.folder} has demonstrations of {name!r} from another program. Choose another "
                    "--name, or remove that folder."
                )
        if self.plan.tasks and self.plan.domain != domain:
            raise UsageError(
                f"{self.folder} has demonstrations of the domain {self.plan.domain.name!r}, not of "
                f"{domain.name!r} as it is now. Choose another --name."
            )
        plan = Plan(tasks={**self.plan.tasks, **tasks}, domain=domain)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._cut_torn_line()
        if plan != self.plan or not (self.folder / PLAN).exists():
            write_file(self.folder / PLAN, plan.model_dump_json(indent=1).encode() + b"\n")
            self.plan = plan

    def add(
        self, task: str, split: Split, rows: Sequence[Row], last_seed: int, failed: dict[int, str]
    ) -> Shard:
        """Write episodes as one file and list it; an empty one is listed, too, since its seeds were tried."""
        number = sum(shard.task == task and shard.split == split for shard in self.shards)
        name = f"{DATA}/{task}/{split}-{number:05d}.parquet"
        content = _parquet(rows)
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(self.folder / name, content)
        shard = Shard(
            file=name,
            sha256=hashlib.sha256(content).hexdigest(),
            task=task,
            split=split,
            episodes=len({row["seed"] for row in rows}),
            steps=len(rows),
            bytes=len(content),
            last_seed=last_seed,
            failed=failed,
        )
        self._append(shard.model_dump_json() + "\n")
        self.shards = (*self.shards, shard)
        return shard

    def of(self, task: str, split: Split) -> tuple[Shard, ...]:
        """Return the files of a task and split, in order."""
        return tuple(shard for shard in self.shards if (shard.task, shard.split) == (task, split))

    def rows(self, task: str, split: Split) -> Iterator[Row]:
        """Read every step of a task and split, in order."""
        for shard in self.of(task, split):
            yield from pq.read_table(self.folder / shard.file).to_pylist()

    def damaged(self) -> list[str]:
        """Name every listed file that is missing or has another checksum."""
        return [shard.file for shard in self.shards if _sha256(self.folder / shard.file) != shard.sha256]

    def _append(self, line: str) -> None:
        with (self.folder / LIST).open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _cut_torn_line(self) -> None:
        """Remove the end of a line that a kill cut short; the file that it was to list is written again."""
        path = self.folder / LIST
        content = path.read_bytes() if path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            write_file(path, whole)

    def _read_plan(self) -> Plan:
        path = self.folder / PLAN
        if not path.exists():
            if self.folder.exists() and any(self.folder.iterdir()):
                raise UsageError(f"{self.folder} holds something else than demonstrations: no {PLAN} in it.")
            return Plan(tasks={})
        try:
            return Plan.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise UsageError(
                f"{path} cannot be read: {error.errors()[0]['msg']}. Choose another --name."
            ) from error

    def _read_list(self) -> Iterator[Shard]:
        path = self.folder / LIST
        lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
        for number, line in enumerate(lines, start=1):
            try:
                yield Shard.model_validate_json(line)
            except ValidationError as error:
                said = error.errors()[0]["msg"]
                raise UsageError(f"{path}, line {number}, is damaged: {said}. Record them anew.") from error


def _parquet(rows: Sequence[Row]) -> bytes:
    """Return rows as a file; equal rows give equal bytes."""
    file = io.BytesIO()
    pq.write_table(
        table_of(rows), file, compression="zstd", use_dictionary=["task", "tool", "instruction", "scene"]
    )
    return file.getvalue()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
