"""Folds lines of a program that are too long, as the house's formatter would. Pure."""

from __future__ import annotations

from collections.abc import Iterator

INDENT = "    "
WIDTH = 110
PAIRS = {"(": ")", "[": "]", "{": "}"}


def folded(line: str, depth: int) -> list[str]:
    """Return a line, given without its indentation of `depth` steps, in as many lines as it needs."""
    if len(line) + depth * len(INDENT) <= WIDTH or (split := _bracket(line)) is None:
        return [line]
    start, end = split
    head, inner, tail = line[: start + 1], line[start + 1 : end], line[end:]
    if len(inner) + (depth + 1) * len(INDENT) <= WIDTH and " for " not in _top_level(inner):
        return [head, INDENT + inner, tail]
    pieces = _pieces(inner)
    comma = "," if len(pieces) > 1 and " for " not in _top_level(inner) else ""
    lines = [folded(f"{piece}{comma}", depth + 1) for piece in pieces]
    return [head, *_in([one for piece in lines for one in piece]), tail]


def _in(lines: list[str]) -> list[str]:
    return [INDENT + line for line in lines]


def _bracket(line: str) -> tuple[int, int] | None:
    """Find the first bracket that closes at the end of the line, a colon or a call behind it aside."""
    for start, end in _spans(line):
        if line[end + 1 :] in ("", ",", ":") and end > start + 1:
            return start, end
    return None


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield the brackets at the outermost level."""
    opened: list[int] = []
    for place, letter in _code(line):
        if letter in PAIRS:
            opened.append(place)
        elif letter in PAIRS.values() and opened:
            start = opened.pop()
            if not opened:
                yield start, place


def _code(line: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a line that are not within a string."""
    quoted = escaped = False
    for place, letter in enumerate(line):
        if escaped:
            escaped = False
        elif quoted and letter == "\\":
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif not quoted:
            yield place, letter


def _top_level(text: str) -> str:
    """Return what stands in no bracket and no string."""
    depth, kept = 0, []
    for _, letter in _code(text):
        if letter in PAIRS:
            depth += 1
        elif letter in PAIRS.values():
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return "".join(kept)


def _pieces(text: str) -> list[str]:
    """Cut at the commas, or before the `for`s, that stand in no bracket."""
    depth, start, pieces = 0, 0, []
    comprehension = " for " in _top_level(text)
    for place, letter in _code(text):
        depth += (letter in PAIRS) - (letter in PAIRS.values())
        if depth:
            continue
        if comprehension and text.startswith(" for ", place):
            pieces.append(text[start:place])
            start = place + 1
        elif not comprehension and letter == ",":
            pieces.append(text[start:place])
            start = place + 2
    return [*pieces, text[start:]] if text[start:] else pieces
