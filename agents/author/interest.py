"""What a person would like to see, read from a few words of theirs: "stacking cylinders".

Words are looked up in tables of verbs and kinds; a sentence is not understood, and a word that is in no table
changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sim.kinds import KINDS, Kind
from sim.signature import Clause, Selection, Verb
from sim.words import plural

# Stems of words, and the goals that they speak of.
VERBS: dict[str, tuple[Verb, ...]] = {
    "stack": ("tower", "pyramid", "wall", "layer"), "tower": ("tower",), "pyramid": ("pyramid",),
    "build": ("tower", "pyramid", "wall", "bridge"), "wall": ("wall",), "bridge": ("bridge",),
    "layer": ("layer",), "tile": ("layer",), "pallet": ("layer", "on"),
    "row": ("row",), "line": ("row", "spans", "aligned"), "align": ("row", "at", "aligned"),
    "order": ("row", "tower"),
    "rank": ("row", "tower"), "circle": ("circle",), "ring": ("circle",), "around": ("circle",),
    "pack": ("inside",), "tidy": ("inside", "within"), "insert": ("inserted",),
    "plug": ("inserted",), "kit": ("inserted",), "assembl": ("inserted",), "puzzle": ("inserted",),
    "hanoi": ("inserted",), "gather": ("within",), "collect": ("within", "inside"), "sweep": ("within",),
    "beside": ("beside",), "next": ("beside",), "left": ("beside",), "right": ("beside",),
    "between": ("between",), "middle": ("between",),
    "corner": ("at",), "balanc": ("on",), "carry": ("on",), "place": ("on",),
}  # fmt: skip
SELECTIONS: dict[str, Selection] = {
    "sort": "color", "color": "color", "colour": "color", "match": "color", "size": "size", "large": "size",
    "graded": "size", "choose": "one", "chosen": "one", "named": "one", "pick": "one", "any": "any",
}  # fmt: skip
# Words for kinds besides their names; "hanoi" and the like stand for what they are played with.
KIND_WORDS: dict[str, tuple[Kind, ...]] = {
    "cube": ("block",), "brick": ("block", "box"), "can": ("cylinder",), "sphere": ("ball",),
    "marble": ("ball",), "dish": ("bowl",), "bin": ("container",), "tray": ("container",),
    "basket": ("container",), "area": ("zone",), "region": ("zone",), "hanoi": ("disk", "rods"),
    "peg": ("rods",), "kit": ("shape", "hole"), "puzzle": ("shape", "hole"), "letter": ("shape",),
    "cable": ("rope",), "cord": ("rope",), "sweep": ("pile",), "granul": ("pile",), "heap": ("pile",),
    "plinth": ("box",), "socket": ("fixture", "hole"),
}  # fmt: skip
VERBS_TOO = ("line", "stand")  # "line up" and "stand up" speak of no kind


@dataclass(frozen=True)
class Interest:
    """The goals, ways of selecting and kinds that a text speaks of; all empty when it speaks of none."""

    verbs: frozenset[Verb]
    selections: frozenset[Selection]
    kinds: frozenset[Kind]

    def match(self, clause: Clause) -> float:
        """Say how much of what was asked for a clause has: 0 nothing, 1 everything."""
        asked = (
            (bool(self.verbs), clause.verb in self.verbs),
            (bool(self.selections), clause.selection in self.selections),
            (bool(self.kinds), clause.mover in self.kinds or clause.target in self.kinds),
        )
        wanted = [met for said, met in asked if said]
        return sum(wanted) / len(wanted) if wanted else 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for that the author has a word for."""
        return not (self.verbs or self.selections or self.kinds)


@lru_cache(maxsize=64)
def interest_in(text: str) -> Interest:
    """Read what a text speaks of."""
    words = re.findall(r"[a-z]+", text.lower())
    kinds = {kind for kind in KINDS if kind not in VERBS_TOO and {kind, plural(kind)} & {*words}}
    kinds |= {kind for stem, named in KIND_WORDS.items() if _spoken(stem, words) for kind in named}
    verbs = {verb for stem, named in VERBS.items() if _spoken(stem, words) for verb in named}
    selections = {how for stem, how in SELECTIONS.items() if _spoken(stem, words)}
    return Interest(frozenset(verbs), frozenset(selections), frozenset(kinds))


def _spoken(stem: str, words: list[str]) -> bool:
    """Whether a word begins with the stem: "stacking" is spoken of "stack"; short stems stand alone."""
    if len(stem) <= len("can"):
        return any(word in (stem, plural(stem)) for word in words)
    return any(word.startswith(stem) for word in words)
