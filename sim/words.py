"""The words of an instruction, held against its goal: colours, kinds and numbers.

A robot is trained on these sentences, so a wrong word is a wrong label. This module reads nouns, colours and
numbers, no grammar: what it cannot be sure of (a "line" may be a verb, a "square" an adjective) it lets pass.
Whether a sentence is clear, or pretty, is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.colors import COLORS
from sim.kinds import VARIANTS, Kind
from sim.spec import Basis, GoalSpec, ObjectSpec, SceneSpec

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
PLURALS: dict[str, str] = {"box": "boxes", "dish": "dishes", "patch": "patches"}

# Nouns that mean nothing else on a table; each may stand for several kinds.
NOUNS: dict[str, tuple[Kind, ...]] = {
    "block": ("block", "ell", "pile"), "cube": ("block", "pile"), "box": ("box", "container"),
    "plinth": ("box",), "cylinder": ("cylinder",), "can": ("cylinder",), "ball": ("ball",),
    "sphere": ("ball",), "marble": ("ball",), "bowl": ("bowl",), "dish": ("bowl",),
    "container": ("container",), "bin": ("container",), "tray": ("container",), "basket": ("container",),
    "crate": ("container",), "zone": ("zone",), "pallet": ("pallet",), "corner": ("corner", "square"),
    "fixture": ("fixture",), "ell": ("ell", "fixture"), "kit": ("kit", "hole"),
    "hole": ("hole", "fixture", "disk"), "rod": ("rods",), "peg": ("rods",), "disk": ("disk",),
    "disc": ("disk",), "rope": ("rope",), "cable": ("rope",),
}  # fmt: skip

# Nouns that are verbs, adjectives or figures as well: read only behind a colour, "the red line".
UNSURE_NOUNS: dict[str, tuple[Kind, ...]] = {
    "line": ("line",), "square": ("square", "zone", "shape", "hole"), "stand": ("stand", "rods"),
    "ring": ("disk", "shape", "hole"), "pile": ("pile",), "heap": ("pile",), "area": ("zone",),
    "region": ("zone",), "patch": ("zone",), "mark": ("corner", "line", "square"), "board": ("kit", "rods"),
    "letter": ("shape", "hole"), "slot": ("hole", "fixture"),
}  # fmt: skip

# Shapes that things are arranged in, or that other words are for, too.
FIGURES = ("circle", "plus", "rectangle", "ring", "square", "triangle")

# Any of these says where a spot is.
SIDES: tuple[Basis, ...] = ("left", "right", "front", "behind")
SPOT_WORDS: dict[Basis, tuple[str, ...]] = {
    **{side: (side,) for side in SIDES},
    "between": ("between", "middle", "halfway"),
    "aligned": ("line", "row", "lined", "aligned"),
}

LEVELS = ("courses", "layers", "levels")  # of a wall, or of a pallet's load

# Kinds whose one object is many things to a speaker: "the three rods", "all the cubes".
COLLECTIVE: tuple[Kind, ...] = ("pile", "rods", "kit")


@dataclass(frozen=True)
class _Noun:
    """A noun as it was found: the word, whether it is a plural, and what it may stand for."""

    word: str
    many: bool
    kinds: tuple[Kind, ...]
    sure: bool


def plural(noun: str) -> str:
    """Return the plural of a noun."""
    return PLURALS.get(noun, f"{noun}s")


def wrong_words(scene: SceneSpec, goal: GoalSpec) -> Iterator[str]:
    """Say which words of a goal's instruction are not true of the goal, and what would be.

    Besides the goal's objects and frames, an instruction may speak of what carries these: "on the tower on
    the red pallet" names a pallet that only an earlier goal is about.
    """
    words = re.findall(r"[a-z]+|\d+", goal.instruction.lower())
    things = _concerned(scene, goal)
    yield from _wrong_colors(goal, words, things)
    yield from _wrong_nouns(goal, words, things)
    yield from _wrong_numbers(scene, goal, words)
    yield from _wrong_spots(goal, words)
    yield from _wrong_choice(scene, goal, words)


def _concerned(scene: SceneSpec, goal: GoalSpec) -> list[ObjectSpec]:
    """Return the things of a goal, and what carries them because of an earlier one."""
    indices = {*goal.objects, *goal.frames}
    for earlier in reversed(scene.goals[: scene.goals.index(goal)]):
        if indices & {*earlier.objects, *earlier.frames}:
            indices |= {*earlier.frames}
    if any(scene.objects[index].kind == "hole" for index in indices):
        indices |= {index for index, thing in enumerate(scene.objects) if thing.kind == "kit"}
    return [scene.objects[index] for index in sorted(indices)]


def _wrong_colors(goal: GoalSpec, words: Sequence[str], things: list[ObjectSpec]) -> Iterator[str]:
    true = {thing.color for thing in things}
    for color in dict.fromkeys(word for word in words if word in COLORS and word not in true):
        better = _either(sorted(true - set(words)) or sorted(true))
        yield f'"{goal.instruction}" says {color}, but nothing in its goal is {color}; it should be {better}'


def _wrong_nouns(goal: GoalSpec, words: Sequence[str], things: list[ObjectSpec]) -> Iterator[str]:
    for before, word in zip(("", *words), words, strict=False):
        noun = _noun(word)
        if noun is None or not (noun.sure or before in COLORS):
            continue
        named = [thing for thing in things if thing.kind in noun.kinds or noun.word in thing.variant]
        if not named:
            better = _either(sorted({thing.kind for thing in things}))
            yield f'"{goal.instruction}" says {word}, but nothing in its goal is one; it should be {better}'
        elif before in {thing.color for thing in things} - {thing.color for thing in named}:
            better = _either([thing.name for thing in named])
            yield f'"{goal.instruction}" says {before} {word}, which its goal lacks; it should be {better}'


def _wrong_numbers(scene: SceneSpec, goal: GoalSpec, words: Sequence[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        if not word.isdigit() and word not in NUMBERS[2:]:
            continue
        number = int(word) if word.isdigit() else NUMBERS.index(word)
        counted, true = _true_numbers(scene, goal, words[index + 1 :])
        if true and number not in true:
            better = _either([_spoken(count) for count in sorted(true)])
            yield f'"{goal.instruction}" says {word} {counted}, but its goal has {better}'


def _wrong_spots(goal: GoalSpec, words: Sequence[str]) -> Iterator[str]:
    """Hold a spot's words against it: the side that is meant, and no other; or between, or in line."""
    bases = {slot.basis for slot in goal.slots if slot.is_spot}
    for basis in sorted(bases):
        if not {*SPOT_WORDS[basis]} & {*words}:
            better = _either(SPOT_WORDS[basis][:2])
            yield f'"{goal.instruction}" does not say where; it should say {better}'
    if bases & {*SIDES}:
        for side in (side for side in SIDES if side in words and side not in bases):
            better = _either(sorted(bases))
            yield f'"{goal.instruction}" says {side}, but that is not the side; it should be {better}'


