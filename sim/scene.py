"""What a program fills: the scene.

`Scene` hands out randomness and collects things. They get their places only after the program has ended, when
all goals are known: so movable things never start where they should end. `sim.task` collects the goals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

import numpy as np
from shapely import Polygon

from sim.colors import DISTINCT_COLORS, ColorName
from sim.errors import ProgramError
from sim.fitting import starting_on_rods
from sim.kinds import Vec3, facts
from sim.placement import Claim, Reserve, footprint, hull, place
from sim.relations import Place, Relation, starting
from sim.shapes import reach
from sim.spec import MAX_OBJECTS, Feeder, Pose
from sim.strewing import strew
from sim.things import Model, Thing

T = TypeVar("T")
CARRIED = ("stackable", "rolling", "insert")
PART_REACH_M = 0.016  # diameter that a bead of a rope, or a cube of a pile, claims


class Scene:
    """The table of one seed, while a program fills it. All randomness of a program comes from here."""

    def __init__(self, seed: int, task: str = "") -> None:
        # The name goes in too: else the things of all tasks lie at the same spots for the same seed.
        chance, places = np.random.SeedSequence([seed, crc32(task.encode())]).spawn(2)
        self._rng = np.random.default_rng(chance)
        self._places_rng = np.random.default_rng(places)
        self._things: list[Thing] = []
        self._feeders = 0

    def add(self, model: Model, fixed: bool | None = None, on: Thing | None = None) -> Thing:
        """Put an object on the table, at a free place of its own.

        Args:
            model: what to add: Block("red"), Bowl("blue"), ...
            fixed: True glues it to the table. Bowls, containers, zones, pallets and corners are fixed
                unless told otherwise; all others are movable.
            on: start on, or in, this thing instead of at a place of its own.
        """
        if not isinstance(model, Model):
            raise ProgramError(f'scene.add({model!r}): it takes a model such as Block("red") or Bowl("blue")')
        if len(self._things) >= MAX_OBJECTS:
            raise ProgramError(f"a scene has at most {MAX_OBJECTS} objects")
        known = facts(model.kind)
        if fixed is False and known.role in ("region", "marker", "surface", "socket"):
            raise ProgramError(f"a {model.name} is always fixed; leave fixed out")
        self._check_start(model, on)
        thing = Thing(len(self._things), model, known.fixed if fixed is None else bool(fixed), on)
        self._things.append(thing)
        return thing

    def feed(self, models: Sequence[Model]) -> list[Thing]:
        """Let things appear one at a time, all at one place: the next one when that place is clear."""
        given: Sequence[object] = models  # a program may give anything
        if not given or any(not isinstance(m, Model) or facts(m.kind).role not in CARRIED for m in given):
            raise ProgramError("scene.feed([...]) takes models of things that can be carried, at least one")
        if len(self._things) + len(models) > MAX_OBJECTS:
            raise ProgramError(f"a scene has at most {MAX_OBJECTS} objects")
        start = len(self._things)
        fed = [Thing(start + i, model, False, None, self._feeders) for i, model in enumerate(models)]
        self._things += fed
        self._feeders += 1
        return fed

    def colors(self, count: int, exclude: Sequence[str] = ()) -> list[ColorName]:
        """Draw different colour names that a camera can tell apart."""
        free = [color for color in DISTINCT_COLORS if color not in exclude]
        if not 1 <= count <= len(free):
            raise ProgramError(
                f"scene.colors({count}): there are {len(free)} colors to draw from, at least 1"
            )
        return [free[i] for i in self._rng.permutation(len(free))[:count]]

    def integer(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        if low > high:
            raise ProgramError(f"scene.integer({low}, {high}): the first must not exceed the second")
        return int(self._rng.integers(low, high + 1))

    def uniform(self, low: float, high: float) -> float:
        """Draw a number between low and high, to a tenth of a millimetre."""
        if low > high:
            raise ProgramError(f"scene.uniform({low}, {high}): the first must not exceed the second")
        return round(float(self._rng.uniform(low, high)), 4)

    def choice(self, items: Sequence[T]) -> T:
        """Draw one of the items."""
        if not items:
            raise ProgramError("scene.choice([]): there is nothing to choose from")
        return items[int(self._rng.integers(len(items)))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in random order."""
        return [items[i] for i in self._rng.permutation(len(items))]

    def things(self) -> tuple[Thing, ...]:
        """Return everything that was added, in order."""
        return tuple(self._things)

    def parts(self) -> list[tuple[Vec3, ...]]:
        """Draw where the parts of every thing lie, in its foot frame; nothing for most things."""
        return [strew(thing.model, self._places_rng) for thing in self._things]

    def poses(self, relations: Sequence[Relation], parts: Sequence[tuple[Vec3, ...]]) -> list[Pose]:
        """Find a place for every thing, clear of all others and of every place that a goal needs."""
        order = sorted(self._grounded(), key=lambda thing: not thing.fixed)
        claims = [_claim(thing, relations, parts[thing.index]) for thing in order]
        first = sum(thing.fixed for thing in order)
        found = place(claims, first, self._places_rng, _reserves(order, relations))
        poses = {
            thing.index: Pose(position=(spot.x, spot.y, 0.0), yaw=spot.yaw)
            for thing, spot in zip(order, found, strict=True)
        }
        for base in self._things:  # bases come before what starts on them
            loads = [thing for thing in self._things if thing.start == base]
            for load, spot in zip(loads, _starts(loads, base), strict=True):
                turn = math.pi / 2 * int(self._places_rng.integers(4)) if load.kind == "hole" else 0.0
                poses[load.index] = _beyond(poses[base.index], spot.position, turn)
        for thing in self._things:
            if thing.fed is not None:
                poses[thing.index] = poses[self._queue(thing.fed)[0].index]
        return [poses[thing.index] for thing in self._things]

    def feeders(self, poses: Sequence[Pose]) -> tuple[Feeder, ...]:
        """Return what is fed where."""
        queues = [[thing.index for thing in self._queue(number)] for number in range(self._feeders)]
        return tuple(Feeder(queue=tuple(queue), pose=poses[queue[0]]) for queue in queues)

    def _check_start(self, model: Model, on: Thing | None) -> None:
        if model.kind == "hole":
            if on is None or on.kind != "kit":
                raise ProgramError("a Hole is painted on a Kit: scene.add(Hole(...), on=kit)")
        elif on is not None and (on not in self._things or facts(model.kind).role not in CARRIED):
            raise ProgramError(
                f"scene.add({model.name}, on={on!r}): only carried things start on what is there"
            )

    def _queue(self, feeder: int) -> list[Thing]:
        return [thing for thing in self._things if thing.fed == feeder]

    def _grounded(self) -> list[Thing]:
        """Things that need a place of their own: not what starts on others, of a queue only the first."""
        firsts = [self._queue(number)[0] for number in range(self._feeders)]
        return [t for t in self._things if t.start is None and (t.fed is None or t in firsts)]


