"""Mends of what is not Python: prose around a program, brackets, indentation, colons, commas, quotes."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from agents.author.mends.splicing import every, tree_of
from sim.report import Report

PAIRS = {"(": ")", "[": "]", "{": "}"}
TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#.*")  # strings and comments, in which brackets are no brackets
STEPS = 8  # one slip hides the next
BEGINS = re.compile(r'\s*(from |import |class |@|#|"""|\w+ *=)')


def python(source: str, _report: Report) -> str | None:
    """Mend one slip after the other, as long as each lets Python read further."""
    source = _program_of(source)
    for _ in range(STEPS):
        error = _error(source)
        if error is None:
            return source if every(source, ast.ClassDef) else None
        trouble = _trouble(source)
        tries = [*_candidates(source, error)] or [source]
        best = min(tries, key=_trouble)
        if _trouble(best) >= trouble:
            best = _without_line(source, error)  # a sentence among the code
        if _trouble(best) >= trouble:
            return None
        source = best
    return None


def _program_of(source: str) -> str:
    """Take the program out of what was said around it: Markdown fences, sentences before and after."""
    fenced = re.search(r"```[a-z]*\n(.*?)(?:\n```|\Z)", source, re.DOTALL)
    if fenced:
        return fenced[1].rstrip() + "\n"
    lines = source.splitlines(keepends=True)
    while lines and tree_of(source) is None and not BEGINS.match(lines[0]):
        lines.pop(0)
    return "".join(lines) or source


def _error(source: str) -> SyntaxError | None:
    try:
        compile(source, "program", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    return None


def _trouble(source: str) -> tuple[bool, int, int]:
    """Say how much is wrong: an open string, brackets without a partner, how soon Python stops reading."""
    error = _error(source)
    if error is None:
        return False, 0, -sys.maxsize
    return "unterminated" in str(error.msg), _lonely_brackets(source), -(error.lineno or 0)


def _lonely_brackets(source: str) -> int:
    stack: list[str] = []
    lonely = 0
    for mark in TEXT.sub("", source):
        if mark in PAIRS:
            stack.append(PAIRS[mark])
        elif stack and mark == stack[-1]:
            stack.pop()
        elif mark in PAIRS.values():
            lonely += 1
    return lonely + len(stack)


def _candidates(source: str, error: SyntaxError) -> Iterator[str]:
    """Propose sources without the error, the likeliest first."""
    lines, at, message = source.splitlines(), (error.lineno or 1) - 1, str(error.msg)
    at = min(at, len(lines) - 1)
    if isinstance(error, IndentationError):
        yield from _indented(lines, at, message)
    elif "expected ':'" in message:
        yield _with(lines, at, f"{lines[at].rstrip()}:")
    elif "unterminated" in message:
        yield from _quoted(lines, at)
    else:
        yield from _bracketed(lines, at)
        yield from _separated(lines, at)
        yield from _bracketed(lines, max(0, at - 1))


def _without_line(source: str, error: SyntaxError) -> str:
    lines = source.splitlines()
    return _with(lines, min((error.lineno or 1), len(lines)) - 1, "")


def _indented(lines: list[str], at: int, message: str) -> Iterator[str]:
    """Indent a body, or bring a line to where one of the lines above it begins."""
    flat = [line.replace("\t", "    ") for line in lines]
    here = _indent(flat[at])
    if "expected an indented block" in message:
        yield _text(
            [f"    {line}" if line.strip() and _belongs(flat, at, i) else line for i, line in enumerate(flat)]
        )
    for indent in dict.fromkeys(_indent(line) for line in reversed(flat[:at]) if line.strip()):
        for wanted in (indent, indent + 4):
            shift = wanted - here
            block = [i for i in range(at, len(flat)) if _belongs(flat, at, i)]
            yield _text([_shifted(line, shift) if i in block else line for i, line in enumerate(flat)])
            yield _with(flat, at, " " * wanted + flat[at].strip())


def _belongs(lines: list[str], first: int, index: int) -> bool:
    """Whether a line is of the block that begins at another one: no line between them begins further left."""
    between = [line for line in lines[first : index + 1] if line.strip()]
    return index >= first and all(_indent(line) >= _indent(lines[first]) for line in between)


def _shifted(line: str, by: int) -> str:
    return " " * max(0, _indent(line) + by) + line.strip() if line.strip() else line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _quoted(lines: list[str], at: int) -> Iterator[str]:
    """Close a string at the end of its line, before what closes the call."""
    for quote in ('"', "'"):
        body = lines[at].rstrip()
        for closers in range(min(4, len(body))):
            cut = len(body) - closers
            yield _with(lines, at, body[:cut] + quote + body[cut:])


def _bracketed(lines: list[str], at: int) -> Iterator[str]:
    """Insert a closing bracket, or take one out, in the line or one of those above it that leave one open."""
    opened = _left_open(lines[: at + 1])
    suspects = dict.fromkeys((at, *reversed([line for line, _ in opened])))
    for index in suspects:
        line = lines[index].rstrip()
        ends = [len(line) - line.endswith((":", ",")), len(line)]
        spots = [*[m.start() for m in re.finditer(r" for | if ", line)], *ends, *range(len(line) - 1, 0, -1)]
        for spot in dict.fromkeys(spots):
            for closer in ")]}":
                yield _with(lines, index, line[:spot] + closer + line[spot:])
        for spot in [m.start() for m in re.finditer(r"[)\]}]", line)][::-1]:
            yield _with(lines, index, line[:spot] + line[spot + 1 :])


def _left_open(lines: list[str]) -> list[tuple[int, str]]:
    """Return the line and the bracket of what is opened and never closed; text in quotes apart."""
    stack: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        for mark in TEXT.sub("", line):
            if mark in PAIRS:
                stack.append((number, mark))
            elif stack and mark == PAIRS[stack[-1][1]]:
                stack.pop()
    return stack


def _separated(lines: list[str], at: int) -> Iterator[str]:
    """Put a comma between two things that stand beside each other."""
    for spot in [m.start() for m in re.finditer(r"(?<=[\w\"')\]}]) +(?=[\w\"'(\[{])", lines[at])]:
        yield _with(lines, at, lines[at][:spot] + "," + lines[at][spot:])


def _with(lines: list[str], at: int, line: str) -> str:
    return _text([*lines[:at], line, *lines[at + 1 :]])


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
