"""A target in plain words, read as a wish: which relations, which things, how chosen and how many.

Tables of words and a little order: a noun behind "on" or "into" is a place, "of" and "with" bring in what
moves, a number counts the noun that follows. No grammar of English: what is not understood is named in
`Wish.strange`, so that nobody gets something else than was asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.author.constructions import BEYOND, CONSTRUCTIONS, Construction
from sim.colors import COLORS
from sim.kinds import Kind
from sim.signature import Selection, Verb
from sim.words import NOUNS, NUMBERS, plural

# Words that name a relation, whatever form of the word is used.
VERBS: dict[Verb, str] = {
    "tower": "stack stacks stacked stacking tower towers column columns skyscraper skyscrapers pillar",
    "pyramid": "pyramid pyramids",
    "row": "row rows queue rank ranked fence",
    "circle": "circle circles ring rings surround encircle",
    "on": "atop",
    "beside": "beside behind",
    "between": "between",
    "aligned": "alongside",
    "wall": "wall walls",
    "bridge": "bridge bridges",
    "layer": "layer layers palletize palletise palletizing palletising tile pave",
    "inside": "pack packs packed packing fill fills filled filling inside drop",
    "inserted": "insert inserted inserting plug plugged assemble assembled assembling",
    "spans": "straighten straightened",
    "within": "sweep sweeps swept sweeping",
}
WORDS_OF_VERBS: dict[str, Verb] = {word: verb for verb, words in VERBS.items() for word in words.split()}

# Things, by singular; a word may stand for several kinds, the likeliest first.
THINGS: dict[str, tuple[Kind, ...]] = {
    **{noun: kinds[:1] for noun, kinds in NOUNS.items()},
    "box": ("box", "container"), "brick": ("block",), "hole": ("hole", "fixture"), "kit": ("hole",),
    "ell": ("ell",), "socket": ("fixture",), "rod": ("rods",), "disc": ("disk",), "piece": ("shape",),
    "shape": ("shape",), "letter": ("shape",), "star": ("shape",), "pile": ("pile",), "heap": ("pile",),
    "area": ("zone",), "region": ("zone",), "square": ("square",), "line": ("line",), "stand": ("stand",),
    "plank": ("box",), "lid": ("box",), "carton": ("container",), "board": ("hole",),
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BY_COLOR = _words("sort sorts sorted sorting color colors colour colours match matching matched")
BY_SIZE = _words("size sizes graded largest smallest biggest tallest narrowing rank ranked height")
IN_ORDER = _words("order ordered sequence")
PLACE_WORDS = _words(
    "on onto in into inside within around round over along at to across upon beside behind between alongside"
)
PLACING = _words(
    "put puts place places placed move bring set lay sort sorts sorted align aligned fit push gather collect "
    "drop stand insert close slip"
)
# Words that may stand anywhere and change nothing.
LIGHT = _words(
    "a an the and or then of out from with using by up down together its their each all every some any both "
    "that this these those is are be been it them one build builds built building make makes made making "
    "construct create do please i we you me my us want would like can could let teach learn how thing things "
    "object objects item items top only named new next other another so as their own which different"
)
DETERMINERS = _words("the a an its their one each")
LARGER = {"eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100}
ASIDE = re.compile(r"\b(?:for|because|so that|in order to|(?<!would )like)\b.*$")  # what it is good for
ON_THE_TABLE = re.compile(r"\b(?:on|onto|from) (?:the|a) (?:table|desk|tabletop)\b")
PHRASES = {
    r"\bnext to\b|\b(?:to the )?(?:left|right) of\b|\bin front of\b": "beside",
    r"\bin line with\b": "alongside",
    r"\btowers? of hanoi\b|\bhanoi[- ]tower\b": "hanoi",
    r"\bon (?:each other|one another|top)\b": "atop",
}


@dataclass(frozen=True)
class Noun:
    """A thing as a target names it: the kinds that it may be, how many, and whether it is where others go."""

    word: str
    kinds: tuple[Kind, ...]
    count: int  # 0: not said
    is_place: bool


@dataclass(frozen=True)
class Wish:
    """What was understood of a target; `strange` are words that stand for things and were not."""

    verbs: tuple[Verb, ...]
    nouns: tuple[Noun, ...]
    selection: Selection | None
    ordered: bool
    placing: bool  # something shall be put somewhere, in whatever way the place calls for
    constructions: tuple[Construction, ...]
    beyond: str
    strange: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was understood."""
        return not (self.verbs or self.nouns or self.constructions or self.beyond or self.selection)


