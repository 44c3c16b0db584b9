"""An instruction held against its goal, word by word: what the first vote of the reflection reads.

`sim.words` knows false colours, kinds, numbers and sides, and verification has asked it already. Here are
the lies that only somebody who understands the sentence finds: words that would be true of another goal, that
leave open what is meant, that say less than what is asked for, or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from agents.author.assets import unknown_words
from agents.author.reading import COUNTS, Mention, mentions
from sim.colors import COLORS
from sim.kinds import KINDS
from sim.spec import Arrangement, GoalSpec, ObjectSpec, Relation, SceneSpec
from sim.words import plural, wrong_words

GENERIC = ("object", "thing", "piece", "item", "everything")
LARGE, SMALL = ("largest", "biggest", "widest"), ("smallest", "narrowest")
ALL = ("all", "every", "each", "both", "everything", "whole")
MATCHING = ("its", "same", "matching", "matches", "own")

# What a sentence calls an arrangement; the words of another one are a lie.
FIGURES: dict[Arrangement, tuple[str, ...]] = {
    "tower": ("tower", "stack", "stacked", "column", "bottom"), "pyramid": ("pyramid",),
    "row": ("row", "line", "lined", "side"), "circle": ("circle", "ring", "round", "around"),
    "wall": ("wall",), "bridge": ("bridge", "across"), "layer": ("layer", "layers", "two", "tile", "stack"),
}  # fmt: skip
NAMES_OF_FIGURES = ("tower", "pyramid", "row", "circle", "wall", "bridge")
# How a thing is to its place, and the words of which one has to stand in the sentence.
PREPOSITIONS: dict[Relation, tuple[str, ...]] = {
    "inside": ("in", "into", "inside", "within", "fill"), "on": ("on", "onto", "upon", "over", "top"),
    "within": ("in", "into", "within", "inside", "on", "onto", "fill"),
    "inserted": ("in", "into", "over", "onto", "on", "to", "fill", "from"),
    "spans": ("along", "across", "close", "with", "over", "on"),
}  # fmt: skip
SPOTS = (
    "beside",
    "next",
    "near",
    "behind",
    "front",
    "between",
    "under",
    "below",
    "beneath",
    "outside",
    "left of",
)
VAGUE = (
    "base", "it", "kit", "top", "there", "tower", "pyramid", "rod", "place", "plinth", "target", "hole",
    "them",
)  # fmt: skip
RODS: dict[str, int] = {"first": 0, "left": 0, "second": 1, "middle": 1, "last": 2, "third": 2, "right": 2}
SIZES: dict[str, bool] = {
    "large": True, "larger": True, "big": True, "bigger": True, "tall": True, "long": True, "wide": True,
    "small": False, "smaller": False, "little": False, "short": False, "narrow": False, "tiny": False,
}  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """An instruction, its words, and what its goal moves where."""

    scene: SceneSpec
    goal: GoalSpec

    @property
    def text(self) -> str:
        """The instruction, in quotes."""
        return f'"{self.goal.instruction}"'

    @cached_property
    def words(self) -> list[str]:
        """The words, in their order."""
        return re.findall(r"[a-z]+", self.goal.instruction.lower())

    @cached_property
    def nouns(self) -> tuple[Mention, ...]:
        """The things that the sentence names."""
        return mentions(self.goal.instruction)

    @property
    def colors(self) -> list[str]:
        """The colours that it says, in their order."""
        return [word for word in self.words if word in COLORS]

    @cached_property
    def movers(self) -> list[ObjectSpec]:
        """What has to move; of a thing that is built piece by piece, only what is new."""
        goal, goals = self.goal, self.scene.goals
        built = [g for g in goals[: goals.index(goal)] if g.arrangement == goal.arrangement != "none"]
        placed = {index for g in built if g.frames == goal.frames for index in g.objects}
        return [self.scene.objects[index] for index in goal.objects if index not in placed]

    @property
    def places(self) -> list[ObjectSpec]:
        """Where to."""
        return [self.scene.objects[index] for index in self.goal.frames]

    @property
    def is_tower_of_disks(self) -> bool:
        """Whether all the disks on a rod are called a tower."""
        return self.says("tower") and any(place.kind == "rods" for place in self.places)

    @property
    def is_matching(self) -> bool:
        """Whether each thing is sent to the place of its colour."""
        return self.says(*MATCHING) and self.says("colour", "color", "colours", "colors")

    def says(self, *words: str) -> bool:
        """Whether one of the words is said."""
        return any(word in self.words for word in words)


def complaints(scene: SceneSpec, goal: GoalSpec) -> Iterator[str]:
    """Say everything that is wrong with the instruction of a goal."""
    sentence = Sentence(scene, goal)
    yield from (f"{complaint}." for complaint in wrong_words(scene, goal))
    yield from (f"{sentence.text}: {unknown.words}." for unknown in unknown_words(goal.instruction))
    for eye in (_which, _how_many, _what, _where, _which_place, _figure, _matching, _sizes, _order, _rod):
        yield from eye(sentence)


# --- what moves -------------------------------------------------------------------------------------------


def _which(said: Sentence) -> Iterator[str]:
    """Which of several things of a kind: by colour, unless all of them move or any will do."""
    for mover in said.movers if not (said.goal.any_will_do or said.is_tower_of_disks) else ():
        rivals = _rivals(said.scene, said.goal, mover)
        if rivals and mover.color not in said.colors:
            yield f"{said.text} does not say which {mover.kind}: there are others."
        elif any(rival.color == mover.color for rival in rivals):
            yield f"There are two things that could be the {mover.name}."


def _rivals(scene: SceneSpec, goal: GoalSpec, mover: ObjectSpec) -> list[ObjectSpec]:
    """Movable things of the mover's kind that the goal does not name."""
    named = {*goal.objects, *goal.frames}
    return [
        thing
        for i, thing in enumerate(scene.objects)
        if i not in named and thing.kind == mover.kind and thing.variant == mover.variant and not thing.fixed
    ]


