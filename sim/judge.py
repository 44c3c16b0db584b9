"""Success in three dimensions: which slots are filled, by which objects, and what is missing.

The judge looks at poses and contacts of a world at rest; it never moves anything (`judge_at_rest` lets time
pass, no more). GenSim's judge (Wang et al. 2023, its released code) compares xy and yaw only, so that a block
beside a tower counts as stacked; here every relation asks for support.

inside   centre of mass in the mouth and below the rim; contacts lead to the receptacle, not over the table
on       contacts lead to the supporter; lowest point at its top; centre of mass over it; upright
at       position and yaw of the slot; at a spot any yaw, resting on the table
inserted position and yaw of the slot; lowest point at the slot's height; upright
within   every corner of the outline, of a pile every cube's middle, in the zone; resting on the table
spans    every bead of a rope within 20 mm of its place along the line, either way round
strict   any of these, and also at the slot's place
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.effort import LOOK, PAIR
from sim.frames import Frame, Outline, about_z, depth_in, hull, turn_between
from sim.kinds import Vec3, yaw_period
from sim.roping import bead_places, strays
from sim.shapes import collision_parts, mouth
from sim.soft import is_soft
from sim.spec import GoalSpec, SceneSpec, Slot
from sim.spots import frame_of
from sim.sweeping import left_outside
from sim.world import TABLE, World

REST_STEPS = 120  # half a second with the gripper away
AT_XY_M = 0.010
AT_Z_M = 0.006
AT_YAW = math.radians(15)
ON_TOP_M = 0.004
UPRIGHT_TILT = math.radians(10)
EDGE_SLACK_M = 0.001  # a corner this far over a zone's edge is still in it: what a settling step may shift
WORLD_FRAME = Frame((0.0, 0.0, 0.0))


@dataclass(frozen=True)
class GoalJudgement:
    """What one goal has: which object fills which slot, how many it needs, and what is missing in words."""

    instruction: str
    fillers: Mapping[int, int]  # slot -> object; as many pairs as possible
    count: int
    missing: str

    @property
    def holds(self) -> bool:
        """Whether enough slots are filled."""
        return len(self.fillers) >= self.count


@dataclass(frozen=True)
class Judgement:
    """What all goals have, in the order of the scene."""

    goals: tuple[GoalJudgement, ...]

    @property
    def success(self) -> bool:
        """Whether all goals hold."""
        return all(goal.holds for goal in self.goals)

    @property
    def score(self) -> float:
        """Share of the asked slots that are filled, in [0, 1]."""
        filled = sum(min(len(goal.fillers), goal.count) for goal in self.goals)
        return filled / sum(goal.count for goal in self.goals)

    @property
    def facts(self) -> tuple[str, ...]:
        """What is missing, one sentence for each goal that does not hold."""
        return tuple(goal.missing for goal in self.goals if not goal.holds)


def judge(world: World, scene: SceneSpec) -> Judgement:
    """Judge the world as it is now; it should be at rest."""
    referee = Referee(world, scene)
    return Judgement(tuple(referee.judge_goal(goal) for goal in scene.goals))


def judge_at_rest(world: World, scene: SceneSpec) -> Judgement:
    """Let the world settle, wait half a second more, and judge it."""
    world.settle()
    world.step(REST_STEPS)
    return judge(world, scene)


def slot_holds(world: World, scene: SceneSpec, goal: GoalSpec, slot: Slot, index: int) -> bool:
    """Whether an object fills a slot of a goal now."""
    return Referee(world, scene).problem(goal, slot, index) == ""


def match(choices: Sequence[Sequence[int]]) -> dict[int, int]:
    """Pair as many slots as possible with an object each (Kuhn's augmenting paths).

    Args:
        choices: for each slot the objects that may take it, best first.

    Returns:
        Slot to object. Earlier slots are served first, with their best choice that keeps all served.
    """
    slot_of: dict[int, int] = {}
    for slot in range(len(choices)):
        _augment(slot, choices, slot_of, set())
    return {slot: index for index, slot in sorted(slot_of.items(), key=lambda pair: pair[1])}


def _augment(slot: int, choices: Sequence[Sequence[int]], slot_of: dict[int, int], tried: set[int]) -> bool:
    for index in choices[slot]:
        if index in tried:
            continue
        tried.add(index)
        if index not in slot_of or _augment(slot_of[index], choices, slot_of, tried):
            slot_of[index] = slot
            return True
    return False


class Referee:
    """One look at a world: every pose and contact is read at most once, so the world must not move.

    Problems are sentences without a subject ("is tilted by 30 degrees"); an empty one means that it holds.
    """

    def __init__(self, world: World, scene: SceneSpec) -> None:
        self._world = world
        self._things = scene.objects
        self._outlines: dict[int, Outline] = {}
        self._touched: dict[int, set[int]] = {}
        self._places: dict[int, Frame] = {}
        self._problems: dict[tuple[int, int, int], str] = {}
        self._fillers: dict[int, dict[int, int]] = {}
        slots = [slot for goal in scene.goals for slot in goal.slots]
        pairs = sum(len(slot.accepts) + len(scene.objects) for slot in slots)
        world.effort.spend(LOOK + PAIR * pairs)

    @cached_property
    def feet(self) -> tuple[Frame, ...]:
        """The foot frames of all objects."""
        return self._world.feet()

    def outline(self, index: int) -> Outline:
        """Return an object's outline seen from above."""
        if index not in self._outlines:
            self._outlines[index] = self._world.outline(index)
        return self._outlines[index]

    def touched(self, index: int) -> set[int]:
        """Return what an object touches."""
        if index not in self._touched:
            self._touched[index] = self._world.touched(index)
        return self._touched[index]

    def place_of(self, slot: Slot) -> Frame:
        """Return the pose that a slot asks of its filler's foot, from where its anchors are now."""
        if id(slot) not in self._places:
            base = WORLD_FRAME
            if slot.is_spot:
                base = frame_of(slot.basis, *(self.feet[anchor].position[:2] for anchor in slot.anchors))
            elif slot.frame is not None:
                base = self.feet[slot.frame]
            self._places[id(slot)] = base.compose(Frame(slot.position, about_z(slot.yaw)))
        return self._places[id(slot)]

    def judge_goal(self, goal: GoalSpec) -> GoalJudgement:
        """Judge one goal."""
        fillers = self.fillers(goal)
        return GoalJudgement(goal.instruction, fillers, goal.count, self.missing(goal))

    def holds(self, goal: GoalSpec) -> bool:
        """Whether enough slots of a goal are filled."""
        return len(self.fillers(goal)) >= goal.count

    def fillers(self, goal: GoalSpec) -> Mapping[int, int]:
        """Return which object fills which slot of a goal, as many pairs as possible."""
        if id(goal) not in self._fillers:
            self._fillers[id(goal)] = match([self.fillers_of(goal, slot) for slot in goal.slots])
        return self._fillers[id(goal)]

    def fillers_of(self, goal: GoalSpec, slot: Slot) -> list[int]:
        """Return the objects that fill a slot, the nearest to its place first."""
        fillers = [index for index in slot.accepts if not self.problem(goal, slot, index)]
        if len(fillers) > 1:
            place = self.place_of(slot).position
            fillers.sort(key=lambda index: (math.dist(self.feet[index].position, place), index))
        return fillers

    def problem(self, goal: GoalSpec, slot: Slot, index: int) -> str:
        """Say why an object does not fill a slot."""
        key = (id(goal), id(slot), index)
        if key not in self._problems:
            self._problems[key] = self._problem(goal, slot, index)
        return self._problems[key]

    def _problem(self, goal: GoalSpec, slot: Slot, index: int) -> str:
        if index not in slot.accepts:
            return "does not belong there"
        if not self._world.present(index):
            return "has not come yet"
        if (slot.strict or slot.relation in ("at", "inserted")) and (off := self._off_place(slot, index)):
            return off
        match slot.relation:
            case "inside":
                return self._not_inside(slot, index)
            case "on":
                return self._not_on(goal, slot, index)
            case "within":
                return self._not_within(slot, index)
            case "spans":
                return self._not_along(slot, index)
            case "at":
                return (slot.is_spot and self._not_on_table(index)) or self._not_upright(index)
            case "inserted":
                return self._not_down(slot, index) or self._not_upright(index)

    # -- relations --------------------------------------------------------------------------------------

    def _off_place(self, slot: Slot, index: int) -> str:
        thing, foot, place = self._things[index], self.feet[index], self.place_of(slot)
        off = math.dist(foot.position[:2], place.position[:2])
        if off > AT_XY_M:
            return f"is {off * 1000:.0f} mm from its place"
        rise = foot.position[2] - place.position[2]
        if abs(rise) > AT_Z_M:
            return f"is {abs(rise) * 1000:.0f} mm too {'high' if rise > 0 else 'low'}"
        turn = turn_between(foot.yaw, place.yaw, yaw_period(thing.kind, thing.size, thing.variant))
        if abs(turn) > AT_YAW and not slot.is_spot:
            return f"is turned by {abs(math.degrees(turn)):.0f} degrees"
        return ""

    def _not_down(self, slot: Slot, index: int) -> str:
        rise = self._world.span_z(index)[0] - self.place_of(slot).position[2]
        if abs(rise) > ON_TOP_M:
            return f"is {abs(rise) * 1000:.0f} mm {'above' if rise > 0 else 'below'} the bottom of its place"
        return ""

    def _not_inside(self, slot: Slot, index: int) -> str:
        if slot.frame is None:
            return "has no receptacle to be inside of"
        into = self._things[slot.frame]
        rim_outline, rim = mouth(into)
        x, y, z = self.feet[slot.frame].local(self._world.center(index))
        if depth_in(rim_outline, (x, y)) < 0:
            return f"is not inside the {into.name}"
        if not 0 < z < rim:
            return f"is not below the rim of the {into.name}"
        if not self._reaches(index, slot.frame):
            return f"does not touch the {into.name}"
        return ""

    def _not_on(self, goal: GoalSpec, slot: Slot, index: int) -> str:
        if slot.needs:
            supporters = self._supporters(goal, slot, index)
            if not supporters:
                return "does not rest on what should carry it"
            return self._not_over(index, supporters) or self._not_upright(index)
        if slot.frame is None:
            return self._not_on_table(index) or self._not_upright(index)
        if not collision_parts(self._things[slot.frame]):
            return self._not_within(slot, index) or self._not_upright(index)
        if not self._reaches(index, slot.frame):
            return f"does not touch the {self._things[slot.frame].name}"
        return self._not_over(index, [slot.frame]) or self._not_upright(index)

    def _supporters(self, goal: GoalSpec, slot: Slot, index: int) -> list[int]:
        """Return one touched filler for each slot that carries this one; nothing if one is missing."""
        found: list[int] = []
        for need in slot.needs:
            fillers = self.fillers_of(goal, goal.slots[need])
            free = [f for f in fillers if f != index and f not in found]
            touching = [f for f in free if f in self.touched(index)]
            if not touching:
                return []
            found.append(touching[0])
        return found

    def _not_over(self, index: int, supporters: list[int]) -> str:
        names = " and the ".join(self._things[s].name for s in supporters)
        top = max(self._world.span_z(s)[1] for s in supporters)
        gap = self._world.span_z(index)[0] - top
        if abs(gap) > ON_TOP_M:
            return f"is {abs(gap) * 1000:.0f} mm {'above' if gap > 0 else 'below'} the top of the {names}"
        x, y, _ = self._world.center(index)
        if depth_in(hull(p for s in supporters for p in self.outline(s)), (x, y)) < 0:
            return f"has its centre beside the {names}"
        return ""

    def _not_within(self, slot: Slot, index: int) -> str:
        if slot.frame is None:
            return "has no zone to be within"
        zone = self.outline(slot.frame)
        if is_soft(self._things[index]):
            spots = [(part.position[0], part.position[1]) for part in self._world.parts(index)]
            return left_outside(spots, self._world.grounded(index), zone, self._things[slot.frame].name)
        over = -min(depth_in(zone, corner) for corner in self.outline(index))
        if over > EDGE_SLACK_M:
            return f"is {over * 1000:.0f} mm over the edge of the {self._things[slot.frame].name}"
        return self._not_on_table(index)

    def _not_along(self, slot: Slot, index: int) -> str:
        if slot.end is None:
            return "has no line to lie along"
        base = WORLD_FRAME if slot.frame is None else self.feet[slot.frame]
        beads = [part.position for part in self._world.parts(index)]
        places = bead_places(base, (slot.position, slot.end), len(beads))
        return strays(beads, places, self._things[index].size[2] / 2) if beads else "is no rope"

    def _not_on_table(self, index: int) -> str:
        low = self._world.span_z(index)[0]
        if TABLE not in self.touched(index) or abs(low) > ON_TOP_M:
            return "does not rest on the table"
        return ""

    def _not_upright(self, index: int) -> str:
        tilt = self.feet[index].tilt
        if self._things[index].kind == "ball" or tilt <= UPRIGHT_TILT:
            return ""
        return f"is tilted by {math.degrees(tilt):.0f} degrees"

    def _reaches(self, index: int, goal: int) -> bool:
        """Whether contacts lead from one object to another without the table."""
        seen, frontier = {index, TABLE}, [index]
        while frontier:
            touched = self.touched(frontier.pop())
            if goal in touched:
                return True
            frontier += touched - seen
            seen |= touched
        return False

    # -- words ------------------------------------------------------------------------------------------

    def missing(self, goal: GoalSpec) -> str:
        """Say what a goal still needs: its first empty slot and the object nearest to it."""
        if self.holds(goal):
            return ""
        fillers = self.fillers(goal)
        done = f"{goal.instruction}: {len(fillers)} of {goal.count} done"
        used = set(fillers.values())
        for number, slot in enumerate(goal.slots):
            spare = [index for index in slot.accepts if index not in used]
            if number not in fillers and spare:
                place = self.place_of(slot).position
                near: int = min(spare, key=lambda i: (_apart(self.feet[i].position, place), i))
                return f"{done}; the {self._things[near].name} {self.problem(goal, slot, near)}"
        return f"{done}; no object is left for the rest"


def _apart(a: Vec3, b: Vec3) -> float:
    return round(math.dist(a, b), 6)
