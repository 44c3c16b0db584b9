"""The scripted expert: reads the goals and the true state, and acts until the judge is content.

It takes the goals in order. For the first that does not hold it picks an object with a clear top, a free slot
whose supports are filled, lower slots first; when there is none it moves what is in the way to a free spot of
the table, at most twice. It is no planner: a task that needs search is a task that it fails, with a reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sim.frames import Frame, overlap, turn_between
from sim.hands import act
from sim.judge import Judgement, Referee, match
from sim.kinds import FACTS, Vec3, yaw_period
from sim.motion import Action, Outcome, resting_on
from sim.progress import Progress
from sim.shapes import collision_parts, grasp_point, outline, reach
from sim.soft import is_soft
from sim.soft_moves import next_stroke, strokes_allowed
from sim.spec import TABLE_X, TABLE_Y, GoalSpec, SceneSpec, Slot
from sim.world import World

ACTIONS_PER_SLOT = 3
SPARE_ACTIONS = 4
TRIES = 2  # of one object for one slot
MOVES_ASIDE = 2
TOPPLED = math.radians(60)  # suction cannot right an object that lies on its side
SPOT_GRID_M = 0.02
SPOT_CLEARANCE_M = 0.015
IN_THE_WAY_M = 0.003  # what rises this much above a slot's floor, over its outline, blocks it


@dataclass(frozen=True)
class Episode:
    """One roll-out: whether it ended in success, what was done, and why it failed (empty if it did not)."""

    success: bool
    reason: str
    judgement: Judgement
    outcomes: tuple[Outcome, ...]

    @property
    def actions(self) -> int:
        """How many actions were taken, failed ones included."""
        return len(self.outcomes)

    @property
    def done(self) -> tuple[Action, ...]:
        """The actions, in order."""
        return tuple(outcome.action for outcome in self.outcomes)


def run_episode(
    world: World,
    scene: SceneSpec,
    max_actions: int | None = None,
    see: See | None = None,
    hand: Hand | None = None,
) -> Episode:
    """Load a scene, let it settle, and act until every goal holds or there is nothing left to try.

    Args:
        world: loses whatever it holds.
        scene: where to start and what to reach.
        max_actions: None for three for each slot and four more.
        see: is told of each action before it is taken.
        hand: what it does in place of an action that the expert decided on, such as one less exact.
    """
    world.start(scene)
    expert = Oracle(world, scene)
    limit = default_limit(scene) if max_actions is None else max_actions
    reason = expert.work(limit, see, hand)
    judgement = expert.progress.finish(world)
    if judgement.success:
        return Episode(True, "", judgement, tuple(expert.outcomes))
    facts = "; ".join(judgement.facts)
    return Episode(False, reason or f"did not last: {facts}", judgement, tuple(expert.outcomes))


def default_limit(scene: SceneSpec) -> int:
    """Return how many actions an episode of a scene may take."""
    rigid = ACTIONS_PER_SLOT * sum(len(goal.slots) for goal in scene.goals) + SPARE_ACTIONS
    return rigid + strokes_allowed(scene)


@dataclass(frozen=True)
class Choice:
    """An object that could go to a slot now, and how: one of several good answers to the same picture."""

    index: int
    slot: Slot
    action: Action


See = Callable[["Oracle", Action], None]
Hand = Callable[[World, Action], Action]


@dataclass(frozen=True)
class _Move:
    """An object on its way to a slot, or aside (slot None)."""

    index: int
    slot: Slot | None
    action: Action


@dataclass
class _Search:
    """What a look for the next move found when there was none: what is in the way, and why."""

    blockers: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


class Oracle:
    """The expert at work in one episode; keeps what it did and what did not help."""

    def __init__(self, world: World, scene: SceneSpec) -> None:
        self._world = world
        self._scene = scene
        self._things = scene.objects
        self._tries: dict[tuple[int, int], int] = {}  # by slot and object
        self._aside = 0
        self.outcomes: list[Outcome] = []
        self.progress = Progress(scene)

    def work(self, limit: int, see: See | None = None, hand: Hand | None = None) -> str:
        """Act until the goals hold; return why it stopped before that, or nothing."""
        while True:
            move = self.next_move()
            if isinstance(move, str):
                return move
            if len(self.outcomes) >= limit:
                return f"gave up after {limit} actions: {self._facts()}"
            if see is not None:
                see(self, move.action)
            self._carry_out(move if hand is None else replace(move, action=hand(self._world, move.action)))

    def _facts(self) -> str:
        referee = Referee(self._world, self._scene)
        return "; ".join(self.progress.judgement(referee).facts)

    def _carry_out(self, move: _Move) -> None:
        self.outcomes.append(act(self._world, move.action))
        if move.slot is None:
            self._aside += 1
        else:
            key = (id(move.slot), move.index)
            self._tries[key] = self._tries.get(key, 0) + 1

    @property
    def goal(self) -> GoalSpec | None:
        """The goal that it works on; None when all hold."""
        return self.progress.look(Referee(self._world, self._scene))

    def choices(self) -> tuple[Choice, ...]:
        """Return every way to serve the goal that it works on with one move.

        There are none for ropes and piles, and none while something is in the way of all.
        """
        referee, goal = Referee(self._world, self._scene), self.goal
        if goal is None:
            return ()
        filled = _filled(referee, goal)
        idle = [i for i in goal.objects if i not in filled.values() and self._carriable(i)]
        idle = [i for i in idle if not is_soft(self._things[i])]
        return tuple(
            Choice(index, slot, self._towards(referee, slot, index).action)
            for number, slot in enumerate(goal.slots)
            if not self._is_taken(referee, slot, number, filled)
            for index in self._untired(slot, idle)
            if self._possible(referee, goal, (number, index), filled, _Search())
        )

    def next_move(self) -> _Move | str:
        """Decide what to do now; a sentence says why there is nothing to do, empty when all goals hold."""
        referee = Referee(self._world, self._scene)
        goal = self.progress.look(referee)
        return "" if goal is None else self._move_for(referee, goal)

    def _move_for(self, referee: Referee, goal: GoalSpec) -> _Move | str:
        filled = _filled(referee, goal)
        soft = next_stroke(self._world, self._scene, goal, filled)
        if soft is not None:
            return soft if isinstance(soft, str) else _Move(soft.index, soft.slot, soft.action)
        idle = [i for i in goal.objects if i not in filled.values() and self._carriable(i)]
        for index in idle:
            if referee.feet[index].tilt > TOPPLED:
                return f"the {self._things[index].name} has tipped over; suction cannot right it"
        search = _Search()
        for number, index in self._wishes(referee, goal, filled, idle):
            if self._possible(referee, goal, (number, index), filled, search):
                return self._towards(referee, goal.slots[number], index)
        return self._clear_the_way(referee, goal, search)

    # -- what to move where -----------------------------------------------------------------------------

    def _carriable(self, index: int) -> bool:
        return self._world.movable(index) and FACTS[self._things[index].kind].graspable

    def _wishes(
        self, referee: Referee, goal: GoalSpec, filled: dict[int, int], idle: list[int]
    ) -> Iterator[tuple[int, int]]:
        """Pair free slots with idle objects, as many as possible; lower slots come first and choose first."""
        ranks = {index: self._rank(referee, goal, index) for index in idle}
        free = [n for n, slot in enumerate(goal.slots) if not self._is_taken(referee, slot, n, filled)]
        free.sort(key=lambda n: (round(referee.place_of(goal.slots[n]).position[2], 4), n))
        choices = [
            sorted((i for i in self._untired(goal.slots[n], idle)), key=lambda i: ranks[i]) for n in free
        ]
        for position, index in sorted(match(choices).items()):
            yield free[position], index

    def _is_taken(self, referee: Referee, slot: Slot, number: int, filled: dict[int, int]) -> bool:
        """Whether a slot is filled, or overlaps one that is: the other way to lie in a corner, say."""
        if number in filled:
            return True
        return any(o in filled.values() for o in self._obstacles(referee, slot, slot.accepts[0]))

    def _untired(self, slot: Slot, idle: list[int]) -> list[int]:
        return [i for i in slot.accepts if i in idle and self._tries.get((id(slot), i), 0) < TRIES]

    def _rank(self, referee: Referee, goal: GoalSpec, index: int) -> tuple[int, int, bool, int]:
        """How gladly an object is taken (smallest first): least wanted by other goals, then a clear top."""
        others = [other for other in self._scene.goals if other is not goal and index in other.objects]
        serving = sum(index in referee.fillers(other).values() for other in others)
        return serving, len(others), bool(resting_on(self._world, index)), index

    def _possible(
        self,
        referee: Referee,
        goal: GoalSpec,
        pair: tuple[int, int],
        filled: dict[int, int],
        search: _Search,
    ) -> bool:
        """Whether a wish can be carried out now; what is in its way is noted."""
        slot, index = goal.slots[pair[0]], pair[1]
        name = self._things[index].name
        if any(need not in filled for need in slot.needs):
            search.reasons.append(f"what should carry the {name} is not in place")
            return False
        if resting_on(self._world, index):
            search.blockers.append(self._topmost(index))
            search.reasons.append(f"something rests on the {name}")
            return False
        for obstacle in self._obstacles(referee, slot, index):
            search.reasons.append(f"the {self._things[obstacle].name} is where the {name} should go")
            if obstacle not in filled.values() and self._carriable(obstacle):
                search.blockers.append(self._topmost(obstacle))
            return False
        return True

    def _topmost(self, index: int) -> int:
        """Climb what rests on an object to something with a clear top."""
        climbed = {index}
        while above := [i for i in resting_on(self._world, index) if i not in climbed]:
            index = above[0]
            climbed.add(index)
        return index

    def _obstacles(self, referee: Referee, slot: Slot, index: int) -> Iterator[int]:
        """Find what stands where an object should go, the slot's own frame aside."""
        thing, place = self._things[index], referee.place_of(slot)
        x, y, z = place.position
        for other, neighbour in enumerate(self._things):
            if other in (index, slot.frame) or not collision_parts(neighbour):
                continue
            apart = math.dist((x, y), referee.feet[other].position[:2])
            if apart > reach(thing) + _lying_reach(neighbour.size):
                continue
            rises = self._world.span_z(other)[1] > z + IN_THE_WAY_M
            if rises and overlap(outline(thing, place), referee.outline(other), IN_THE_WAY_M):
                yield other

    def _towards(self, referee: Referee, slot: Slot, index: int) -> _Move:
        return self._move(referee, index, slot, referee.place_of(slot))

    def _move(self, referee: Referee, index: int, slot: Slot | None, place: Frame) -> _Move:
        """Aim at where an object is best held and turn it the shorter way."""
        thing, foot = self._things[index], referee.feet[index]
        turn = turn_between(foot.yaw, place.yaw, yaw_period(thing.kind, thing.size, thing.variant))
        if slot is not None and slot.is_spot:
            turn = 0.0
        top = foot.point((*grasp_point(thing), thing.size[2]))
        return _Move(index, slot, Action(top, place.position, foot.yaw + turn))

    # -- what is in the way -----------------------------------------------------------------------------

    def _clear_the_way(self, referee: Referee, goal: GoalSpec, search: _Search) -> _Move | str:
        missing = referee.missing(goal)
        why = f"{missing} ({search.reasons[0]})" if search.reasons else missing
        blockers = [index for index in search.blockers if self._carriable(index)]
        if not blockers:
            return f"nothing left to try: {why}"
        if self._aside == MOVES_ASIDE:
            return f"more than {MOVES_ASIDE} objects are in the way: {why}"
        spot = self._free_spot(referee, blockers[0])
        if spot is None:
            return f"no free spot on the table for what is in the way: {why}"
        foot = Frame(spot, referee.feet[blockers[0]].rotation)
        return self._move(referee, blockers[0], None, foot)

    def _free_spot(self, referee: Referee, index: int) -> Vec3 | None:
        """Return the nearest point of the table that is clear of all objects, zones, slots and feeders."""
        own = reach(self._things[index]) + SPOT_CLEARANCE_M
        taken = [
            (foot.position, reach(thing))
            for other, (foot, thing) in enumerate(zip(referee.feet, self._things, strict=True))
            if other != index
        ]
        for goal in self._scene.goals:
            for slot in goal.slots:
                widest = max(reach(self._things[i]) for i in slot.accepts)
                taken.append((referee.place_of(slot).position, widest))
        for feeder in self._scene.feeders:
            widest = max(reach(self._things[i]) for i in feeder.queue)
            taken.append((feeder.pose.position, widest))
        here = referee.feet[index].position
        for x, y in sorted(_grid(own), key=lambda spot: (round(math.dist(spot, here[:2]), 6), spot)):
            if all(math.dist((x, y), at[:2]) >= own + radius for at, radius in taken):
                return (x, y, 0.0)
        return None


def _filled(referee: Referee, goal: GoalSpec) -> dict[int, int]:
    """Pair slots with the objects that fill them, the nearest pairs first: what lies where stays there."""
    pairs: list[tuple[float, int, int]] = []
    for number, slot in enumerate(goal.slots):
        place = referee.place_of(slot).position
        for index in referee.fillers_of(goal, slot):
            pairs.append((round(math.dist(referee.feet[index].position, place), 6), number, index))
    filled: dict[int, int] = {}
    for _, number, index in sorted(pairs):
        if number not in filled and index not in filled.values():
            filled[number] = index
    return filled


def _lying_reach(size: Sequence[float]) -> float:
    """Return the radius of a ball about the foot that holds an object however it lies."""
    return math.hypot(*size)


def _grid(margin: float) -> Iterator[tuple[float, float]]:
    columns = int((TABLE_X[1] - TABLE_X[0] - 2 * margin) / SPOT_GRID_M) + 1
    rows = int((TABLE_Y[1] - TABLE_Y[0] - 2 * margin) / SPOT_GRID_M) + 1
    for column in range(columns):
        for row in range(rows):
            yield TABLE_X[0] + margin + column * SPOT_GRID_M, TABLE_Y[0] + margin + row * SPOT_GRID_M