def _how_many(said: Sentence) -> Iterator[str]:
    """One, or all: "the block" is no sentence for three, and a list of colours names all that moves."""
    if said.goal.any_will_do or said.goal.transient:
        return
    if "any" in said.words and "any order" not in said.goal.instruction:
        yield f"{said.text} lets one choose, its goal does not."
    for kind in dict.fromkeys(mover.kind for mover in said.movers):
        moved = [mover for mover in said.movers if mover.kind == kind]
        nouns = [noun for noun in said.nouns if kind in noun.kinds]
        told = sum(max(noun.number, 1) for noun in nouns)
        lone = not any(noun.many for noun in nouns) and not said.says(*ALL, "any", *GENERIC, "rest", "one")
        if nouns and lone and told < len(moved) and len(said.colors) < len(moved):
            yield f"{said.text} speaks of {told} {kind}, but {len(moved)} have to move."
        some = re.search(
            rf"\b({'|'.join(COUNTS)}) of (?:the|these|those) (?:\w+ )?{plural(kind)}", said.goal.instruction
        )
        if some and COUNTS[some[1]] < len(moved):
            yield f"{said.text} asks for {some[1]} of the {plural(kind)}, but {len(moved)} have to move."
        colors, told_colors = (
            {mover.color for mover in moved},
            {color for noun in nouns for color in noun.colors},
        )
        if colors & told_colors and colors - told_colors and not said.says(*ALL):
            unsaid = " and ".join(sorted(colors - told_colors))
            yield f"{said.text} does not name the {unsaid} {kind} that has to move, too."


def _what(said: Sentence) -> Iterator[str]:
    """The kind of what moves, by one of its words."""
    if said.is_tower_of_disks or any(word.rstrip("s") in GENERIC for word in said.words):
        return
    told = {kind for kind in KINDS if kind in said.words or plural(kind) in said.words}
    pieces = ("shape", "hole")  # which have names of their own: "star" will do, "letter M" is no star
    told |= {kind for noun in said.nouns if noun.many or noun.kinds != pieces for kind in noun.kinds}
    unsaid = {m.kind for m in said.movers if not {*m.variant.lower().split("-")} <= {*said.words}}
    for kind in sorted(unsaid - told):
        yield f"{said.text} does not mention the {kind} that has to move."


def _sizes(said: Sentence) -> Iterator[str]:
    """Adjectives of size have to tell something apart, and the right one of the two."""
    for word, noun, after in zip(said.words, [*said.words[1:], ""], [*said.words[2:], "", ""], strict=False):
        named = after if noun in COLORS else noun
        things = [thing for thing in said.scene.objects if named in (thing.kind, plural(thing.kind))]
        if word not in SIZES or not things:
            continue
        volumes = [_volume(thing) for thing in things]
        mine = [_volume(t) for t in (*said.movers, *said.places) if t.kind == things[0].kind]
        if max(volumes) - min(volumes) < 1e-9:
            yield f'"{word}" tells nothing apart in {said.text}: there is one size.'
        elif mine and (min(mine) > min(volumes)) is not SIZES[word]:
            yield f"{said.text} says {word}, which the {things[0].kind} of its goal is not."


# --- where to ---------------------------------------------------------------------------------------------


def _where(said: Sentence) -> Iterator[str]:
    """The relation: in, on, along, around, beside - and the place itself."""
    relation, spot = said.goal.slots[0].relation, any(slot.is_spot for slot in said.goal.slots)
    figure = said.goal.arrangement
    below = ("below", "under") if said.goal.ordered else ()  # "the largest below"
    wrong = [word for word in SPOTS if word in said.words and word not in below and not spot]
    if wrong and figure in ("none", "tower", "pyramid", "row") and relation != "at":
        yield f"{said.text} says {wrong[0]}, but its goal asks for {relation}."
    if spot and said.says("into", "inside", "onto", "within"):
        yield f"{said.text} says into or onto, but its goal asks for a spot on the table."
    if figure == "none" and relation in PREPOSITIONS and not said.says(*PREPOSITIONS[relation]):
        yield f"{said.text} says none of what its goal asks for: {', '.join(PREPOSITIONS[relation])}."
    told = {kind for noun in said.nouns for kind in noun.kinds}
    unsaid = [place.kind for place in said.places if place.kind not in told]
    if unsaid and len(unsaid) == len(said.places) and not said.says(*VAGUE, *unsaid, *map(plural, unsaid)):
        yield f"{said.text} does not say where: to the {unsaid[0]}."


