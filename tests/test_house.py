"""The house rules that no linter knows. CONTRIBUTING.md gives the reasons; a failure names file and line.

Nothing is imported here: source is read as text and as a syntax tree. `tests/programs` holds task programs,
good and bad ones, and is no source of ours.
"""

from __future__ import annotations

import ast
import io
import os
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("sim", "memory", "agents", "graphs", "policy", "eval", "simwright")
PYTHON_FOLDERS = (*PACKAGES, "tests", "tools")
MADE_BY_TOOLS = {".git", ".venv", ".hypothesis", "__pycache__", "build", "dist", "workspace"}

FILE_LINES = 400
FUNCTION_LINES = 45
UNTESTED_LINES = 60  # a shorter module may leave its tests to those who use it
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}

# Modules that have no test file of their own name, and where they are tested instead.
TESTED_ELSEWHERE = {
    "eval/evaluate.py": "tests/simwright/test_commands_train.py",  # the way from demonstrations to a score
    "eval/heat.py": "tests/eval/test_film.py",  # which shows it
    "eval/tables.py": "tests/eval/test_scores.py",  # what is in them
    "simwright/lessons.py": "tests/simwright/test_commands_train.py",
    "sim/cases.py": "tests/sim/test_hard_cases.py",
    "sim/planting.py": "tests/sim/test_hard_cases.py",
    "sim/cliport/clusters.py": "tests/sim/cliport/test_honest.py",
    "sim/cliport/rods.py": "tests/sim/cliport/test_honest.py",
    "sim/cliport/palletizing.py": "tests/sim/cliport/test_honest.py",
    "sim/cliport/movers.py": "tests/sim/cliport/test_honest.py",
    "sim/cliport/slots.py": "tests/sim/cliport/test_honest.py",
    "sim/cliport/images.py": "tests/simwright/test_commands_benchmark.py",  # with what they cost
    "sim/domain.py": "tests/sim/test_shifted.py",  # what it looks like
    "sim/eye.py": "tests/sim/test_shifted.py",  # and how it moves
    "policy/checkpoint.py": "tests/policy/test_train.py",  # what is saved, read again
    "policy/fast.py": "tests/policy/test_train.py",
    "policy/learning.py": "tests/policy/test_train.py",
    "policy/plan.py": "tests/policy/test_train.py",  # what it asks for
    "policy/model.py": "tests/policy/test_train.py",
    "policy/words.py": "tests/policy/test_train.py",
    "policy/cliport/blocks.py": "tests/policy/cliport/test_semantic.py",  # the streams that are made of them
    "policy/cliport/spatial.py": "tests/policy/cliport/test_semantic.py",
    "policy/demos/card.py": "tests/policy/demos/test_record.py",  # what was recorded, read again
    "policy/demos/rows.py": "tests/policy/demos/test_record.py",
    "policy/demos/store.py": "tests/policy/demos/test_record.py",
    "sim/aim.py": "tests/sim/test_demonstrate.py",  # what is written down, carried out
    "sim/cliport/base.py": "tests/sim/cliport/test_recorder.py",  # what programs inherit, recorded
    "sim/cliport/environment.py": "tests/sim/cliport/test_bullet.py",  # both take bodies in
    "sim/cliport/episode.py": "tests/sim/cliport/test_world.py",  # the faithful world as a whole:
    "sim/cliport/functions.py": "tests/sim/cliport/test_modules.py",
    "sim/cliport/judge.py": "tests/sim/cliport/test_world.py",
    "sim/cliport/motion.py": "tests/sim/cliport/test_world.py",
    "sim/cliport/oracle.py": "tests/sim/cliport/test_world.py",
    "sim/cliport/soft.py": "tests/sim/cliport/test_programs.py",  # ropes and kits, played
    "sim/cliport/things.py": "tests/sim/cliport/test_honest.py",  # the objects of honest scenes
    "sim/cliport/verdict.py": "tests/sim/cliport/test_programs.py",
    "sim/bodies.py": "tests/sim/test_world.py",  # which is made of them
    "sim/build.py": "tests/sim/test_processes.py",  # parent, child
    "sim/builder.py": "tests/sim/test_processes.py",  # and what they say to each other
    "sim/messages.py": "tests/sim/test_processes.py",
    "sim/checks.py": "tests/sim/test_relations.py",  # which refuse what it refuses
    "sim/fixtures.py": "tests/sim/test_shapes.py",  # the parts of its things
    "sim/task.py": "tests/sim/test_scene.py",  # what a program states, built
    "sim/worker.py": "tests/sim/test_processes.py",
    "sim/kinds.py": "tests/sim/test_things.py",  # a table that the things are made from
    "sim/placement.py": "tests/sim/test_scene.py",
    "sim/trial.py": "tests/sim/test_verify.py",  # the phases, through the front
    "graphs/checkpoints.py": "tests/graphs/test_resume.py",  # what a killed run finds again
    "graphs/outside.py": "tests/graphs/test_courier.py",  # what is sent out, and what must not be
    "graphs/telling.py": "tests/graphs/test_spans.py",
    "graphs/context.py": "tests/graphs/test_attempt.py",  # what every node is given
    "graphs/folder.py": "tests/graphs/test_resume.py",
    "graphs/questions.py": "tests/graphs/test_attempt.py",  # what the nodes ask
    "graphs/pursue.py": "tests/graphs/test_curriculum.py",  # the session around it
    "graphs/teaching.py": "tests/graphs/test_curriculum.py",  # what its nodes do
    "graphs/state.py": "tests/graphs/test_attempt.py",  # types only
    "graphs/summary.py": "tests/graphs/test_explore.py",
}

SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~/$-])/(?:home|Users|work|opt|srv|mnt)/\w")
OUTSIDE = re.compile(r"(?<![\w.])(?:\.\./)+[\w.-]+")
PACKAGE_INDEX = re.compile(
    r"://[^\s/]*(?:pypi|registry|mirror|artifact|nexus|download)|/(?:simple|whl)/|find-links|extra-index"
)
DIRECTIVE = re.compile(r"type: ignore\[[^]]*\]|noqa(?:: ?[A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)*)?")


@dataclass(frozen=True)
class Source:
    """A text file of ours; the properties that need Python are for Python files."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the root, with forward slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return self.path.read_text(encoding="utf-8", errors="replace")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the syntax tree."""
        return list(ast.walk(ast.parse(self.text)))

    @cached_property
    def comments(self) -> dict[int, str]:
        """The comments by line; a string that looks like one is not among them."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    def at(self, line: int, what: str) -> str:
        """Say where something is, in the form that editors jump to."""
        return f"{self.name}:{line}: {what}"


def sources() -> Iterator[Source]:
    """Find every text file that somebody wrote."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted({name for name in folders if not name.endswith("_cache")} - MADE_BY_TOOLS)
        for name in sorted(files):
            path = Path(folder, name)
            if not is_binary(path):
                yield Source(path)


def is_binary(path: Path) -> bool:
    """Say whether a file is anything but text, as git does: by a zero byte near its start."""
    with path.open("rb") as file:
        return b"\0" in file.read(8000)


SOURCES = tuple(sources())
PYTHON = tuple(
    source
    for source in SOURCES
    if source.path.suffix == ".py"
    and source.name.startswith(tuple(f"{folder}/" for folder in PYTHON_FOLDERS))
    and not source.name.startswith("tests/programs/")
)


def hold(rule: Callable[[Source], Iterator[str]], among: tuple[Source, ...] = PYTHON) -> None:
    """Fail with everything in the sources that breaks a rule."""
    if offences := [offence for source in among for offence in rule(source)]:
        pytest.fail("\n".join(offences), pytrace=False)


