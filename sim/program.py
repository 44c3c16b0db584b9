"""Read a task program without running it.

A program is one module with one class that derives from `Task`; one that imports `cliport` is of another
dialect, that of GenSim and CLIPort, with rules of its own (`sim.cliport.policy`). This module answers, from
the syntax tree alone, whether it is one, what it is called and what it says about itself; and it refuses,
with the line and the remedy, what a task program has no use for: other modules, files, and every known way
to reach them from harmless objects. That keeps honest mistakes cheap and lazy attacks out; it is the first of
several layers, and the others do not rely on it (docs/security.md). Nothing is executed here.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.cliport import policy as cliport
from sim.errors import ProgramError

Dialect = Literal["simwright", "cliport"]
MAX_SOURCE = 20_000  # characters; the longest sensible program has about 4,000
ALLOWED_IMPORTS = ("__future__", "itertools", "math", "sim.language")
FORBIDDEN_NAMES = frozenset(
    {"open", "exec", "eval", "compile", "__import__", "getattr", "setattr", "delattr", "globals", "locals",
     "vars", "input", "breakpoint", "help", "exit", "quit"}
)  # fmt: skip
ALLOWED_DUNDERS = frozenset({"__init__", "__name__"})

# Ways from harmless objects to frames, code and files that have no double underscores to show.
WAYS_OUT = frozenset(
    {"ag_await", "ag_code", "ag_frame", "bit_generator", "cr_await", "cr_code", "cr_frame", "cr_origin",
     "dump", "f_back", "f_builtins", "f_code", "f_globals", "f_locals", "f_trace", "format_map", "gi_code",
     "gi_frame", "gi_yieldfrom", "model_construct", "model_copy", "mro", "parse_file", "parse_raw",
     "tb_frame", "tb_next", "tofile", "with_traceback"}
)  # fmt: skip
OURS = frozenset({"_goals"})  # what `Task` keeps to itself
CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,79}")  # it becomes the name of a folder, and `SceneSpec.task`
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})  # categories of characters that show nothing, or deceive
PLAIN_SPACE = "\n\r\t\f"


class NotPython(ProgramError):
    """The source is not Python at all."""


@dataclass(frozen=True)
class ProgramInfo:
    """What a program says about itself."""

    class_name: str
    docstring: str
    dialect: Dialect = "simwright"

    @property
    def summary(self) -> str:
        """The first line of the docstring: what the task is."""
        return self.docstring.strip().splitlines()[0].strip() if self.docstring.strip() else ""

    @property
    def task_name(self) -> str:
        """The class name in kebab-case: StackBlocks becomes stack-blocks."""
        pieces = [f"-{c.lower()}" if c.isupper() else c for c in self.class_name]
        return "".join(pieces).lstrip("-")


def parse_program(source: str, *, policy: bool = True) -> ProgramInfo:
    """Check that `source` is a task program and read its name and docstring.

    Args:
        source: the program.
        policy: refuse what a program may not use; a test that looks at the layers below leaves this out.

    Raises:
        NotPython: if it does not parse; the message names the line.
        ProgramError: if it is no task, or uses what a task program may not.
    """
    tree = _tree(source)
    dialect: Dialect = "cliport" if cliport.speaks_cliport(source) else "simwright"
    if policy:
        _check_characters(source)
        _check(tree, dialect)
    task = _only_task(tree) if dialect == "simwright" else _first_task(tree)
    if policy and not CLASS_NAME.fullmatch(task.name):
        raise ProgramError(
            f"class {task.name[:80]!r} needs a name in CamelCase: ASCII letters and digits, at most 80"
        )
    method = "build(self, scene)" if dialect == "simwright" else "reset(self, env)"
    name = method.partition("(")[0]
    if not any(isinstance(item, ast.FunctionDef) and item.name == name for item in task.body):
        raise ProgramError(f"class {task.name} has no method {method}; the scene is made there")
    return ProgramInfo(task.name, ast.get_docstring(task) or "", dialect)


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


def _first_task(tree: ast.Module) -> ast.ClassDef:
    """Return the first class that derives from Task: CLIPort's files hold families of them."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(_named(base, "Task") for base in node.bases):
            return node
    raise ProgramError("a program for GenSim has a class that derives from Task; found: none")


def _named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _check_characters(source: str) -> None:
    """Refuse what a reader cannot see: a program has to be what it looks like."""
    for number, line in enumerate(source.split("\n"), 1):
        for character in line:
            if unicodedata.category(character) in INVISIBLE and character not in PLAIN_SPACE:
                raise ProgramError(
                    f"line {number} holds an invisible character, U+{ord(character):04X}; remove it"
                )