def _which_place(said: Sentence) -> Iterator[str]:
    """A place among several of its kind must be said, unless an earlier goal tells which."""
    scene, goal = said.scene, said.goal
    earlier = {i for g in scene.goals[: scene.goals.index(goal)] for i in (*g.objects, *g.frames)}
    told = {*goal.frames} <= earlier and not said.colors
    for frame in goal.frames:
        place = scene.objects[frame]
        if told or not place.fixed or place.kind == "hole":
            continue
        others = [thing for i, thing in enumerate(scene.objects) if thing.fixed and i not in goal.frames]
        alike = [thing for thing in others if thing.kind == place.kind]
        nouns = [noun for noun in said.nouns if place.kind in noun.kinds]
        colors = [color for noun in nouns for color in noun.colors] if nouns else said.colors
        if alike and place.color not in colors and not said.is_matching:
            yield f"{said.text} does not say which {place.kind} is meant."
        elif any(thing.color == place.color for thing in alike):
            yield f"There are two things that could be the {place.name}."


def _figure(said: Sentence) -> Iterator[str]:
    """A tower is no row: the sentence names the arrangement of its goal, and no other one."""
    figure = said.goal.arrangement
    family = [goal for goal in said.scene.goals if goal.arrangement == figure]
    if figure in FIGURES and len(family) == 1 and not said.says(*FIGURES[figure]):
        yield f"{said.text} does not say that a {figure} is asked for."
    before = {goal.arrangement for goal in said.scene.goals[: said.scene.goals.index(said.goal)]}
    shapes = {thing.variant for thing in said.scene.objects}
    for word in NAMES_OF_FIGURES:
        on_rods = word == "tower" and said.is_tower_of_disks
        part = word == "row" and figure in ("pyramid", "wall")
        if word in said.words and word != figure and word not in before | shapes and not (on_rods or part):
            yield f"{said.text} asks for a {word}, which its goal does not."


def _matching(said: Sentence) -> Iterator[str]:
    """To the place of its colour: then the colours have to match."""
    if not said.is_matching:
        return
    for slot in said.goal.slots:
        place = None if slot.frame is None else said.scene.objects[slot.frame].color
        if place not in {said.scene.objects[index].color for index in slot.accepts}:
            yield f"{said.text} speaks of matching colours, but nothing {place} goes to the {place} one."
            return


def _rod(said: Sentence) -> Iterator[str]:
    """Which rod: the first, the middle or the last one."""
    on_the_way = said.goal.transient and said.is_tower_of_disks
    if on_the_way or not any(place.kind == "rods" for place in said.places):
        return
    rods = {1 + round(slot.position[1] / 0.12) for slot in said.goal.slots}
    told = {RODS[word] for word, after in pairwise([*said.words, ""]) if word in RODS and after == "rod"}
    if told and not told & rods:
        yield f"{said.text} names another rod than its goal."


# --- in which order ---------------------------------------------------------------------------------------


def _order(said: Sentence) -> Iterator[str]:
    """An order that is said and asked for, the same one; and none that nobody asks for."""
    by_size = said.says(*LARGE, *SMALL, "size")
    text = " ".join(said.words)
    if not said.goal.ordered:
        if by_size:
            yield f"{said.text} speaks of sizes, but any order would do."
        listed = (
            "in this order" in text
            or "bottom to top" in text
            or "left to right" in text
            or "top to bottom" in text
        )
        if listed and said.goal.arrangement in ("row", "tower") and len(said.goal.slots) > 1:
            yield f"{said.text} gives an order, but any order would do."
        return
    members = [said.scene.objects[slot.accepts[0]] for slot in said.goal.slots]
    movers = [member for member in members if member in said.movers]
    backwards = "right to left" in text or "top to bottom" in text or "top down" in text
    wanted = movers[::-1] if backwards else movers
    if said.is_tower_of_disks and not said.colors:
        return
    if by_size:
        yield from _wrong_sizes(said, wanted, text)
    elif [color for color in said.colors if color in {m.color for m in movers}][-len(movers) :] != [
        mover.color for mover in wanted
    ]:
        yield f"{said.text} gives another order than its goal."


def _wrong_sizes(said: Sentence, movers: list[ObjectSpec], text: str) -> Iterator[str]:
    volumes = [_volume(mover) for mover in movers]
    first_large = next((word in LARGE for word in said.words if word in (*LARGE, *SMALL)), True)
    placed = re.search(
        r"(largest|biggest|widest|smallest|narrowest)(?: one)? (?:on the |at the )?(right|top)\b", text
    )
    if placed:
        first_large = placed[1] not in LARGE
    falls = all(a > b for a, b in pairwise(volumes))
    rises = all(a < b for a, b in pairwise(volumes))
    if not (falls if first_large else rises):
        yield f"{said.text} orders by size, but its goal does not."


def _volume(thing: ObjectSpec) -> float:
    return thing.size[0] * thing.size[1] * thing.size[2]
