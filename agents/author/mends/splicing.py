"""Cutting and pasting Python source by its syntax tree, so that all else stays as somebody wrote it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from sim.report import Report

N = TypeVar("N", bound=ast.AST)
Cut = tuple[int, int, str]  # from, to, in its place; offsets in characters


@lru_cache(maxsize=16)  # so that a node is the same one for all who look at a source
def tree_of(source: str) -> ast.Module | None:
    """Parse a program; None when it is not Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def every(source: str, kind: type[N]) -> list[N]:
    """Return all nodes of a type in the order in which they stand; none when the source is not Python."""
    tree = tree_of(source)
    found = [node for node in ast.walk(tree) if isinstance(node, kind)] if tree else []
    return sorted(found, key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)))


def spliced(source: str, cuts: Iterable[Cut]) -> str | None:
    """Apply cuts, the last one first; None when there are none. A cut within another one is left out."""
    ordered = sorted(dict.fromkeys(cuts), key=lambda cut: (cut[0], -cut[1]))
    outer = [cut for i, cut in enumerate(ordered) if not any(c[0] <= cut[0] < c[1] for c in ordered[:i])]
    for start, end, text in reversed(outer):
        source = source[:start] + text + source[end:]
    return source if outer else None


def over(source: str, node: ast.expr | ast.stmt | ast.keyword | ast.alias, text: str) -> Cut:
    """Return the cut that puts a text in the place of a node."""
    start = offset(source, node.lineno, node.col_offset)
    end = offset(source, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
    return start, end, text


def without_statement(source: str, node: ast.stmt) -> Cut:
    """Return the cut that takes out whole lines."""
    start = offset(source, node.lineno, 0)
    lines = source.splitlines(keepends=True)
    return start, start + sum(map(len, lines[node.lineno - 1 : node.end_lineno])), ""


def text_of(source: str, node: ast.expr | ast.stmt) -> str:
    """Return the source of a node."""
    return ast.get_source_segment(source, node) or ast.unparse(node)


def offset(source: str, line: int, column: int) -> int:
    """Return where a line (from 1) and a column (from 0, in bytes, as the syntax tree has them) are."""
    lines = source.splitlines(keepends=True)
    before = lines[line - 1].encode()[:column].decode() if line <= len(lines) else ""
    return sum(map(len, lines[: line - 1])) + len(before)


def called(node: ast.Call) -> str:
    """Return the name by which a function or method is called: "Block", "add"."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def calls(source: str, *names: str) -> list[ast.Call]:
    """Return the calls of these functions or methods."""
    return [node for node in every(source, ast.Call) if called(node) in names]


def argument(node: ast.Call, place: int, keyword: str) -> ast.expr | None:
    """Return an argument by its place or its keyword; None when it is not given."""
    if place < len(node.args):
        return node.args[place]
    return next((given.value for given in node.keywords if given.arg == keyword), None)


def numbers(node: ast.AST) -> Iterator[tuple[ast.Constant, float]]:
    """Return the numbers that are written out in a piece of source, with their nodes."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, (int, float)):
            yield inner, float(inner.value)


def sequences(source: str) -> list[ast.Tuple | ast.List]:
    """Return the tuples and lists that are written out."""
    return [*every(source, ast.Tuple), *every(source, ast.List)]


def strings(source: str) -> list[ast.Constant]:
    """Return the string constants of a program, those within f-strings included."""
    return [node for node in every(source, ast.Constant) if isinstance(node.value, str)]


def line_of(report: Report) -> int:
    """Return the line that a report points at; 0 when it names none."""
    found = re.match(r"line (\d+)", report.reason) or re.search(r"line (\d+), in", report.traceback)
    return int(found[1]) if found else 0


def reworded(source: str, old: str, new: str) -> str:
    """Replace a word wherever it stands as a word of its own, in whatever case its first letter is."""
    source = re.sub(rf"\b{re.escape(old)}\b", new, source)
    return re.sub(rf"\b{re.escape(old.capitalize())}\b", new.capitalize(), source)
