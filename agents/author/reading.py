"""What a description speaks of: kinds of things, with the colours, numbers and sizes that it gives them.

A reader of nouns and what stands before and behind them, no grammar. It is used where somebody else wrote the
text; what it cannot be sure of (a "line" may be a row) it marks as unsure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from sim.colors import COLORS
from sim.kinds import VARIANTS, Kind
from sim.words import NOUNS, NUMBERS, UNSURE_NOUNS, plural

UNITS = {"mm": 0.001, "cm": 0.01, "m": 1.0}
SPELT_UNITS = {r"milli(?:metres?|meters?)": "mm", r"centi(?:metres?|meters?)": "cm", r"met(?:re|er)s?": "m"}
COUNTS: dict[str, int] = {
    **{word: number for number, word in enumerate(NUMBERS) if number},
    "both": 2, "pair": 2, "couple": 2, "trio": 3, "eleven": 11, "twelve": 12, "dozen": 12, "fifteen": 15,
    "twenty": 20,
}  # fmt: skip
ADJECTIVES = frozenset((
    "small", "smaller", "smallest", "large", "larger", "largest", "big", "bigger", "biggest", "little",
    "tiny", "tall", "taller", "tallest", "short", "long", "wide", "wider", "widest", "narrow", "thin",
    "thick", "flat", "low", "high", "round", "heavy", "light", "equal", "single", "other", "same",
    "different", "fixed", "movable", "open", "closed", "empty", "full", "straight", "upright", "named",
    "chosen", "coloured", "colored", "colourful", "painted", "first", "second", "third", "last", "left",
    "right", "middle", "new", "loose", "solid", "graded", "matching", "spare", "whole", "more", "next",
    "few", "several", "many", "various", "identical", "assorted", "remaining", "rectangular", "scattered",
    "bottom", "top", "lone",
))  # fmt: skip
OTHER_NOUNS: dict[str, tuple[Kind, ...]] = {"shape": ("shape",), "brick": ("box", "block")}
FORWARD = 6  # words behind a noun in which a size of it may stand


@dataclass(frozen=True)
class Mention:
    """A known noun, and what a text says about it; `number` is 0 where none is said, `sizes` in metres."""

    word: str
    kinds: tuple[Kind, ...]
    sure: bool
    many: bool
    number: int
    colors: tuple[str, ...]
    sizes: tuple[float, ...]


def words_of(text: str) -> list[str]:
    """Split a text into words, numbers and full stops; units are written short, hyphens dropped."""
    plain = text.lower().replace("-", " ").replace("grey", "gray")
    for spelt, unit in SPELT_UNITS.items():
        plain = re.sub(rf"\b{spelt}\b", unit, plain)
    return re.findall(r"\d+(?:\.\d+)?|[a-z]+|\.(?=\s|$)", plain)


def mentions(text: str) -> tuple[Mention, ...]:
    """Find the known nouns of a text, in their order."""
    words = words_of(text)
    return tuple(found for index in range(len(words)) if (found := _mention(words, index)) is not None)


def known_noun(word: str) -> tuple[tuple[Kind, ...], bool, bool] | None:
    """Return what a word may stand for, whether that is sure, and whether it is a plural; None if unknown."""
    for table in (NOUNS, UNSURE_NOUNS):
        for noun, kinds in table.items():
            if word in (noun, plural(noun)):
                return kinds, table is NOUNS, word != noun
    for noun, kinds in OTHER_NOUNS.items():
        if word in (noun, plural(noun)):
            return kinds, True, word != noun
    for variant in (v for v in VARIANTS if "-" not in v):
        if word in (variant, plural(variant)):
            return ("shape", "hole"), False, word != variant
    return None


def _mention(words: list[str], index: int) -> Mention | None:
    noun = known_noun(words[index])
    if noun is None:
        return None
    kinds, sure, many = noun
    before = _modifiers(words, index)
    counted = [] if words[max(0, index - len(before) - 1)] in ("no", "any") else _uncounted(before)
    return Mention(
        word=words[index],
        kinds=kinds,
        sure=sure,
        many=many,
        number=next((_count(word) for word in reversed(counted) if _count(word)), 0),
        colors=tuple(word for word in before if word in COLORS),
        sizes=(*_sizes(before), *_sizes(_behind(words, index))),
    )


def _modifiers(words: list[str], index: int) -> list[str]:
    """Return the words before a noun that say something of it: numbers, sizes, colours, adjectives."""
    start = index
    while start and (
        _is_modifier(words[start - 1]) or _joins(words[max(0, start - 2) : start], start < index)
    ):
        start -= 1
    return words[start:index]


def _joins(pair: list[str], inner: bool) -> bool:
    """Whether two words, the second of them "and" or the like, go on with what was said of a noun."""
    return inner and len(pair) == 2 and pair[1] in ("and", "or", "by", "x", "of") and _is_modifier(pair[0])


def _is_modifier(word: str) -> bool:
    return word in COLORS or word in ADJECTIVES or word in UNITS or _count(word) > 0 or word[0].isdigit()


def _behind(words: list[str], index: int) -> list[str]:
    """Return the words behind a noun up to the next one, or the end of the sentence."""
    found: list[str] = []
    for word in words[index + 1 : index + 1 + FORWARD]:
        if word in (".", "and", "on", "into", "in", "onto", "to") or known_noun(word) is not None:
            break
        found.append(word)
    return found


def _sizes(words: list[str]) -> tuple[float, ...]:
    return tuple(
        round(_value(value) * UNITS[unit], 6)
        for value, unit in pairwise(words)
        if unit in UNITS and _value(value)
    )


def _uncounted(words: list[str]) -> list[str]:
    """Leave out the numbers of sizes."""
    return [word for word, unit in zip(words, [*words, ""][1:], strict=True) if unit not in UNITS]


def _value(word: str) -> float:
    return float(word) if word[0].isdigit() else float(COUNTS.get(word, 0))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else COUNTS.get(word, 0)