def _wrong_choice(scene: SceneSpec, goal: GoalSpec, words: Sequence[str]) -> Iterator[str]:
    """Hold "any block", "any two blocks" or "two of the blocks" against how many are asked for."""
    if not goal.any_will_do:
        return
    said, true = set(_chosen_numbers(scene, goal, words)), _spoken(goal.count)
    if not said and "any" not in words:
        yield f'"{goal.instruction}" does not say that any will do; it should say any {true} or {true} of the'
    for number in sorted(said - {goal.count}):
        yield f'"{goal.instruction}" lets one choose {_spoken(number)}, but its goal takes {true}'


def _chosen_numbers(scene: SceneSpec, goal: GoalSpec, words: Sequence[str]) -> Iterator[int]:
    """Find how many of what moves a sentence lets one choose; "any block" says one, "any of" nothing."""
    movers = {scene.objects[index].kind for index in goal.objects}
    for index, word in enumerate(words):
        rest = [after for after in words[index + 1 : index + 5] if after not in COLORS]
        nouns = [noun for noun in map(_noun, rest) if noun]
        chosen = "any" in words[max(0, index - 1) : index] or rest[:1] == ["of"]
        elsewhere = nouns and nouns[0].kinds and not movers & {*nouns[0].kinds}  # "one of the rods"
        if word in NUMBERS[1:] or word.isdigit():
            if chosen and not elsewhere:
                yield int(word) if word.isdigit() else NUMBERS.index(word)
        elif word == "any" and rest and (noun := _noun(rest[0])) and not noun.many:
            yield 1


def _true_numbers(scene: SceneSpec, goal: GoalSpec, words: Sequence[str]) -> tuple[str, set[int]]:
    """Return what the words behind a number count, and how many of it there are; no number: anything goes."""
    if words and words[0] in LEVELS:
        return words[0], {len({slot.position[2] for slot in goal.slots})}
    noun = _counted(words)
    return (plural(noun.word), _counts(scene, goal, noun)) if noun else ("", set())


def _counted(words: Sequence[str]) -> _Noun | None:
    """Return the plural that a number counts: the next word, colours apart."""
    after = next((word for word in words[:3] if word not in COLORS), "")
    noun = _noun(after)
    return noun if noun and noun.many else None


def _counts(scene: SceneSpec, goal: GoalSpec, noun: _Noun) -> set[int]:
    """Return the numbers that a sentence may give: of what moves, of where to, of each; none: anything."""
    groups = [[scene.objects[i] for i in indices] for indices in (goal.objects, goal.frames)]
    named = [[thing for thing in group if thing.kind in noun.kinds] for group in groups]
    if any(thing.kind in COLLECTIVE for group in named for thing in group):
        return set()
    counts = {len(group) for group in named if group}
    if named[0] and len(goal.frames) > 1:
        counts.add(len(named[0]) // len(goal.frames))  # "two blocks in each bowl"
    if named[0] and goal.count < len(goal.objects):
        counts.add(goal.count)  # "three of the blocks"
    colors = {thing.color for thing in named[0]}
    counts |= {sum(thing.color == color for thing in named[0]) for color in colors}
    return counts


def _noun(word: str) -> _Noun | None:
    for table in (NOUNS, UNSURE_NOUNS):
        for noun, kinds in table.items():
            if word in (noun, plural(noun)):
                return _Noun(noun, word != noun, kinds, sure=table is NOUNS)
    for variant in VARIANTS:
        if word in (variant, plural(variant)):
            return _Noun(variant, word != variant, (), sure=variant not in FIGURES)
    return None


def _spoken(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _either(words: Sequence[str]) -> str:
    return " or ".join(dict.fromkeys(words)) or "nothing"
