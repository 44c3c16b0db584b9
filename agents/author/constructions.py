"""What people call things that are built, and what each is made of in the relations of the task language.

A row says which goals together make the thing, what every part stands for, and how a sentence asks for it.
Rows are honest: a car has wheels under a chassis with a cabin on it, though it has two wheels and rolls
nowhere, for a bridge has two posts and a cylinder stands upright. What cannot be modelled has a row, too,
with the reason and the nearest thing that can.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.kinds import Kind


@dataclass(frozen=True)
class Part:
    """One goal of a construction: a clause of a signature with `{}` for what moves, and how many move.

    `kinds` may play the part; the first is the usual one.
    """

    name: str
    clause: str
    count: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Construction:
    """Something that can be built.

    `made` says what the parts stand for, and `asked` how a description asks for it; in both, the name of a
    part stands for the kind that plays it, with an s for its plural, and in `asked` "there" for the place.
    Without `asked` the grammar finds the words.
    """

    names: tuple[str, ...]
    parts: tuple[Part, ...]
    made: str
    asked: str = ""


def _posts(*kinds: Kind) -> Part:
    return Part("post", "bridge({} -> zone) by all", 2, kinds)


DECK = Part("deck", "bridge({} -> zone) by all", 1, ("box",))
RAISED = "Stand both {posts} up {there}, lay the box across them, then put the {load} on the box."


def _load(kind: Kind) -> Part:
    return Part("load", "on({} -> box) by all, same object", 1, (kind,))


CONSTRUCTIONS: tuple[Construction, ...] = (
    Construction(
        ("bridge",),
        (
            Part("pier", "bridge({} -> pallet) by all", 2, ("block", "cylinder")),
            Part("deck", "bridge({} -> pallet) by all", 1, ("box",)),
        ),
        "two {piers} stand apart as its piers, and a box across them is its deck",
    ),
    Construction(
        ("house", "home", "cottage", "hut", "cabin"),
        (_posts("block"), DECK, _load("cylinder")),
        "two {posts} are its walls, a box across them is its roof, and a {load} on the roof is its chimney",
        RAISED,
    ),
    Construction(
        ("car", "truck", "lorry", "cart", "vehicle"),
        (_posts("cylinder"), DECK, _load("block")),
        "from the side, two {posts} are its wheels, a box across them its chassis, and a {load} its cabin",
        RAISED,
    ),
    Construction(
        ("train",),
        (
            Part("wagon", "row({} -> zone) by all, ordered", 3, ("box",)),
            Part("load", "on({} -> box) by all, same object", 3, ("cylinder", "block")),
        ),
        "three boxes in a row are its wagons, in the order that is said, and each carries a {load}",
        "Line up the three boxes in order {there}, then put each {load} on a box of its own.",
    ),
    Construction(
        ("castle", "fortress", "fort"),
        (
            Part("stone", "tower({} -> box) by size, ordered", 3, ("block",)),
            Part("turret", "circle({} -> box) by all, same place", 5, ("cylinder",)),
        ),
        "{stones} stacked by size are its keep, and {turrets} all round it are its turrets",
    ),
    Construction(
        ("lighthouse", "beacon"),
        (
            Part("storey", "tower({} -> zone) by size, ordered", 3, ("cylinder",)),
            Part("lamp", "on({} -> cylinder) by all, same object", 1, ("block",)),
        ),
        "{storeys} stacked by size are its tower, and a {lamp} on top is its lamp",
        "Stack the three {storeys} {there} from the largest to the smallest, then put the {lamp} on top.",
    ),
    Construction(
        ("gate", "arch", "door", "doorway", "portal"),
        (_posts("block", "cylinder"), DECK),
        "two {posts} are its posts, and a box across them is its lintel",
    ),
    Construction(
        ("table", "stool", "bench", "desk"),
        (_posts("cylinder", "block"), DECK),
        "two {posts} are its legs, and a box across them is its top",
    ),
    Construction(
        ("staircase", "stairs", "stair", "steps"),
        (Part("step", "row({} -> zone) by size, ordered", 3, ("block",)),),
        "{steps} in a row, each lower than the one before, are its steps",
    ),
    Construction(
        ("hanoi-tower", "hanoi"),
        (Part("disk", "inserted({} -> rods) by size, ordered", 3, ("disk",)),),
        "all disks end on one rod, from the largest to the smallest",
    ),
)

# What people ask for that cannot be modelled: why not, and what comes nearest.
BEYOND: dict[str, tuple[str, str]] = {
    "snowman": ("balls roll and never carry anything", "a lighthouse, which narrows towards the top"),
    "chair": ("nothing here says where on a seat its back has to stand", "a stool: two legs and a seat"),
    "boat": ("nothing floats or has a hull", "a car or a train"),
    "ship": ("nothing floats or has a hull", "a car or a train"),
    "plane": ("nothing holds wings out to the sides", "a car or a train"),
    "airplane": ("nothing holds wings out to the sides", "a car or a train"),
    "robot": ("nothing has joints, and arms would need something to hang on", "a lighthouse or a castle"),
    "tree": ("a crown that is wider than its trunk tips over", "a lighthouse or a tower"),
}
