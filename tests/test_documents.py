"""What the documents say is true: each link, file, module, command and option that they name exists.

Read are links, and what stands in backticks or in a block of code; prose is not. So whoever wants a name to
be held to the truth puts it in backticks.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from simwright.cli import COMMANDS, app, load

ROOT = Path(__file__).parents[1]
NAMED = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
DOCUMENTS = [*(ROOT / name for name in NAMED), *sorted((ROOT / "docs").rglob("*.md"))]
PACKAGES = "sim|memory|agents|graphs|policy|eval|simwright"

# Made by a run in the reader's workspace, or by an install: nothing that the repository holds.
MADE_LATER = ("workspace", ".venv", "library", "index", "runs", "demos", "policies")

FENCE = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)[^)\n]*\)|^\[[^]\n]+\]: +(\S+)|(?:src|href)=\"([^\"]+)\"", re.MULTILINE)
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
COMMAND = re.compile(r"(?:\$ )?((?:\S*/)?simwright|make)(?= +(?:--?)?[a-z]|$)(.*)")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
FILE_AT_ROOT = re.compile(r"Makefile|Dockerfile|LICENSE|[A-Z]+\.md|pyproject\.toml|constraints\.txt|\.\w+")
MODULE = re.compile(rf"(?:{PACKAGES})(?:\.\w+)+")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@pytest.fixture(scope="module", autouse=True)
def commands_are_imported() -> None:
    """Import every command once: some bring PyTorch along, and no single test should wait for that."""
    for name in COMMANDS:
        load(name)


def spans(document: Path) -> list[str]:
    """Return what stands in backticks within lines."""
    return SPAN.findall(FENCE.sub("", document.read_text(encoding="utf-8")))


def commands(document: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the program and the words of each `simwright` and `make` command that a document shows."""
    blocks = FENCE.findall(document.read_text(encoding="utf-8"))
    for line in [*spans(document), *(line for block in blocks for line in block.splitlines())]:
        for part in re.split(r"&&|\|\s|;", line):
            if found := COMMAND.fullmatch(part.strip()):
                yield Path(found[1]).name, shlex.split(found[2], comments=True)


@each_document
def test_each_link_leads_somewhere(document: Path) -> None:
    targets = [a or b or c for a, b, c in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8")))]
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not leads_somewhere(document, target)] == []


def leads_somewhere(document: Path, target: str) -> bool:
    """Say whether a relative link leads to a file in the repository, and to its heading if it names one."""
    name, _, anchor = target.partition("#")
    path = (document.parent / name).resolve() if name else document
    if not (path.exists() and path.is_relative_to(ROOT)):
        return False
    return not anchor or anchor in map(anchor_of, HEADING.findall(path.read_text(encoding="utf-8")))


def anchor_of(heading: str) -> str:
    """Return the name under which the usual viewers of Markdown let a heading be linked."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@each_document
def test_each_file_that_is_named_exists(document: Path) -> None:
    named = [span for span in spans(document) if names_a_file(span)]
    gone = [span for span in named if not (ROOT / span).exists() and not (document.parent / span).exists()]
    assert gone == []


def names_a_file(span: str) -> bool:
    """Say whether a span of code is a path in the repository, and not a placeholder or a result."""
    if FILE_AT_ROOT.fullmatch(span):
        return span not in MADE_LATER
    top, slash, rest = span.removeprefix("./").partition("/")
    if not slash or top in MADE_LATER or not PATH.fullmatch(span):
        return False
    return (ROOT / top).exists() or not rest or Path(span).suffix in (".py", ".md", ".toml", ".txt", ".sh")


@each_document
def test_each_module_that_is_named_exists(document: Path) -> None:
    assert [span for span in spans(document) if MODULE.fullmatch(span) and not is_module(span)] == []


def is_module(name: str) -> bool:
    """Say whether a dotted name is a module of ours, or a name that stands in one."""
    path = ROOT.joinpath(*name.split("."))
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    modules = [path.parent.with_suffix(".py"), path.parent / "__init__.py"]
    return any(module.is_file() and path.name in module.read_text(encoding="utf-8") for module in modules)


@each_document
def test_each_make_target_exists(document: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    asked = {word for program, words in commands(document) if program == "make" for word in words}
    assert {word for word in asked if re.fullmatch(r"[a-z]+", word)} - targets == set()


@each_document
def test_each_simwright_command_and_option_exists(document: Path) -> None:
    wrong = [
        f"simwright {' '.join(words)}: no {word}"
        for program, words in commands(document)
        if program == "simwright"
        for word in unknown([word.strip("[]") for word in words])
    ]
    assert wrong == []


def unknown(words: list[str]) -> list[str]:
    """Return the first words of a command line that the program does not know; none if it knows all.

    `search|show` stands for either of two commands, and both are looked up.
    """
    command = front_door = typer.main.get_command(app)
    options = options_of(front_door)
    for word in words:
        if word.startswith("-") and word.partition("=")[0] not in options:
            return [word]
        if isinstance(command, TyperGroup) and not word.startswith("-"):
            names = word.split("|")
            if missing := [name for name in names if name not in command.commands]:
                return missing
            command = load(names[0]) if command is front_door else command.commands[names[0]]
            options |= options_of(command)
    return []


def options_of(command: object) -> set[str]:
    """Return all spellings of a command's options."""
    assert isinstance(command, TyperCommand | TyperGroup)
    spellings = {spelling for option in command.params for spelling in (*option.opts, *option.secondary_opts)}
    return spellings | {"--help", "-h"}


def test_each_command_is_told_of_somewhere() -> None:
    told = {words[0] for document in DOCUMENTS for _, words in commands(document) if words}
    assert COMMANDS.keys() - told == set()
