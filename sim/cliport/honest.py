"""The honest world: what a record says, in our own language, where that can be said.

The objects get the sizes that they state, and each target becomes a place that our judge looks at in three
dimensions: in a bowl, on a pallet, on what is built below it, in a zone, or on the table. GenSim's heights
are not taken: they are guesses that nothing checks there. What cannot be told, such as ropes, piles and
disks, is named in the reason.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from sim.cliport.record import Goal, Point, Record, Target, Zone
from sim.cliport.things import SNAP_M, Untold, foot_of, thing_of
from sim.frames import Frame, about_z, depth_in
from sim.kinds import WALL_M, facts
from sim.shapes import outline
from sim.spec import MAX_GOALS, MAX_OBJECTS, GoalSpec, ObjectSpec, Pose, Relation, SceneSpec, Slot

SAME_PLACE_M = 0.045  # two targets nearer than this may be one above the other
HIGHER_M = 0.005
MARKED_M = 0.12  # what is put this near to a painted mark is put relative to it
BOWL_FLOOR_M = 0.004
DIGITS = 6


def translated(records: Sequence[Record]) -> tuple[tuple[SceneSpec, ...], str]:
    """Return a scene for each record; or nothing, and why one of them cannot be told in our language."""
    scenes = []
    for record in records:
        try:
            scenes.append(scene_of(record))
        except Untold as missing:
            return (), f"seed {record.seed}: our language has no word for {missing}"
    return tuple(scenes), ""


def scene_of(record: Record) -> SceneSpec:
    """Return a record as a scene of ours.

    Raises:
        Untold: if something cannot be said.
    """
    if record.ties:
        raise Untold("bodies that are tied together")
    if record.primitive == "push" or record.queue:
        raise Untold("piles that are pushed" if record.primitive == "push" else "boxes that come one by one")
    if len(record.bodies) > MAX_OBJECTS or len(record.goals) > MAX_GOALS:
        raise Untold(f"{len(record.bodies)} bodies and {len(record.goals)} goals: too many for a scene")
    teller = _Teller(record)
    goals = [teller.goal(number, goal) for number, goal in enumerate(record.goals)]
    try:
        return SceneSpec(
            task=record.task,
            seed=record.seed,
            objects=tuple(teller.things),
            goals=tuple(goals),
            settle_steps=min(record.settle_steps // 2, 2400),
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Untold(f"such a scene: {first['msg']}") from error


@dataclass(frozen=True)
class Place:
    """A place of a goal: who may take it, where, how high the program says it is, and how high its top is."""

    goal: int
    slot: Slot
    position: tuple[float, float]
    stated_z: float
    top: float


@dataclass
class _Teller:
    """Tells one record; remembers the places of the goals before."""

    record: Record
    things: list[ObjectSpec] = field(init=False)
    _places: list[Place] = field(default_factory=list)  # of the goals before
    _new: list[Place] = field(default_factory=list)  # of the goal that is being told
    _counts: list[int] = field(default_factory=list)  # how many objects each goal moves

    def __post_init__(self) -> None:
        sizes = {
            index: zone.size for goal in self.record.goals for zone in goal.zones for index in self._at(zone)
        }
        bodies = enumerate(self.record.bodies)
        self.things = [thing_of(body, sizes.get(index)) for index, body in bodies]
        self.things = [self._on_the_table(index) for index in range(len(self.things))]

    def _on_the_table(self, index: int) -> ObjectSpec:
        """Put down what would start a little above or in the table; programs guess that height."""
        thing = self.things[index]
        x, y, z = thing.pose.position
        under = (outline(other, _frame(other)) for number, other in enumerate(self.things) if number != index)
        if z == 0 or abs(z) > SNAP_M or any(depth_in(shape, (x, y)) > 0 for shape in under):
            return thing
        return thing.model_copy(update={"pose": Pose(position=(x, y, 0.0), yaw=thing.pose.yaw)})

    def _at(self, zone: Zone) -> list[int]:
        """Return the bodies whose own frame is where a zone of a goal is."""
        return [
            index
            for index, body in enumerate(self.record.bodies)
            if math.dist(body.position[:2], zone.position[:2]) < HIGHER_M and body.category == "fixed"
        ]

    def goal(self, number: int, goal: Goal) -> GoalSpec:
        """Tell one goal."""
        if goal.fault:
            raise Untold(f"a goal with a mistake in it: {goal.fault}")
        if not goal.objects or (goal.metric == "pose" and len(goal.targets) < len(goal.objects)):
            raise Untold(f"{len(goal.objects)} objects in {len(goal.targets)} places")
        if any(
            self.things[index].fixed or not facts(self.things[index].kind).graspable
            for index, _ in goal.objects
        ):
            raise Untold("a goal that moves what cannot be lifted")
        if goal.metric == "pose" and any(not any(row) for row in goal.matches[: len(goal.objects)]):
            raise Untold("an object that may take none of the places")
        self._counts.append(len(goal.objects))
        self._new = []
        slots = self._zone_slots(goal) if goal.metric == "zone" else self._pose_slots(goal)
        self._places += self._new
        words = self.record.language[number] if number < len(self.record.language) else self.record.completed
        if not words.strip() or not words.isprintable():
            raise Untold("a sentence without words")
        among = {place.goal for place in self._chain(self._new)} | {number}
        return GoalSpec(
            slots=tuple(slots),
            count=sum(self._counts[told] for told in among),
            ordered=any(not all(row) for row in goal.matches),
            instruction=words,
        )

    # -- places ----------------------------------------------------------------------------------------

    def _pose_slots(self, goal: Goal) -> list[Slot]:
        """Return a slot for each target, after those of the goals that it builds on."""
        columns = sorted(range(len(goal.targets)), key=lambda column: goal.targets[column].position[2])
        for column in columns:
            accepts = tuple(i for row, (i, _) in enumerate(goal.objects) if goal.matches[row][column])
            if accepts:
                self._new.append(self._place(accepts, goal.targets[column]))
        places = [*self._chain(self._new), *self._new]
        return [self._told(place, places) for place in places]

    def _carriers(self, position: Point) -> list[Place]:
        """Return the places right below a position: the highest of the lower ones that are near."""
        x, y, z = position
        lower = [
            place
            for place in (*self._places, *self._new)
            if math.dist(place.position, (x, y)) < SAME_PLACE_M and place.stated_z < z - HIGHER_M
        ]
        highest = max((place.stated_z for place in lower), default=0.0)
        return [place for place in lower if place.stated_z > highest - HIGHER_M]

    def _chain(self, places: list[Place]) -> list[Place]:
        """Return all places of the earlier goals that carry these, in the order in which they were told."""
        wanted: set[int] = set()
        frontier = list(places)
        while frontier:
            below = {p.goal for p in self._below(frontier.pop()) if p in self._places} - wanted
            wanted |= below
            frontier += [place for place in self._places if place.goal in below]
        own = {place.goal for place in places}
        return [place for place in self._places if place.goal in wanted - own]

    def _below(self, place: Place) -> list[Place]:
        return self._carriers((*place.position, place.stated_z))

    def _told(self, place: Place, places: list[Place]) -> Slot:
        """Return the slot of a place, which needs those below it."""
        below = self._below(place)
        return place.slot.model_copy(update={"needs": tuple(n for n, p in enumerate(places) if p in below)})

    def _place(self, accepts: tuple[int, ...], target: Target) -> Place:
        if target.fault:
            raise Untold(f"a goal with a mistake in it: {target.fault}")
        foot = foot_of(self.record.bodies[accepts[0]], Frame(target.position, target.rotation))
        x, y, stated_z = target.position
        carriers = self._carriers(target.position)
        if carriers:
            z = max(place.top for place in carriers)
            slot = _slot("on", None, foot, z, accepts)
        else:
            slot, z = self._grounded(accepts, foot)
        return Place(len(self._counts) - 1, slot, (x, y), stated_z, z + self.things[accepts[0]].size[2])

    def _grounded(self, accepts: tuple[int, ...], foot: Frame) -> tuple[Slot, float]:
        """Return a slot in or on what is there, or on the table; and how high it is."""
        x, y, _ = foot.position
        sockets_first = sorted(enumerate(self.things), key=lambda pair: facts(pair[1].kind).role != "socket")
        for index, thing in sockets_first:
            if index in accepts or not self._holds(index, (x, y)):
                continue
            frame = _frame(thing)
            match facts(thing.kind).role:
                case "receptacle":
                    floor = BOWL_FLOOR_M if thing.kind == "bowl" else WALL_M
                    at = Frame(frame.position, foot.rotation) if thing.kind == "bowl" else foot
                    return _slot("inside", (index, frame), at, floor, accepts), floor
                case "region":
                    return _slot("within", (index, frame), foot, 0.0, accepts), 0.0
                case "surface":
                    return _slot("on", (index, frame), foot, thing.size[2], accepts), thing.size[2]
                case "socket":
                    return _slot("inserted", (index, frame), foot, 0.0, accepts), 0.0
        marker = self._marker((x, y))
        return _slot("at", marker, foot, 0.0, accepts), 0.0

    def _marker(self, point: tuple[float, float]) -> tuple[int, Frame] | None:
        """Return the painted mark that is nearest to a point, if one is near."""
        marks = [index for index, thing in enumerate(self.things) if facts(thing.kind).role == "marker"]
        away = {index: math.dist(self.things[index].pose.position[:2], point) for index in marks}
        near = min(away, key=lambda index: away[index], default=None)
        if near is None or away[near] > MARKED_M:
            return None
        return near, _frame(self.things[near])

    def _holds(self, index: int, point: tuple[float, float]) -> bool:
        thing = self.things[index]
        if not thing.fixed or facts(thing.kind).role not in ("receptacle", "region", "surface", "socket"):
            return False
        return depth_in(outline(thing, _frame(thing)), point) > 0

    def _zone_slots(self, goal: Goal) -> list[Slot]:
        """Return a slot for each object, in the one zone that the goal has."""
        if len(goal.zones) != 1:
            raise Untold(f"{len(goal.zones)} zones in one goal")
        hosts = [index for index in self._at(goal.zones[0]) if facts(self.things[index].kind).role in _HOSTS]
        if not hosts:
            raise Untold("a zone where nothing lies")
        thing = self.things[hosts[0]]
        frame = _frame(thing)
        relation, z = _HOSTS[facts(thing.kind).role]
        height = thing.size[2] if relation == "on" else z
        accepts = tuple(index for index, _ in goal.objects)
        slots = []
        for row, (index, _) in enumerate(goal.objects):
            at = self._aim(goal, row, frame)
            foot = foot_of(self.record.bodies[index], at)
            slots.append(_slot(relation, (hosts[0], frame), foot, height, accepts, strict=False))
        return slots

    def _aim(self, goal: Goal, row: int, frame: Frame) -> Frame:
        """Return where GenSim's oracle would put an object of a zone goal."""
        columns = [c for c, may in enumerate(goal.matches[row]) if may and not goal.targets[c].fault]
        if not columns:
            return frame
        target = goal.targets[columns[0]]
        return Frame(target.position, target.rotation)


_HOSTS: dict[str, tuple[Relation, float]] = {
    "region": ("within", 0.0), "receptacle": ("inside", WALL_M), "surface": ("on", 0.0),
}  # fmt: skip


def _frame(thing: ObjectSpec) -> Frame:
    return Frame(thing.pose.position, about_z(thing.pose.yaw))


def _slot(  # noqa: PLR0913 - a slot has so many sides
    relation: Relation, host: tuple[int, Frame] | None, foot: Frame, z: float, accepts: tuple[int, ...],
    *, strict: bool | None = None,
) -> Slot:  # fmt: skip
    """Make a slot at a foot's place and heading, in the frame of its host."""
    index, frame = (None, Frame((0.0, 0.0, 0.0))) if host is None else host
    level = (foot.position[0], foot.position[1], frame.position[2] + z)
    x, y, height = frame.local(level)
    yaw = math.remainder(foot.yaw - frame.yaw, 2 * math.pi)
    return Slot(
        relation=relation,
        frame=index,
        position=(round(x, DIGITS), round(y, DIGITS), round(height, DIGITS)),
        yaw=round(yaw, DIGITS),
        strict=relation not in ("inside", "within") if strict is None else strict,
        accepts=accepts,
    )