def _starts(loads: Sequence[Thing], base: Thing) -> tuple[Place, ...]:
    if not loads:
        return ()
    return starting_on_rods(loads, base) if base.kind == "rods" else starting(loads, base)


def _beyond(base: Pose, offset: Vec3, turn: float) -> Pose:
    """Return the pose at an offset in the foot frame of `base`, metres, turned by `turn` against it."""
    (x, y, z), (dx, dy, dz) = base.position, offset
    cos, sin = math.cos(base.yaw), math.sin(base.yaw)
    position = (round(x + cos * dx - sin * dy, 6), round(y + sin * dx + cos * dy, 6), round(z + dz, 6))
    yaw = base.yaw if turn == 0 else (base.yaw + turn + math.pi) % (2 * math.pi) - math.pi
    return Pose(position=position, yaw=round(yaw, 6))


def _claim(thing: Thing, relations: Sequence[Relation], parts: Sequence[Vec3]) -> Claim:
    """What a thing needs of the table: itself, and all places that goals have in its frame."""
    own = [footprint("ball", (PART_REACH_M,) * 3, x, y) for x, y, _ in parts]
    outlines = own or [footprint(thing.kind, thing.size)]
    yaw_range = (-math.pi, math.pi)
    for relation in relations:
        if thing in relation.facing:
            yaw_range = relation.facing[thing]
        for spot in relation.places:
            if spot.frame == thing and spot.basis == "foot":
                outlines += _kept_free(spot)
    return Claim(hull(outlines), yaw_range)


def _reserves(order: Sequence[Thing], relations: Sequence[Relation]) -> list[Reserve]:
    """What the table keeps free for the spots of all relations; repeated ones once."""
    number = {thing: position for position, thing in enumerate(order)}
    reserves = {
        Reserve(
            spot.basis,
            tuple(number[thing] for thing in (spot.frame, spot.other) if thing is not None),
            spot.position[0],
            max(reach(thing.model) for thing in spot.accepts),
        ): None
        for relation in relations
        for spot in relation.places
        if spot.basis != "foot"
    }
    return list(reserves)


def _kept_free(spot: Place) -> list[Polygon]:
    """The outlines that a place keeps free: of whatever may fill it, or of the ends of a rope along it."""
    if spot.end is not None:
        return [footprint("ball", (PART_REACH_M,) * 3, x, y) for x, y, _ in (spot.position, spot.end)]
    x, y, _ = spot.position
    return [footprint(thing.kind, thing.size, x, y, spot.yaw) for thing in spot.accepts]
