"""The library on disk: the truth of the memory, as folders that a person can read.

    library/format.json
    library/tasks/<name>/program.py  record.json  preview.webp  original.py (of what was rewritten)
    library/lessons/<id>.json

Every write is atomic and may be repeated. The same record is always the same bytes. What cannot be read is a
`UsageError` that names the file, the rule and the remedy; nothing is skipped in silence. This module knows
nothing of vectors.
"""

from __future__ import annotations

import hashlib
import json
import logging
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from memory.card import HeldTask, TaskCard
from memory.record import FORMAT, Lesson, TaskRecord
from sim.atomic import LEFTOVER, make_folder, remove_folder, remove_leftovers, write_file, write_folder
from sim.errors import UsageError
from sim.spec import Data

logger = logging.getLogger(__name__)

Stored = TypeVar("Stored", TaskRecord, Lesson)
Parsed = TypeVar("Parsed", TaskRecord, Lesson, TaskCard)

FORMAT_FILE = "format.json"
PROGRAM_FILE = "program.py"
RECORD_FILE = "record.json"
PREVIEW_FILE = "preview.webp"
ORIGINAL_FILE = "original.py"
TASK_FILES = (PROGRAM_FILE, RECORD_FILE, PREVIEW_FILE, ORIGINAL_FILE)
MAX_BYTES = 16 << 20  # of any file; the largest honest one, a record, has a tenth of it
LONG = 100  # characters of what a stranger wrote, in an error of ours


@dataclass(frozen=True)
class StoredTask:
    """A task as the library holds it."""

    record: TaskRecord
    program: str
    original: str = ""  # of a program that was rewritten; empty for all others, and where nobody asked


