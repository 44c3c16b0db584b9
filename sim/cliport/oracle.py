"""GenSim's oracle: the object that is farthest from its place is picked at a random pixel of it.

Source: GenSim's `Task.oracle`, in its order and with its draws. It sees what its camera sees; when it sees
none of the objects, it gives up, and the episode ends.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass

import numpy as np

from sim.cliport.judge import Judge, ProgramFault
from sim.cliport.motion import Action
from sim.cliport.poses import inverse, to_zxy
from sim.cliport.record import Generator, Goal
from sim.cliport.sight import COLUMNS, PIXEL_M, ROWS, Bits, Sight, drawn_pixel, eroded
from sim.cliport.world import FaithfulWorld
from sim.frames import Frame, about_z
from sim.spec import TABLE_X, TABLE_Y

EROSION = 3  # pixels, against edges


@dataclass(frozen=True)
class Choice:
    """An object, how far it is from the nearest target that it may take, and which that is."""

    row: int
    distance: float
    column: int


class Oracle:
    """The scripted expert of one episode; draws go on where the program's ended."""

    def __init__(self, world: FaithfulWorld, judge: Judge, generator: Generator) -> None:
        self._world = world
        self._judge = judge
        self._numbers = np.random.RandomState()
        words = np.frombuffer(base64.b64decode(generator.words), dtype=np.uint32)
        self._numbers.set_state(("MT19937", words, generator.place, 0, 0.0))

    def act(self, goals: list[Goal]) -> Action | None:
        """Decide what to do for the first goal; None if no object that is to move can be seen.

        Raises:
            ProgramFault: if GenSim would fail.
        """
        if not goals:
            raise ProgramFault("the program adds no goal: list index out of range")
        goal = goals[0]
        if goal.fault:
            raise ProgramFault(goal.fault)
        for choice in self._choices(goal):
            sight, mask = self._seen(goal.objects[choice.row][0])
            if mask.any():
                return self._action(goal, choice, sight, mask)
        return None

    def _choices(self, goal: Goal) -> list[Choice]:
        """Return what may be moved, farthest first; at equal distance the later one goes first, as there."""
        matches = [list(row) for row in goal.matches]
        if not goal.replace:
            self._strike_matched(goal, matches)
        found = [self._nearest(goal, row, matches[row]) for row in range(len(goal.objects))]
        order = np.argsort([choice.distance for choice in found])[::-1]
        return [found[place] for place in order if found[place].distance > 0]

    def _strike_matched(self, goal: Goal, matches: list[list[bool]]) -> None:
        """Take the rows of objects that are in place, and the columns of their places, out of the matrix."""
        for row, (index, symmetry) in enumerate(goal.objects):
            base = self._world.base(index)
            for column in [column for column, allowed in enumerate(matches[row]) if allowed]:
                if self._judge.is_match(base, goal.targets[column], symmetry):
                    matches[row] = [False] * len(matches[row])
                    for other in matches:
                        other[column] = False

    def _nearest(self, goal: Goal, row: int, allowed: list[bool]) -> Choice:
        columns = [column for column, may in enumerate(allowed) if may]
        if not columns:
            return Choice(row, 0.0, -1)
        position = self._world.base(goal.objects[row][0]).position
        faults = [goal.targets[column].fault for column in columns if goal.targets[column].fault]
        if faults:
            raise ProgramFault(faults[0])
        distances = [float(np.float32(math.dist(goal.targets[c].position, position))) for c in columns]
        nearest = min(range(len(columns)), key=lambda place: distances[place])
        return Choice(row, distances[nearest], columns[nearest])

    def _seen(self, index: int) -> tuple[Sight, Bits]:
        """Draw a body with all that may hide it, and return its pixels without their border."""
        sight = Sight()
        x, y, _ = self._world.frame(index).position
        if self._is_on_map(index):
            for other in self._world.near(x, y, self._world.reach(index)):
                sight.add(other, self._world.shape(other).visual, self._world.frame(other))
        return sight, _eroded_near(sight, index)

    def _is_on_map(self, index: int) -> bool:
        x, y, _ = self._world.frame(index).position
        reach = self._world.reach(index)
        return TABLE_X[0] - reach < x < TABLE_X[1] + reach and TABLE_Y[0] - reach < y < TABLE_Y[1] + reach

    def _action(self, goal: Goal, choice: Choice, sight: Sight, mask: Bits) -> Action:
        row, column = drawn_pixel(mask, float(self._numbers.random_sample()))
        pick = (
            TABLE_X[0] + column * PIXEL_M,
            TABLE_Y[0] + row * PIXEL_M,
            float(np.float32(sight.heights[row, column])),
        )
        base = self._world.base(goal.objects[choice.row][0])
        upright = Frame(base.position, about_z(to_zxy(base.rotation)[2]))
        grip = inverse(Frame(pick)).compose(upright)
        target = goal.targets[choice.column]
        place = Frame(target.position, target.rotation).compose(inverse(grip))
        return Action(pick, place if goal.rotations else Frame(place.position))

    def uniform(self) -> float:
        """Draw a number in [0, 1), as whatever GenSim does between two actions."""
        return float(self._numbers.random_sample())


def _eroded_near(sight: Sight, index: int) -> Bits:
    """Erode a body's pixels; only the rows and columns that it has are looked at."""
    mask = sight.bodies == index
    result = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows) == 0:
        return result
    window = (
        slice(max(0, rows[0] - 1), min(ROWS, rows[-1] + 2)),
        slice(max(0, columns[0] - 1), min(COLUMNS, columns[-1] + 2)),
    )
    result[window] = eroded(mask[window], EROSION)
    return result
