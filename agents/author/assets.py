"""What a scene needs, and which of that the language does not have, with the nearest that it has.

The tables name what people who think of a kitchen or a workshop ask for. A word that no table knows is found
where only the name of a thing can stand: behind a colour or a number, and anywhere in a list of assets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from agents.author.reading import ADJECTIVES, COUNTS, UNITS, known_noun, mentions, words_of
from agents.roles import Proposal, Step
from sim.colors import COLORS
from sim.kinds import FACTS, KINDS, VARIANTS, Kind
from sim.words import NOUNS, UNSURE_NOUNS, plural

# The nearest that the language has, and what people may ask for instead.
FOREIGN: dict[str, str] = {
    "bowl": "mug cup glass plate saucer pot pan vase bucket jar pitcher teapot kettle sink wok ashtray",
    "container": "drawer cabinet cupboard fridge microwave oven suitcase bag envelope backpack locker "
        "chest wardrobe dishwasher dustbin carton sack wallet aquarium",
    "cylinder": "bottle candle battery tube pipe pen pencil stick screwdriver bolt nail dowel cone barrel "
        "flask lamp lantern crayon toothbrush spindle torch",
    "ball": "apple lemon fruit egg tomato balloon pear peach banana potato bead lollipop",
    "box": "book phone laptop card domino plank lego matchbox sponge wedge prism tile tablet "
        "remote stapler",
    "block": "die dice tetrahedron octahedron",
    "zone": "cloth towel napkin paper carpet tablecloth blanket shirt sock mat rug curtain fabric tissue",
    "rope": "string wire hose spring ribbon shoelace thread necklace",
    "pile": "water liquid milk juice sand rice powder soup oil flour salt sugar coffee tea beans pebbles "
        "dust crumbs cereal",
    "fixture": "hinge door lock key button switch lever knob handle screw outlet plug bulb lid gear nut hook "
        "latch tap faucet cap magnet valve zipper buckle window",
    "disk": "coin wheel tyre tire donut washer cd pizza pancake cog pulley",
    "pallet": "shelf rack ladder ramp slope stairs conveyor trolley cart truck car train seesaw scale "
        "balance turntable elevator crane bench chair sofa bed tree",
    "blade": "broom brush spoon fork knife hammer scissors spatula tongs wrench mop rake shovel",
    "suction gripper": "arm hand finger fingers glove human person camera drone arms hands",
}  # fmt: skip
NEAREST: dict[str, str] = {word: near for near, words in FOREIGN.items() for word in words.split()}

# What a colour word of people comes closest to; surfaces are colours here, for nothing is made of anything.
SHADES: dict[str, str] = {
    "turquoise": "cyan", "teal": "cyan", "aqua": "cyan", "magenta": "pink", "fuchsia": "pink",
    "rose": "pink", "beige": "brown", "tan": "brown", "maroon": "red", "crimson": "red", "scarlet": "red",
    "ruby": "red", "navy": "blue", "azure": "blue", "lime": "green", "olive": "green", "emerald": "green",
    "mint": "green", "khaki": "green", "lavender": "violet", "lilac": "violet", "mauve": "purple",
    "plum": "purple", "amber": "orange", "coral": "orange", "bronze": "gold", "copper": "gold",
    "golden": "gold", "ivory": "white", "cream": "white", "charcoal": "black", "rainbow": "red",
    "striped": "red", "transparent": "white", "wooden": "brown", "metal": "silver", "metallic": "silver",
    "steel": "silver", "glass": "white", "plastic": "white", "rubber": "black", "checkered": "black",
    "dotted": "red", "translucent": "white",
}  # fmt: skip

# What a suction tip, or a blade for piles, cannot do.
CANNOT: frozenset[str] = frozenset((
    "pour", "unscrew", "screw", "fold", "unfold", "cut", "slice", "tie", "untie", "hang", "throw", "toss",
    "bounce", "press", "twist", "squeeze", "wipe", "spin", "flip", "hammer", "peel", "stir", "shake",
    "catch", "juggle", "weld", "melt", "inflate", "unlock", "knot",
))  # fmt: skip

DETERMINERS = frozenset((
    "a", "an", "the", "its", "each", "every", "this", "that", "another", "any", "some", "of", "with", "one",
    "two", "three", "all", "other", "no", "their",
))  # fmt: skip
# Words that may follow a colour or a number, or stand in a list of assets, and are no thing to be added.
LIGHT = frozenset((
    "distractor", "distractors", "robot", "gripper", "workspace", "center", "centre", "edge", "random", "and",
    "or", "one", "ones", "thing", "things", "object", "objects", "piece", "pieces", "item", "items",
    "base", "bases", "tower", "towers", "row", "rows", "pyramid", "wall", "bridge", "colour", "colours",
    "color", "colors", "side", "sides", "target", "targets", "place", "places", "of", "on", "in", "into",
    "to", "at", "by", "with", "from", "for", "is", "are", "as", "the", "a", "an", "its", "their", "each",
    "every", "per", "size", "sizes", "kind", "kinds", "course", "courses", "layer", "layers", "level",
    "levels", "which", "that", "then", "goes", "go", "stands", "stand", "lies", "lie", "must", "have",
    "has", "does", "mouth", "times", "high", "x", "table", "tabletop", "post", "posts", "deck", "shapes",
    "shape", "letters", "moves", "steps", "goals", "stay", "stays", "below", "above", "around", "beside",
    "between", "where", "start", "starts", "match", "cubes", "marks", "under", "shall", "should", "may",
    "only", "rest", "rests", "never", "not", "but", "them", "others", "surface", "surfaces", "pair",
    "pairs", "group", "groups", "set", "sets", "together", "onto", "over", "along", "across", "upon",
    "inside", "within", "next", "copies", "if", "when", "after", "before", "again", "also", "too", "out",
    "can", "will", "gets", "anywhere", "full", "so",
))  # fmt: skip


@dataclass(frozen=True)
class Unknown:
    """Something that the language does not have: what is asked for, and what comes nearest."""

    words: str
    instead: str


def assets_of(steps: tuple[Step, ...], distractors: tuple[Kind, ...]) -> tuple[str, ...]:
    """List what the scene of these steps needs, each kind once: movers, their targets, what lies about."""
    kinds: list[str] = []
    for step in steps:
        kinds += [step.clause.mover, "kit" if step.clause.target == "hole" else step.clause.target]
    return tuple(dict.fromkeys(kind for kind in (*kinds, *distractors) if kind != "table"))


def unknown_assets(proposal: Proposal) -> tuple[Unknown, ...]:
    """Find what the assets and the description ask for and the language does not have."""
    texts = (*proposal.assets, proposal.description)
    found = [unknown for asset in proposal.assets for unknown in _unlisted(asset)]
    found += unknown_words(proposal.description)
    found += [unknown for text in texts for unknown in _impossible_sizes(text)]
    return tuple({unknown.words: unknown for unknown in found}.values())


def nearest(word: str) -> str:
    """Name what of the language comes closest to a noun: by meaning, else by spelling, else by shape."""
    single = word.removesuffix("s")
    if word in NEAREST or single in NEAREST:
        return NEAREST.get(word) or NEAREST[single]
    nouns = [*KINDS, *NOUNS, *UNSURE_NOUNS, *VARIANTS]
    return next(iter(get_close_matches(single, nouns, n=1, cutoff=0.6)), "block")


def _unlisted(asset: str) -> Iterator[Unknown]:
    """In a list of assets every word has to be one of ours."""
    yield from unknown_words(f"the {asset}")
    for word in words_of(asset):
        if word in NEAREST or word.removesuffix("s") in NEAREST or word in SHADES or _is_ours(word):
            continue
        if len(word) > 1 and word not in CANNOT:  # one letter: "letter R"
            yield _no_thing(word)


def unknown_words(text: str) -> Iterator[Unknown]:
    """Find what the tables know, and words that stand where only the name of a thing can stand."""
    words = words_of(text)
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        introduced = before in DETERMINERS or before in SHADES or _tells_apart(before)
        if word in SHADES and (known_noun(after) or after in (*SHADES, *NEAREST, *LIGHT, *COLORS)):
            yield Unknown(f"nothing is {word}", f"{SHADES[word]} comes nearest")
        elif (word in NEAREST or word.removesuffix("s") in NEAREST) and introduced:
            yield _no_thing(word)
        elif word in CANNOT and not introduced:
            yield Unknown(f"the gripper cannot {word} things", "lift and place things, or sweep a pile")
        elif _tells_apart(before) and not _is_ours(word) and word not in (*SHADES, *NEAREST):
            yield _no_thing(word)


def _tells_apart(word: str) -> bool:
    """Whether what follows a word is what is counted, or has the colour."""
    return word in COLORS or (word in COUNTS and word not in ("one", "both", "pair", "couple"))


def _no_thing(word: str) -> Unknown:
    return Unknown(f"there is no {word.removesuffix('s')} in the language", f"{nearest(word)} comes nearest")


def _is_ours(word: str) -> bool:
    """Whether a word is part of how the language's things are spoken of."""
    if known_noun(word) is not None or word in KINDS or word in map(plural, KINDS):
        return True
    spoken = word in COLORS or word in ADJECTIVES or word in LIGHT or word in DETERMINERS
    told = word in COUNTS or word in UNITS or word[0].isdigit() or word in ("letter", ".")
    return spoken or told or word.endswith(("ly", "ed", "ing"))  # "randomly placed", "matching"


def _impossible_sizes(text: str) -> Iterator[Unknown]:
    """Sizes that nothing of that name can have."""
    for mention in mentions(text):
        kind = mention.kinds[0]
        low, high = min(FACTS[kind].smallest), max(FACTS[kind].largest)
        for size in mention.sizes:
            if not low - 1e-9 <= size <= high + 1e-9:
                words = f"no {kind} is {size:g} m long or wide: {low:g} to {high:g} m are possible"
                yield Unknown(words, f"make it {max(low, min(size, high)):g} m")