def _check(tree: ast.Module, dialect: Dialect) -> None:
    checks = _CHECKS if dialect == "simwright" else _CLIPORT_CHECKS
    for node in ast.walk(tree):
        for kind, check in checks.items():
            if isinstance(node, kind):
                check(node)
    if dialect == "cliport":
        cliport.check(tree)


def _check_import(node: ast.Import) -> None:
    for alias in node.names:
        _check_module(alias.name, node.lineno)
        if alias.name == "sim.language":
            raise ProgramError(
                f"line {node.lineno} imports a whole module; write `from sim.language import ...`"
            )
        _check_name(alias.asname or "", node.lineno)


def _check_import_from(node: ast.ImportFrom) -> None:
    _check_module(node.module or ".", node.lineno)
    for alias in node.names:
        _check_name(alias.name, node.lineno)
        _check_name(alias.asname or "", node.lineno)


def _check_cliport_import(node: ast.Import | ast.ImportFrom) -> None:
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or "."]
    for module in modules:
        _check_module(module, node.lineno, cliport.IMPORTS)
    for alias in node.names:
        names = (alias.asname or "", *([] if isinstance(node, ast.Import) else [alias.name]))
        for name in names:
            _check_name(name, node.lineno)


def _check_module(module: str, line: int, allowed_imports: tuple[str, ...] = ALLOWED_IMPORTS) -> None:
    if module not in allowed_imports:
        allowed = ", ".join(name for name in allowed_imports if name != "__future__")
        raise ProgramError(f"line {line} imports {module!r}; a program may import: {allowed}")


def _check_name(name: str, line: int) -> None:
    if name in FORBIDDEN_NAMES:
        raise ProgramError(f"line {line} uses {name!r}; a program only fills the scene, without it")
    if _is_dunder(name):
        raise ProgramError(f"line {line} uses {name!r}; no double underscores but __init__")


def _check_definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
    _check_name(node.name, node.lineno)
    if isinstance(node, ast.ClassDef) and node.keywords:
        raise ProgramError(
            f"line {node.lineno} gives class {node.name} keywords; a class lists its bases only"
        )


def _check_attribute(node: ast.Attribute) -> None:
    """Names that begin with an underscore belong to their object: a program has its own, on `self`."""
    of_self = _named(node.value, "self")
    if _is_dunder(node.attr):
        raise ProgramError(
            f"line {node.lineno} reaches for {node.attr!r}; no double underscores but __init__"
        )
    if node.attr in WAYS_OUT | OURS or (
        node.attr.startswith("_") and not of_self and not _is_init(node.attr)
    ):
        raise ProgramError(
            f"line {node.lineno} reaches for {node.attr!r}, which is no part of the task language"
        )
    if isinstance(node.ctx, (ast.Store, ast.Del)) and not of_self:
        raise ProgramError(
            f"line {node.lineno} changes {node.attr!r} of another object; a program changes self only"
        )
    if node.attr == "format":
        _check_format(node)


def _check_cliport_attribute(node: ast.Attribute) -> None:
    """Check as ever, but for formats: `sim.cliport.policy` looks at all texts instead."""
    if node.attr != "format":
        _check_attribute(node)


def _check_format(node: ast.Attribute) -> None:
    """A format reaches for attributes by itself, so it has to be here to be seen, and without any."""
    template = node.value.value if isinstance(node.value, ast.Constant) else None
    if not isinstance(template, str) or re.search(r"\{[^{}]*[.\[_]", template):
        raise ProgramError(
            f'line {node.lineno} formats what is not plain text; write an f-string: f"the {{color}} block"'
        )


def _check_pattern(node: ast.MatchClass) -> None:
    for name in node.kwd_attrs:
        if name.startswith("_") or name in WAYS_OUT:
            raise ProgramError(f"line {node.lineno} matches {name!r}, which is no part of the task language")


_CHECKS: dict[type[ast.AST], Callable[..., None]] = {
    ast.Import: _check_import,
    ast.ImportFrom: _check_import_from,
    ast.Name: lambda node: _check_name(node.id, node.lineno),
    ast.arg: lambda node: _check_name(node.arg, node.lineno),
    ast.FunctionDef: _check_definition,
    ast.AsyncFunctionDef: _check_definition,
    ast.ClassDef: _check_definition,
    ast.Attribute: _check_attribute,
    ast.MatchClass: _check_pattern,
}
_CLIPORT_CHECKS: dict[type[ast.AST], Callable[..., None]] = {
    **_CHECKS,
    ast.Import: _check_cliport_import,
    ast.ImportFrom: _check_cliport_import,
    ast.Attribute: _check_cliport_attribute,
}


def _is_init(name: str) -> bool:
    return name in ALLOWED_DUNDERS


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and not _is_init(name)
