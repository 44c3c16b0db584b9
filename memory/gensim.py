"""Reads a library that GenSim wrote: task programs, and the JSON files that describe them.

    base_tasks.json       generated_tasks.json        name -> {task-name, task-description, assets-used}
    base_task_codes.json  generated_task_codes.json   names of program files
    *.py                                              programs

GenSim keeps the JSON files in `prompts/data`, the programs in `cliport/tasks` and `cliport/generated_tasks`;
here they may lie there or in the folder itself, and any of them may be missing. Whatever is wrong with one
entry is told, with file, entry, rule and remedy, and the others go in. Nothing is run here, and nothing
believed: a program counts when it was verified. Source: GenSim (Wang et al. 2023), its class `Memory`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from memory.plain import Refused, read_json, read_text, shown
from sim.errors import UsageError

PLACES = (".", "prompts/data", "data", "tasks", "generated_tasks", "cliport/tasks", "cliport/generated_tasks")
DESCRIPTIONS = ("base_tasks.json", "generated_tasks.json")
CODES = ("base_task_codes.json", "generated_task_codes.json")
NO_TASKS = frozenset({"__init__.py"})
JSON_BYTES = 16 << 20
PROGRAM_BYTES = 1 << 20
MOST = 10_000  # programs, and entries of a file
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,79}")
PROGRAM_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}\.py")
NAME_RULE = "a name has at most 80 letters, digits, '-' and '_': rename it"


class Described(BaseModel):
    """What a JSON file says of a task; whatever else it says is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    name: str = Field(alias="task-name", max_length=200)
    description: str = Field(alias="task-description", min_length=1, max_length=4000)


@dataclass(frozen=True)
class Entry:
    """One program that may come in; `name` is in kebab-case."""

    file: str
    name: str
    description: str  # empty where no JSON file has one
    source: str


@dataclass(frozen=True)
class Fault:
    """One entry that does not come in, and why."""

    file: str
    entry: str
    reason: str


@dataclass(frozen=True)
class Found:
    """What a folder holds."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_gensim(folder: Path) -> Found:
    """Read a GenSim library.

    Raises:
        UsageError: if there is no such folder, or nothing in it that GenSim writes.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; give the folder that holds the programs (*.py)")
    reader = _Reader(folder)
    reader.read()
    if not reader.programs and not reader.faults and not reader.described:
        raise UsageError(
            f"{folder} holds neither programs (*.py) nor {', '.join(DESCRIPTIONS)}; "
            "give a folder of GenSim's, or one that `simwright memory export` wrote"
        )
    return Found(tuple(reader.entries()), tuple(reader.faults))


class _Reader:
    """Reads one folder; remembers what it found and what it refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.described: dict[str, str] = {}
        self.programs: dict[str, str] = {}  # by their place in the folder
        self.faults: list[Fault] = []

    def read(self) -> None:
        places = [self._folder / place for place in PLACES]
        present = [place for place in places if place.is_dir() and not self._is_linked(place)]
        for place in present:
            paths = sorted(place.glob("*.py"))
            if len(paths) > MOST:
                self._refuse(place.name, "", f"holds {len(paths):,} programs; the first {MOST:,} are read")
            for path in paths[:MOST]:
                if path.name not in NO_TASKS:
                    self._read_program(path)
        for place in present:
            for name in DESCRIPTIONS:
                self._read_descriptions(place / name)
        for place in present:
            for name in CODES:
                self._read_codes(place / name)

    def entries(self) -> Iterator[Entry]:
        """Yield the programs in the order of the places; what is there twice comes in once."""
        first: dict[str, str] = {}
        for file, source in self.programs.items():
            if source in first:
                self._refuse(file, "", f"is the same program as {first[source]}; one of them is enough")
                continue
            first[source] = file
            name = kebab(Path(file).stem)
            yield Entry(file, name, self.described.pop(name, ""), source)
        told = {kebab(Path(fault.file).stem) for fault in self.faults}
        for name in sorted(self.described.keys() - told):
            self._refuse(
                "", name, f"is described and has no program; put it there as {name.replace('-', '_')}.py"
            )

    def _is_linked(self, place: Path) -> bool:
        """Whether a folder is reached by a link, below the folder that was named."""
        steps = [place, *place.parents]
        return any(step.is_symlink() for step in steps[: steps.index(self._folder)])

    def _read_program(self, path: Path) -> None:
        file = path.relative_to(self._folder).as_posix()
        if not PROGRAM_NAME.fullmatch(path.name):
            self._refuse(file, "", f"{NAME_RULE}, NAME.py")
            return
        try:
            self.programs[file] = read_text(path, PROGRAM_BYTES)
        except Refused as reason:
            self._refuse(file, "", str(reason))

    def _read_descriptions(self, path: Path) -> None:
        for entry, value in self._object(path):
            file = path.relative_to(self._folder).as_posix()
            if not NAME.fullmatch(entry):
                self._refuse(file, entry, NAME_RULE)
                continue
            try:
                told = Described.model_validate(value)
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                where = shown(".".join(map(str, first["loc"])) or "the entry")
                rule = "an entry is {task-name, task-description, assets-used}"
                self._refuse(file, entry, f"{where}: {first['msg'].lower()}; {rule}: mend it")
                continue
            if kebab(told.name) != kebab(entry):
                self._refuse(
                    file, entry, f"calls itself {shown(told.name)!r}; one name for one entry: mend it"
                )
                continue
            self.described[kebab(entry)] = " ".join(told.description.split())

    def _read_codes(self, path: Path) -> None:
        """Check that each program that is listed is there."""
        file = path.relative_to(self._folder).as_posix()
        value = self._json(path)
        if value is None:
            return
        if not isinstance(value, list):
            self._refuse(file, "", "is no list of names of programs; mend it")
            return
        there = {Path(program).name for program in self.programs}
        tried = there | {Path(fault.file).name for fault in self.faults}
        for name in value[:MOST]:
            if not isinstance(name, str) or not PROGRAM_NAME.fullmatch(name):
                self._refuse(file, str(name), f"{NAME_RULE}, NAME.py")
            elif name not in tried:
                self._refuse(file, name, "is listed and not there; put the program beside the others")

    def _object(self, path: Path) -> list[tuple[str, object]]:
        value = self._json(path)
        if value is None:
            return []
        if not isinstance(value, dict):
            file = path.relative_to(self._folder).as_posix()
            self._refuse(file, "", "is no object of names and descriptions; mend it")
            return []
        return list(value.items())[:MOST]

    def _json(self, path: Path) -> object:
        """Read a JSON file; None if it is not there, or was refused."""
        if not path.is_symlink() and not path.exists():
            return None
        try:
            return read_json(path, JSON_BYTES)
        except Refused as reason:
            self._refuse(path.relative_to(self._folder).as_posix(), "", str(reason))
            return None

    def _refuse(self, file: str, entry: str, reason: str) -> None:
        self.faults.append(Fault(shown(file), shown(entry), reason))


def kebab(name: str) -> str:
    """Return a name as our library writes it: words in lower case, with hyphens between."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))
