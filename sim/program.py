"""Read a task program without running it.

A program is one module with one class that derives from `Task`. This module answers, from the syntax tree
alone, whether it is one, what it is called and what it says about itself. Nothing is executed here; what a
program may *do* is limited where it runs (`sim.builder`).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from sim.errors import ProgramError

MAX_SOURCE = 20_000  # characters; the longest sensible program has about 4,000
ALLOWED_IMPORTS = ("__future__", "itertools", "math", "sim.language")
FORBIDDEN_NAMES = frozenset(
    {"open", "exec", "eval", "compile", "__import__", "getattr", "setattr", "delattr", "globals", "locals",
     "vars", "input", "breakpoint", "help", "exit", "quit"}
)  # fmt: skip
ALLOWED_DUNDERS = frozenset({"__init__", "__name__"})


class NotPython(ProgramError):
    """The source is not Python at all."""


@dataclass(frozen=True)
class ProgramInfo:
    """What a program says about itself."""

    class_name: str
    docstring: str

    @property
    def summary(self) -> str:
        """The first line of the docstring: what the task is."""
        return self.docstring.strip().splitlines()[0].strip() if self.docstring.strip() else ""

    @property
    def task_name(self) -> str:
        """The class name in kebab-case: StackBlocks becomes stack-blocks."""
        pieces = [f"-{c.lower()}" if c.isupper() else c for c in self.class_name]
        return "".join(pieces).lstrip("-")


def parse_program(source: str) -> ProgramInfo:
    """Check that `source` is a task program and read its name and docstring.

    Raises:
        NotPython: if it does not parse; the message names the line.
        ProgramError: if it is no task, or uses what a task program may not.
    """
    tree = _tree(source)
    for node in ast.walk(tree):
        _check_node(node)
    task = _only_task(tree)
    if not any(isinstance(item, ast.FunctionDef) and item.name == "build" for item in task.body):
        raise ProgramError(f"class {task.name} has no method build(self, scene); the scene is made there")
    return ProgramInfo(task.name, ast.get_docstring(task) or "")


def _tree(source: str) -> ast.Module:
    if len(source) > MAX_SOURCE:
        raise ProgramError(f"the program has {len(source)} characters; at most {MAX_SOURCE} are allowed")
    try:
        return ast.parse(source)
    except SyntaxError as error:
        line = (error.text or "").strip()
        raise NotPython(f"line {error.lineno} is not Python: {error.msg}: {line[:80]!r}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise NotPython(f"the source cannot be parsed: {error}") from error


def _only_task(tree: ast.Module) -> ast.ClassDef:
    tasks = [n for n in tree.body if isinstance(n, ast.ClassDef) and any(_named(b, "Task") for b in n.bases)]
    if len(tasks) != 1:
        found = ", ".join(t.name for t in tasks) or "none"
        raise ProgramError(f"a program has exactly one class that derives from Task; found: {found}")
    return tasks[0]


def _named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _check_node(node: ast.AST) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            _check_import(alias.name, node.lineno)
    elif isinstance(node, ast.ImportFrom):
        _check_import(node.module or ".", node.lineno)
    elif isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
        raise ProgramError(f"line {node.lineno} uses {node.id!r}; a program only fills the scene, without it")
    elif isinstance(node, ast.Attribute) and _is_dunder(node.attr):
        raise ProgramError(
            f"line {node.lineno} reaches for {node.attr!r}; no double underscores but __init__"
        )


def _check_import(module: str, line: int) -> None:
    if module not in ALLOWED_IMPORTS:
        allowed = ", ".join(ALLOWED_IMPORTS[1:])
        raise ProgramError(f"line {line} imports {module!r}; a program may import: {allowed}")


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name not in ALLOWED_DUNDERS
