"""Writes the sentences of goals: words that follow the things become part of an f-string. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.rewriting.asks import Unwritable

WORD = re.compile(r"\w+|\W")


@dataclass(frozen=True)
class Follows:
    """An expression of the program, and its value wherever the sentence is said."""

    expression: str
    values: tuple[str, ...]


def sentence(said: Sequence[str], follows: Sequence[Follows]) -> str:
    """Write a sentence as the program says it.

    Args:
        said: the sentence, wherever the program says it.
        follows: what it may speak of, the best first; values in the same order.

    Raises:
        Unwritable: if it changes, and nothing that it may speak of changes with it.
    """
    if len(set(said)) == 1:
        return json.dumps(said[0], ensure_ascii=False)
    cut = [WORD.findall(one) for one in said]
    if len(set(map(len, cut))) != 1:
        raise Unwritable(f"a sentence that changes its length from seed to seed, such as {said[0]!r}")
    parts = [_part(column, follows) for column in zip(*cut, strict=True)]
    return f'f"{"".join(parts)}"'


def _part(words: tuple[str, ...], follows: Sequence[Follows]) -> str:
    if len(set(words)) == 1:
        return json.dumps(words[0], ensure_ascii=False)[1:-1].replace("{", "{{").replace("}", "}}")
    for one in follows:
        if one.values == words:
            return f"{{{one.expression}}}"
    met = " and ".join(repr(word) for word in list(dict.fromkeys(words))[:2])
    raise Unwritable(f"sentences that say {met} by turns, as nothing in the scene does")