def long_files(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > FILE_LINES:
        yield source.at(lines, f"{lines} lines, {FILE_LINES} at most: it holds more than one concept")


def long_functions(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield source.at(node.lineno, f"{node.name} has {lines} lines, {FUNCTION_LINES} at most")


def names_of_nothing(source: Source) -> Iterator[str]:
    if source.path.stem in NAMES_OF_NOTHING:
        yield source.at(1, "name the concept, or put the function beside its one caller")


def modules_without_docstring(source: Source) -> Iterator[str]:
    if not ast.get_docstring(ast.parse(source.text)):
        yield source.at(1, "start with what this module is and what it does not do")


def swallowed_errors(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and swallows(node):
            yield source.at(node.lineno, "name the error, or say what happens then")
        if isinstance(node, ast.Call) and suppresses_everything(node):
            yield source.at(node.lineno, "name the error that may be passed over")


def swallows(handler: ast.ExceptHandler) -> bool:
    """Say whether a handler is bare, or catches every error and then does nothing."""
    nothing = all(isinstance(line, ast.Pass | ast.Continue) or is_text(line) for line in handler.body)
    return handler.type is None or (nothing and is_everything(handler.type))


def suppresses_everything(call: ast.Call) -> bool:
    """Say whether a call is `contextlib.suppress` with an error that every error is."""
    return ast.unparse(call.func).endswith("suppress") and any(map(is_everything, call.args))


def is_everything(kind: ast.expr) -> bool:
    """Say whether an expression names an error that every error is."""
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(ast.unparse(kind) in ("Exception", "BaseException") for kind in kinds)


def is_text(line: ast.stmt) -> bool:
    """Say whether a statement is only a string or an ellipsis."""
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def prints(source: Source) -> Iterator[str]:
    if not source.name.startswith("simwright/"):
        for node in source.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                yield source.at(
                    node.lineno, "return it, log it, or trace it: only simwright/ speaks to people"
                )


def unexplained_exemptions(source: Source) -> Iterator[str]:
    for line, comment in source.comments.items():
        if DIRECTIVE.search(comment) and not gives_a_reason(comment):
            yield source.at(line, f"say why, on the same line: {comment}")
    for node in source.nodes:
        if is_any(node) and not gives_a_reason(source.comments.get(node.lineno, "")):
            yield source.at(node.lineno, "say on this line why it has to be Any")


def is_any(node: ast.AST) -> TypeGuard[ast.expr]:
    """Say whether a node is a use of `typing.Any`."""
    name = isinstance(node, ast.Name) and node.id == "Any"
    return name or (isinstance(node, ast.Attribute) and node.attr == "Any")


def gives_a_reason(comment: str) -> bool:
    """Say whether two words or more are left of a comment without what it tells the tools."""
    return len(re.findall(r"\w+", DIRECTIVE.sub("", comment))) >= 2


def modules_without_tests(source: Source) -> Iterator[str]:
    top, *folders, _ = source.path.relative_to(ROOT).parts
    if top not in PACKAGES or source.text.count("\n") <= UNTESTED_LINES or source.name in TESTED_ELSEWHERE:
        return
    names = [source.path.stem.strip("_"), *folders[-1:]]
    patterns = [pattern for name in names for pattern in (f"test_{name}.py", f"test_{name}_*.py")]
    if not any(found for pattern in patterns for found in (ROOT / "tests" / top).rglob(pattern)):
        yield source.at(1, f"has no tests/{top}/{patterns[0]}")


def private_places(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if SOMEBODYS_FOLDER.search(line):
            yield source.at(number, "a folder of somebody's machine")
        if PACKAGE_INDEX.search(line) and source.path != Path(__file__):
            yield source.at(number, "a package index; which one to use is the reader's own setting")
        if not source.name.startswith("tests/") and any(map(source_leaves(source), OUTSIDE.findall(line))):
            yield source.at(number, "a path that leads out of the repository")


def source_leaves(source: Source) -> Callable[[str], bool]:
    """Return what says whether a path, seen from a file, leads out of the repository."""
    return lambda path: not (source.path.parent / path).resolve().is_relative_to(ROOT)


def test_no_file_is_longer_than_400_lines() -> None:
    hold(long_files)


def test_no_function_is_longer_than_45_lines() -> None:
    hold(long_functions)


def test_every_module_is_named_after_a_concept() -> None:
    hold(names_of_nothing)


def test_every_module_says_what_it_is() -> None:
    hold(modules_without_docstring)


def test_no_error_is_swallowed() -> None:
    hold(swallowed_errors)


def test_only_the_front_door_prints() -> None:
    hold(prints)


def test_every_exemption_says_why() -> None:
    hold(unexplained_exemptions)


def test_every_module_has_its_tests() -> None:
    hold(modules_without_tests)


def test_what_is_tested_elsewhere_exists_and_so_do_its_tests() -> None:
    gone = [name for pair in TESTED_ELSEWHERE.items() for name in pair if not (ROOT / name).is_file()]
    assert not gone


def test_nothing_names_a_private_place() -> None:
    hold(private_places, SOURCES)
