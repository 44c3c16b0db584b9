"""The honest world: what a record says, in our own language, where that can be said.

The objects get the sizes that they state, and each target becomes a place that our judge looks at in three
dimensions: in a bowl, on a pallet, on what is built below it, in a zone, over a rod, along a line, or on the
table. GenSim's heights are not taken: they are guesses that nothing checks there. What cannot be told, such
as a bowl that is carried, is named in the reason.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from sim.cliport.clusters import clusters_of, ends_of, told
from sim.cliport.movers import check_mover, check_socket
from sim.cliport.palletizing import bodies_of, brought, paired
from sim.cliport.record import Goal, Point, Record, Target, Zone
from sim.cliport.rods import Rods
from sim.cliport.slots import HOSTS, Place, frame_of, rounded, slot_at
from sim.cliport.things import SNAP_M, Untold, foot_of, thing_of
from sim.frames import Frame, depth_in
from sim.kinds import WALL_M, facts
from sim.shapes import outline
from sim.spec import MAX_GOALS, MAX_OBJECTS, Feeder, GoalSpec, ObjectSpec, Pose, SceneSpec, Slot

SAME_PLACE_M = 0.045  # two targets nearer than this may be one above the other
HIGHER_M = 0.005
MARKED_M = 0.12  # what is put this near to a painted mark is put relative to it
BOWL_FLOOR_M = 0.004
LAYER_PLACE_M = 0.08  # the same for boxes of a layer upon those of the layer below
ROPE_MARK_M = 0.25  # a rope is put relative to the mark whose middle is this near to its own
HOLDING = ("receptacle", "region", "surface", "socket")
SPREAD_M = 0.045  # between the aims of objects that share a place
MOST_SETTLING = 2400
ROOMY = ("container", "zone", "pallet")  # where several objects have room


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
    try:
        teller = _Teller(record)
        if len(teller.things) > MAX_OBJECTS or len(record.goals) > MAX_GOALS:
            raise Untold(f"{len(teller.things)} things and {len(record.goals)} goals: too many for a scene")
        return SceneSpec(
            task=record.task,
            seed=record.seed,
            objects=tuple(teller.things),
            goals=tuple(teller.goal(number, goal) for number, goal in enumerate(record.goals)),
            feeders=teller.feeders(),
            tool="spatula" if record.primitive == "push" else "suction",
            settle_steps=min(record.settle_steps // 2, MOST_SETTLING),
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "its whole"
        raise Untold(f"such a scene: {where}: {first['msg']}") from error


@dataclass
class _Teller:
    """Tells one record; remembers the places of the goals before."""

    record: Record
    things: list[ObjectSpec] = field(init=False)
    _of: dict[int, int] = field(default_factory=dict)  # which thing a body is, or is a part of
    _body: dict[int, int] = field(default_factory=dict)  # the first body of a thing
    _soft: dict[frozenset[int], int] = field(default_factory=dict)  # ropes and piles by their bodies
    _places: list[Place] = field(default_factory=list)  # of the goals before
    _new: list[Place] = field(default_factory=list)  # of the goal that is being told
    _counts: list[int] = field(default_factory=list)  # how many objects each goal moves

    def __post_init__(self) -> None:
        sizes = {
            index: zone.size for goal in self.record.goals for zone in goal.zones for index in self._at(zone)
        }
        clusters = clusters_of(self.record)
        parts = {index for cluster in clusters for index in cluster.bodies}
        self.things = []
        for index, body in enumerate(bodies_of(self.record)):
            if index not in parts:
                self._add(thing_of(body, sizes.get(index)), (index,))
        self.things = [self._on_the_table(number) for number in range(len(self.things))]
        self._rods = Rods(self.things)
        self.things = self._rods.stacked()
        self._moved = {self._of[i] for goal in self.record.goals for i, _ in goal.objects if i in self._of}
        for cluster in clusters:
            self._soft[frozenset(cluster.bodies)] = len(self.things)
            self._add(told(cluster, self.record, self.things), cluster.bodies)

    def _add(self, thing: ObjectSpec, bodies: tuple[int, ...]) -> None:
        self._body[len(self.things)] = bodies[0]
        self._of |= dict.fromkeys(bodies, len(self.things))
        self.things.append(thing)

    def feeders(self) -> tuple[Feeder, ...]:
        """Return what brings the boxes of palletizing, one by one."""
        if not self.record.queue:
            return ()
        queue = tuple(self._of[index] for index in brought(self.record))
        first = self.things[queue[0]].pose
        x, y, _ = first.position
        return (Feeder(queue=queue, pose=Pose(position=(x, y, 0.0), yaw=first.yaw)),)

    def _on_the_table(self, index: int) -> ObjectSpec:
        """Put down what would start a little above or in the table; programs guess that height."""
        thing = self.things[index]
        x, y, z = thing.pose.position
        under = (
            outline(other, frame_of(other)) for number, other in enumerate(self.things) if number != index
        )
        if z == 0 or abs(z) > SNAP_M or any(depth_in(shape, (x, y)) > 0 for shape in under):
            return thing
        return thing.model_copy(update={"pose": Pose(position=(x, y, 0.0), yaw=thing.pose.yaw)})

    def _at(self, zone: Zone) -> list[int]:
        """Return the bodies that are fixed where a zone of a goal is."""
        return [
            index
            for index, body in enumerate(self.record.bodies)
            if math.dist(body.position[:2], zone.position[:2]) < HIGHER_M and body.category == "fixed"
        ]

    def goal(self, number: int, goal: Goal) -> GoalSpec:
        """Tell one goal."""
        if goal.fault:
            raise Untold(f"a goal with a mistake in it: {goal.fault}")
        if goal.metric not in ("pose", "zone"):
            raise Untold(f"the metric {goal.metric!r}")
        if not goal.objects:
            raise Untold("a goal without objects")
        movers = {self._of[index] for index, _ in goal.objects}
        self._places = [place for place in self._places if not movers & set(place.slot.accepts)]
        bodies = frozenset(index for index, _ in goal.objects)
        if bodies in self._soft:
            return self._soft_goal(number, goal, self._soft[bodies])
        for mover in sorted(movers):
            check_mover(self.things[mover])
        if goal.metric == "pose" and any(not any(row) for row in goal.matches[: len(goal.objects)]):
            raise Untold("an object that may take none of the places")
        self._counts.append(len(goal.objects))
        self._new = []
        slots = self._slots(goal)
        self._places += [place for place in self._new if place.slot.frame is None or not self._is_rods(place)]
        among = {place.goal for place in self._chain(self._new)} | {number}
        return GoalSpec(
            slots=tuple(slots),
            count=sum(self._counts[told] for told in among),
            ordered=any(not all(row) for row in goal.matches),
            transient=self._moves_again(number),
            instruction=self._words(number),
        )

    def _slots(self, goal: Goal) -> list[Slot]:
        if self.record.queue and goal.metric == "zone":
            return self._pose_slots(paired(goal, self.record))
        if goal.metric == "zone":
            return self._zone_slots(goal)
        return self._shared_slots(goal) if len(goal.targets) < len(goal.objects) else self._pose_slots(goal)

    def _is_rods(self, place: Place) -> bool:
        return place.slot.frame is not None and self.things[place.slot.frame].kind == "rods"

    def _words(self, number: int) -> str:
        words = self.record.language[number] if number < len(self.record.language) else self.record.completed
        if not words.strip() or not words.isprintable():
            raise Untold("a sentence without words")
        return words

    def _moves_again(self, number: int) -> bool:
        """Whether a later goal moves what this one moves: then it is a step on the way."""
        moved = {index for index, _ in self.record.goals[number].objects}
        later = self.record.goals[number + 1 :]
        return any(index in moved for goal in later for index, _ in goal.objects)

    def _soft_goal(self, number: int, goal: Goal, thing: int) -> GoalSpec:
        """Tell a goal that moves a whole rope or a whole pile."""
        self._counts.append(1)
        if self.things[thing].kind == "rope":
            start, end = ends_of(goal, len(self.things[thing].parts))
            mark = self._marker(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), ROPE_MARK_M)
            slot = slot_at("spans", mark, Frame(start), 0.0, (thing,), strict=False)
            frame = Frame((0.0, 0.0, 0.0)) if mark is None else mark[1]
            slot = slot.model_copy(update={"end": rounded(frame.local(end))})
        else:
            hosts = self._hosts(goal.zones[0]) if len(goal.zones) == 1 else []
            if not hosts or self.things[hosts[0]].kind != "zone":
                raise Untold("a pile that is pushed elsewhere than into one zone on the table")
            zone = frame_of(self.things[hosts[0]])
            slot = slot_at("within", (hosts[0], zone), zone, 0.0, (thing,), strict=False)
        return GoalSpec(
            slots=(slot,), count=1, transient=self._moves_again(number), instruction=self._words(number)
        )

    # -- places ----------------------------------------------------------------------------------------

    def _pose_slots(self, goal: Goal) -> list[Slot]:
        """Return a slot for each target, after those of the goals that it builds on."""
        columns = sorted(range(len(goal.targets)), key=lambda column: goal.targets[column].position[2])
        for column in columns:
            accepts = tuple(
                self._of[i] for row, (i, _) in enumerate(goal.objects) if goal.matches[row][column]
            )
            if accepts:
                self._new.append(self._place(accepts, goal.targets[column]))
        places = [*self._chain(self._new), *self._new]
        return [self._told(place, places) for place in places]

    def _carriers(self, position: Point) -> list[Place]:
        """Return the places right below a position: the highest of the lower ones that are near."""
        x, y, z = position
        near = LAYER_PLACE_M if self.record.queue else SAME_PLACE_M
        lower = [
            place
            for place in (*self._places, *self._new)
            if math.dist(place.position, (x, y)) < near and place.stated_z < z - HIGHER_M
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
        foot = foot_of(self.record.bodies[self._body[accepts[0]]], Frame(target.position, target.rotation))
        x, y, stated_z = target.position
        rod = self._rods.over((x, y)) if self.things[accepts[0]].kind == "disk" else None
        carriers = self._carriers(target.position)
        if rod is not None:
            local = self._rods.local(rod, accepts[0])
            slot = Slot(relation="inserted", frame=rod[0], position=local, strict=True, accepts=accepts)
            z = local[2]
        elif carriers:
            z = max(place.top for place in carriers)
            slot = slot_at("on", None, foot, z, accepts)
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
            frame = frame_of(thing)
            match facts(thing.kind).role:
                case "receptacle":
                    floor = BOWL_FLOOR_M if thing.kind == "bowl" else WALL_M
                    at = Frame(frame.position, foot.rotation) if thing.kind == "bowl" else foot
                    return slot_at("inside", (index, frame), at, floor, accepts), floor
                case "region":
                    return slot_at("within", (index, frame), foot, 0.0, accepts), 0.0
                case "surface":
                    return slot_at("on", (index, frame), foot, thing.size[2], accepts), thing.size[2]
                case "socket":
                    check_socket(thing, self.things[accepts[0]])
                    return slot_at("inserted", (index, frame), foot, 0.0, accepts), 0.0
        marker = self._marker((x, y))
        return slot_at("at", marker, foot, 0.0, accepts), 0.0

    def _marker(self, point: tuple[float, float], within_m: float = MARKED_M) -> tuple[int, Frame] | None:
        """Return the painted mark that is nearest to a point, if one is near."""
        marks = [index for index, thing in enumerate(self.things) if facts(thing.kind).role == "marker"]
        away = {index: math.dist(self.things[index].pose.position[:2], point) for index in marks}
        near = min(away, key=lambda index: away[index], default=None)
        if near is None or away[near] > within_m:
            return None
        return near, frame_of(self.things[near])

    def _holds(self, index: int, point: tuple[float, float]) -> bool:
        thing = self.things[index]
        if index in self._moved or facts(thing.kind).role not in (
            "receptacle",
            "region",
            "surface",
            "socket",
        ):
            return False
        return depth_in(outline(thing, frame_of(thing)), point) > 0

    def _zone_slots(self, goal: Goal) -> list[Slot]:
        """Return a slot for each object, in the zone of the goal; of several, in the one that it aims at."""
        hosts = [self._hosts(zone) for zone in goal.zones]
        if not all(hosts):
            raise Untold("a zone where nothing lies")
        everyone = tuple(self._of[index] for index, _ in goal.objects)
        slots = []
        for row, (index, _) in enumerate(goal.objects):
            at = self._aim(goal, row, frame_of(self.things[hosts[0][0]]))
            host = hosts[0][0] if len(hosts) == 1 else self._host_at(at, hosts)
            accepts = everyone if len(hosts) == 1 else (self._of[index],)
            slots.append(self._loose(host, foot_of(self.record.bodies[index], at), accepts))
        return slots

    def _host_at(self, at: Frame, hosts: Sequence[Sequence[int]]) -> int:
        """Return the host of the zone that an aim is in."""
        found = next((host for host, *_ in hosts if self._holds(host, at.position[:2])), None)
        if found is None:
            raise Untold("several zones, and a place in none of them")
        return found

    def _hosts(self, zone: Zone) -> list[int]:
        """Return the things at a zone of a goal in or on which others can be."""
        numbers = [self._of[index] for index in self._at(zone)]
        return [number for number in numbers if facts(self.things[number].kind).role in HOSTS]

    def _loose(self, host: int, foot: Frame, accepts: tuple[int, ...]) -> Slot:
        """Return a slot anywhere in or on a host; the foot is where the oracle aims."""
        thing = self.things[host]
        relation, z = HOSTS[facts(thing.kind).role]
        height = thing.size[2] if relation == "on" else z
        return slot_at(relation, (host, frame_of(thing)), foot, height, accepts, strict=False)

    def _shared_slots(self, goal: Goal) -> list[Slot]:
        """Return a slot for each object where several share a target: anywhere in or on what is there."""
        if not goal.replace:
            raise Untold(f"{len(goal.objects)} objects in {len(goal.targets)} places, each for one object")
        slots = []
        for row, (index, _) in enumerate(goal.objects):
            at = self._aim(goal, row, Frame((0.0, 0.0, 0.0)))
            hosts = [
                n
                for n, thing in enumerate(self.things)
                if thing.kind in ROOMY and self._holds(n, at.position[:2])
            ]
            if not hosts:
                raise Untold(f"{len(goal.objects)} objects in {len(goal.targets)} places with room for one")
            frame = frame_of(self.things[hosts[0]])
            x, y, z = frame.local(at.position)
            spread = (row - (len(goal.objects) - 1) / 2) * SPREAD_M
            aim = Frame(frame.point((x + spread, y, z)), at.rotation)
            slots.append(self._loose(hosts[0], foot_of(self.record.bodies[index], aim), (self._of[index],)))
        return slots

    def _aim(self, goal: Goal, row: int, frame: Frame) -> Frame:
        """Return where an object is aimed at: each at a place of its own, if there are several."""
        columns = [c for c, may in enumerate(goal.matches[row]) if may and not goal.targets[c].fault]
        if not columns:
            return frame
        target = goal.targets[columns[row % len(columns)]]
        return Frame(target.position, target.rotation)
