"""The front door: what every command has in common."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup

from simwright.cli import COMMANDS, load
from tests.simwright.door import Knock, simwright

HEAVY = (
    "torch", "chromadb", "langgraph", "langchain_core", "pybullet", "sentence_transformers",
    "numpy", "pydantic", "opentelemetry", "PIL", "jinja2",
)  # fmt: skip
VERBS = {
    "add",
    "build",
    "check",
    "compare",
    "copy",
    "count",
    "draw",
    "free",
    "invent",
    "kill",
    "learn",
    "list",
    "measure",
    "play",
    "record",
    "remove",
    "rewrite",
    "search",
    "show",
    "teach",
    "walk",
    "write",
}
FEWEST_EXAMPLES, MOST_EXAMPLES = 2, 4


def commands() -> Iterator[tuple[str, TyperCommand]]:
    """Yield every command that does something, by its full name."""
    for name in COMMANDS:
        command = load(name)
        if isinstance(command, TyperGroup):
            for below, inner in command.commands.items():
                assert isinstance(inner, TyperCommand)
                yield f"{name} {below}", inner
        else:
            yield name, command


EVERY = [pytest.param(name, command, id=name) for name, command in commands()]
each_command = pytest.mark.parametrize(("name", "command"), EVERY)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys, json, atexit\n"
        "from simwright.cli import main\n"
        f"atexit.register(lambda: sys.stderr.write(json.dumps([m for m in {HEAVY!r} if m in sys.modules])))\n"
        "main(['--help'])\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(ran.stderr) == []
    assert "explore" in ran.stdout


@each_command
def test_every_command_takes_json_and_workspace(name: str, command: TyperCommand) -> None:
    options = {spelling for parameter in command.params for spelling in parameter.opts}
    assert {"--json", "--workspace"} <= options, name


@each_command
def test_every_help_begins_with_a_verb(name: str, command: TyperCommand) -> None:
    assert (command.help or "").split()[0].lower() in VERBS, name


@each_command
def test_every_parameter_says_what_it_is(name: str, command: TyperCommand) -> None:
    silent = [parameter.name for parameter in command.params if not getattr(parameter, "help", "")]
    assert silent == [], name


@each_command
def test_every_help_shows_examples_that_parse(name: str, command: TyperCommand) -> None:
    lines = re.findall(r"^ *simwright (.*)$", inspect.cleandoc(command.help or ""), re.MULTILINE)
    assert FEWEST_EXAMPLES <= len(lines) <= MOST_EXAMPLES
    for line in lines:
        assert line.startswith(name)
        words = shlex.split(line)[len(name.split()) :]
        with command.make_context(name, words):
            pass  # parsed: every option of the example exists and takes what it is given


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_page_says_the_commands_own_first_line(name: str) -> None:
    own = (load(name).help or "").splitlines()[0]
    line = COMMANDS[name][1]
    assert own.rstrip(".").startswith(line.rstrip(".").split(",")[0])


def test_misuse_is_one_sentence_on_standard_error(knock: Knock) -> None:
    ran = knock("runs", "show", "run-0009")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("error: there is no run 'run-0009'")
    assert "Traceback" not in ran.err


def test_an_unknown_command_offers_a_near_one(knock: Knock) -> None:
    ran = knock("expolre")
    assert ran.code == 2
    assert "explore" in ran.err


@pytest.mark.parametrize("words", [["tasks", "--nope"], ["verify"], ["explore", "--attempts", "0"], []])
def test_wrong_use_leaves_with_two(knock: Knock, words: list[str]) -> None:
    assert knock(*words).code == 2


def test_the_version_is_the_installed_one(knock: Knock) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", knock("--version").out)


def test_the_module_runs_as_the_program_does(tmp_path: Path) -> None:
    ran = simwright("tasks", "--json", folder=tmp_path)
    assert ran.code == 0
    assert len(ran.data) >= 5