class Library:
    """Tasks and lessons in one folder; one writer, any number of readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tasks_folder = folder / "tasks"
        self.lessons_folder = folder / "lessons"

    def prepare(self) -> None:
        """Make the folders and clean up after a killed writer; for the one writer only.

        Raises:
            UsageError: if the library has another format.
        """
        self.check_format()
        for folder in (self.folder, self.tasks_folder, self.lessons_folder):
            make_folder(folder)
            for leftover in remove_leftovers(folder):
                logger.info("removed %s, which a killed writer left behind", leftover)
        if not (self.folder / FORMAT_FILE).exists():
            write_file(self.folder / FORMAT_FILE, _pretty({"format": FORMAT}))

    def check_format(self) -> None:
        """Refuse a library of another format.

        Raises:
            UsageError: if `format.json` is damaged, names another format, or is missing beside tasks.
        """
        path = self.folder / FORMAT_FILE
        if path.exists():
            _check_format(path)
        elif self._task_folders() or self._lesson_files():
            raise UsageError(
                f"{path} is missing, so the format of this library is unknown; "
                f'if you know that it is {FORMAT}, write {{"format": {FORMAT}}} into it'
            )

    @property
    def has_tasks(self) -> bool:
        """Whether there is any task."""
        return bool(self._task_folders())

    def records(self) -> tuple[TaskRecord, ...]:
        """Read every record, in sequence order.

        Raises:
            UsageError: if one is damaged.
        """
        records = [self._record(folder) for folder in self._task_folders()]
        return tuple(sorted(records, key=lambda record: (record.sequence, record.name)))

    def cards(self) -> tuple[TaskCard, ...]:
        """Read of every record what a search needs, by name; much quicker than `records`.

        Raises:
            UsageError: if that much of one is damaged.
        """
        return tuple(self._card(folder) for folder in self._task_folders())

    def tasks(self) -> tuple[StoredTask, ...]:
        """Read every record with its program, in sequence order.

        Raises:
            UsageError: if one is damaged, or a program is not the one that was verified.
        """
        return tuple(StoredTask(record, self.program(record)) for record in self.records())

    def held_tasks(self) -> tuple[HeldTask, ...]:
        """Read and check every task as `tasks` does, and keep of each the card and the program.

        Raises:
            UsageError: as `tasks` does.
        """
        records = (self._record(folder) for folder in self._task_folders())
        held = [HeldTask(TaskCard.of(record), self.program(record)) for record in records]
        return tuple(sorted(held, key=lambda task: (task.card.sequence, task.card.name)))

    def task(self, name: str) -> StoredTask:
        """Read one task.

        Raises:
            UsageError: if there is none of that name, or it is damaged.
        """
        record = self._record(self._folder(name))
        return StoredTask(record, self.program(record))

    def program(self, record: TaskRecord | TaskCard) -> str:
        """Read the program of a record or a card.

        Raises:
            UsageError: if it is missing or not the one that was verified.
        """
        path = self.tasks_folder / record.name / PROGRAM_FILE
        source = _read(path).decode("utf-8", errors="replace")
        if program_hash(source) != record.program_sha256:
            raise UsageError(
                f"{path} is not the program that was verified (its hash is not the one in {RECORD_FILE}); "
                f"restore the file, or remove the folder {path.parent}"
            )
        return source

    def original(self, record: TaskRecord) -> str:
        """Read what the program of a record was rewritten from; empty if it was not.

        Raises:
            UsageError: if it is missing or not the one that was rewritten.
        """
        if record.provenance is None or not record.provenance.rewritten:
            return ""
        path = self.tasks_folder / record.name / ORIGINAL_FILE
        source = _read(path).decode("utf-8", errors="replace")
        if program_hash(source) != record.provenance.sha256:
            raise UsageError(
                f"{path} is not what {PROGRAM_FILE} was rewritten from (its hash is not the one in "
                f"{RECORD_FILE}); restore the file, or remove the folder {path.parent}"
            )
        return source

    def copy_tasks(self, names: Sequence[str], folder: Path) -> None:
        """Copy tasks, byte for byte, to a library in a new folder.

        Raises:
            UsageError: if one of them is not there, or damaged.
        """
        copy = Library(folder)
        copy.prepare()
        for name in names:
            task = self.task(name)
            self.original(task.record)  # tells whether it is as it was
            self.preview(name)
            files = {
                path.name: _read(path)
                for path in (self.tasks_folder / name / file for file in TASK_FILES)
                if path.exists()
            }
            write_folder(copy.tasks_folder / name, files)

    def remove_task(self, name: str) -> None:
        """Remove a task's folder, in one step; for the one writer only.

        Raises:
            UsageError: if there is no such task.
        """
        remove_folder(self._folder(name))

    def preview(self, name: str) -> Path | None:
        """Return where a task's picture lies; None if it has none.

        Raises:
            UsageError: if it is a link to somewhere else, or no picture by its size.
        """
        path = self.tasks_folder / name / PREVIEW_FILE
        return _own(path) if path.exists() else None

    def lessons(self) -> tuple[Lesson, ...]:
        """Read every lesson, in sequence order.

        Raises:
            UsageError: if one is damaged.
        """
        lessons = [self._lesson(path) for path in self._lesson_files()]
        return tuple(sorted(lessons, key=lambda lesson: (lesson.sequence, lesson.id)))

    def runs(self) -> frozenset[str]:
        """Name the runs that wrote what is here, whether or not their folders still are.

        Raises:
            UsageError: if a record or a lesson is damaged.
        """
        runs = {card.run for card in self.cards()} | {lesson.run for lesson in self.lessons()}
        return frozenset(runs - {""})

    def write_task(self, task: StoredTask, preview: bytes | None) -> TaskRecord:
        """Keep a task and return its record as it stands on disk.

        A task that is there already with the same content, its place in the sequence aside, stays as it is.

        Raises:
            UsageError: if the name is taken by another task, or the hash is not that of the program.
        """
        record = task.record
        if program_hash(task.program) != record.program_sha256:
            raise UsageError(
                f"the record of {record.name!r} has the hash {record.program_sha256[:12]!r}, "
                f"its program {program_hash(task.program)[:12]!r}; make the record from this program"
            )
        folder = self.tasks_folder / record.name
        if folder.exists():
            return self._written_before(task, preview)
        files = {PROGRAM_FILE: task.program.encode(), RECORD_FILE: _json(record)}
        if task.original:
            files[ORIGINAL_FILE] = task.original.encode()
        write_folder(folder, files if preview is None else {**files, PREVIEW_FILE: preview})
        return record

    def write_lesson(self, lesson: Lesson) -> Lesson:
        """Keep a lesson and return it as it stands on disk.

        Raises:
            UsageError: if the id is taken by another lesson.
        """
        path = self.lessons_folder / f"{lesson.id}.json"
        if path.exists():
            known = self._lesson(path)
            _refuse_other(path, known, lesson)
            return known
        write_file(path, _json(lesson))
        return lesson

    def _written_before(self, task: StoredTask, preview: bytes | None) -> TaskRecord:
        folder = self.tasks_folder / task.record.name
        known = self._record(folder)
        _refuse_other(folder, known, task.record)
        self.program(known)  # the hashes agree; this tells whether the file still does
        if preview is not None and self.preview(known.name) is None:
            write_file(folder / PREVIEW_FILE, preview)
        return known

    def _folder(self, name: str) -> Path:
        folder = self.tasks_folder / name
        if folder.parent != self.tasks_folder or name.startswith(".") or not folder.is_dir():
            known = ", ".join(folder.name for folder in self._task_folders()[:20]) or "none"
            raise UsageError(f"the library has no task {name!r}; it has: {known}")
        return folder

    def _task_folders(self) -> list[Path]:
        if not self.tasks_folder.is_dir():
            return []
        entries = sorted(self.tasks_folder.iterdir())
        return [entry for entry in entries if entry.is_dir() and not entry.name.startswith(".")]

    def _lesson_files(self) -> list[Path]:
        files = self.lessons_folder.glob("*.json")
        return sorted(path for path in files if not path.name.startswith(LEFTOVER))

    def _record(self, folder: Path) -> TaskRecord:
        record = _parse(folder / RECORD_FILE, TaskRecord)
        _check_name(folder / RECORD_FILE, record.name, folder.name)
        return record

    def _card(self, folder: Path) -> TaskCard:
        card = _parse(folder / RECORD_FILE, TaskCard)
        _check_name(folder / RECORD_FILE, card.name, folder.name)
        return card

    def _lesson(self, path: Path) -> Lesson:
        lesson = _parse(path, Lesson)
        _check_name(path, lesson.id, path.stem)
        return lesson


def program_hash(source: str) -> str:
    """Return the sha256 of a program, in hexadecimal."""
    return hashlib.sha256(source.encode()).hexdigest()


def _refuse_other(path: Path, known: Stored, new: Stored) -> None:
    """Refuse to put something else under a name that is taken; the place in the sequence may differ."""
    if known != new.model_copy(update={"sequence": known.sequence}):
        raise UsageError(
            f"{path} exists and has other content; what was kept is never overwritten: choose another name"
        )


def _parse(path: Path, model: type[Parsed]) -> Parsed:
    content = _read(path)
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        said = ".".join(str(part) for part in first["loc"])[:LONG] or "the file"
        where = "".join(letter if letter.isprintable() else "?" for letter in said)
        raise UsageError(
            f"{path} is damaged or of another format: {where}: {first['msg']} "
            f"({error.error_count()} faults); restore the file, or remove "
            f"{path.parent if path.name == RECORD_FILE else path}"
        ) from error


def _read(path: Path) -> bytes:
    try:
        return _own(path).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}; restore it, or remove the folder {path.parent}"
        ) from error


def _own(path: Path) -> Path:
    """Refuse what would lead out of the library, never end, or fill the memory, as a stranger's may."""
    found = path.stat()
    if path.is_symlink() or path.parent.is_symlink() or not stat.S_ISREG(found.st_mode):
        raise UsageError(f"{path} is a link, or no plain file; a library holds plain files only: remove it")
    if found.st_size > MAX_BYTES:
        raise UsageError(
            f"{path} has {found.st_size:,} bytes; no file of a library has more than {MAX_BYTES:,}: remove it"
        )
    return path


def _check_name(path: Path, name: str, expected: str) -> None:
    if name != expected:
        raise UsageError(
            f"{path} calls itself {name!r}; a name is that of its place: {expected!r}; rename one"
        )


def _check_format(path: Path) -> None:
    try:
        found = json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise UsageError(f'{path} is not JSON; it should be {{"format": {FORMAT}}}') from error
    if found != {"format": FORMAT}:
        raise UsageError(
            f"{path} says {str(found)[:LONG]!r}; this version reads format {FORMAT}: "
            "use the version of Simwright that wrote the library, or another --workspace"
        )


def _json(data: Data) -> bytes:
    return _pretty(data.model_dump(mode="json"))


def _pretty(value: dict[str, object]) -> bytes:
    """Write JSON as a person would: sorted, indented, with a newline at the end; always the same bytes."""
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