def read_wish(target: str) -> Wish:
    """Read a target."""
    text = ON_THE_TABLE.sub("", ASIDE.sub("", target.lower()))
    for phrase, meaning in PHRASES.items():
        text = re.sub(phrase, meaning, text)
    if re.search(r"\b(?:rod|peg|hanoi)", text):
        text = re.sub(r"\bring(s?)\b", r"disk\1", text)
    if not re.search(r"\b(?:rope|cable)", text):  # a line is drawn for ropes; of other things it is made
        text = re.sub(r"\blin(?:e|es|ed|ing)(?: up)?\b", "row", text)
    return _understood(re.findall(r"[a-z]+|\d+", text))


def _understood(words: list[str]) -> Wish:
    nouns = tuple(noun for index in range(len(words)) if (noun := _noun(words, index)))
    verbs = [WORDS_OF_VERBS[word] for word in words if word in WORDS_OF_VERBS]
    if any("rods" in noun.kinds for noun in nouns):  # what is stacked there is slipped over a rod
        verbs = ["inserted" if verb == "tower" else verb for verb in verbs]
    return Wish(
        verbs=tuple(dict.fromkeys(verbs)),
        nouns=nouns,
        selection=_selection(words),
        ordered=any(word in IN_ORDER for word in words),
        placing=any(word in PLACING for word in words),
        constructions=tuple(c for c in CONSTRUCTIONS if any(_is_called(word, c.names) for word in words)),
        beyond=next((name for word in words for name in BEYOND if _is_called(word, (name,))), ""),
        strange=tuple(word for index, word in enumerate(words) if _is_strange(words, index)),
    )


def _is_called(word: str, names: tuple[str, ...]) -> bool:
    return any(word in (name, plural(name)) for name in names)


def _selection(words: list[str]) -> Selection | None:
    if any(word in BY_SIZE for word in words):
        return "size"
    if any(word in BY_COLOR for word in words):
        return "color"
    return "one" if any(word in COLORS for word in words) else None


def _noun(words: list[str], index: int) -> Noun | None:
    word = words[index]
    single = next((noun for noun in THINGS if word in (noun, plural(noun))), None)
    if single is None:
        return None
    if word in PLACING and (index == 0 or words[index - 1] not in DETERMINERS | PLACE_WORDS):
        return None  # "stand them up", not "the stand"
    kinds = THINGS[single]
    if single == "box" and word != single:  # a container is filled, boxes are packed
        kinds = ("box",)
    before = words[:index]
    while before and (before[-1] in COLORS or before[-1] in DETERMINERS):
        before = before[:-1]
    return Noun(word, kinds, _number(before), bool(before) and before[-1] in PLACE_WORDS)


def _number(before: list[str]) -> int:
    """Read the number that stands before a noun; 0 when there is none."""
    if not before:
        return 0
    if before[-1].isdigit():
        return int(before[-1])
    return NUMBERS.index(before[-1]) if before[-1] in NUMBERS else LARGER.get(before[-1], 0)


def _is_strange(words: list[str], index: int) -> bool:
    """Whether a word is unknown and no adjective: what an adjective stands before is known."""
    if _is_known(words[index]):
        return False
    return (
        index + 1 == len(words) or words[index + 1] in LIGHT | PLACE_WORDS or not _is_known(words[index + 1])
    )


def _is_known(word: str) -> bool:
    """Whether a word is in some table."""
    tables = (LIGHT, PLACE_WORDS, PLACING, BY_COLOR, BY_SIZE, IN_ORDER, COLORS, NUMBERS, LARGER)
    if word in WORDS_OF_VERBS or any(word in table for table in tables) or word.isdigit():
        return True
    names = (*THINGS, *BEYOND, *(name for row in CONSTRUCTIONS for name in row.names))
    return _is_called(word, names)
