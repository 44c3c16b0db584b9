"""Hand-made scenes of ropes and piles."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np

from sim.colors import ColorName
from sim.kinds import Vec3
from sim.spec import GoalSpec, ObjectSpec, SceneSpec, Slot
from sim.strewing import strew
from sim.things import Pile, Rope
from tests.sim.scenes import Spot, goal, scene, thing

ROPE_M = 0.25


def rope(spot: Spot, length: float = ROPE_M, seed: int | None = None) -> ObjectSpec:
    """Make a rope: straight, or bent by a seed."""
    model = Rope("red", length)
    places: Sequence[Vec3] = [
        (((i + 0.5) / model.count - 0.5) * length, 0.0, 0.0) for i in range(model.count)
    ]
    if seed is not None:
        places = strew(model, np.random.default_rng(seed))
    return thing("rope", "red", spot, model.size).model_copy(update={"parts": tuple(places)})


def pile(spot: Spot, count: int = 20, color: ColorName = "red", seed: int = 0) -> ObjectSpec:
    """Make a pile of cubes."""
    model = Pile(color, count)
    parts = strew(model, np.random.default_rng(seed))
    return thing("pile", color, spot, model.size).model_copy(update={"parts": parts})


def cubes(*spots: Vec3) -> ObjectSpec:
    """Make a pile of cubes exactly where they shall be in the world."""
    return pile((0.0, 0.0, 0.0), 5).model_copy(update={"parts": spots})


def along(frame: int | None = 1, length: float = ROPE_M) -> GoalSpec:
    """Ask for the rope, object 0, along the x axis of a frame."""
    ends = (-length / 2, 0.0, 0.0), (length / 2, 0.0, 0.0)
    return goal(
        Slot(relation="spans", frame=frame, position=ends[0], end=ends[1], accepts=(0,)), say="lay it"
    )


def swept(load: int = 0, zone: int = 1) -> GoalSpec:
    """Ask for a pile in a zone."""
    return goal(Slot(relation="within", frame=zone, position=(0, 0, 0), accepts=(load,)), say=f"sweep {load}")


def rope_to_line(seed: int) -> SceneSpec:
    """A bent rope, and a line on the other half of the table."""
    rng = random.Random(seed)
    start = (rng.uniform(0.42, 0.58), rng.uniform(-0.33, -0.15), rng.uniform(-math.pi, math.pi))
    mark = (rng.uniform(0.42, 0.58), rng.uniform(0.1, 0.33), rng.uniform(-math.pi, math.pi))
    return scene(
        [rope(start, seed=seed), thing("line", "blue", mark, (ROPE_M, 0.01, 0.001))], along(), seed=seed
    )


def pile_to_zone(seed: int, count: int = 20, side: float = 0.15) -> SceneSpec:
    """A pile, and a zone on the other half of the table."""
    rng = random.Random(seed)
    start = (rng.uniform(0.4, 0.6), rng.uniform(-0.3, -0.1), rng.uniform(-3, 3))
    mark = (rng.uniform(0.4, 0.6), rng.uniform(0.1, 0.35), rng.uniform(-3, 3))
    things = [pile(start, count, seed=seed), thing("zone", "green", mark, (side, side, 0.001))]
    return with_spatula(scene(things, swept(), seed=seed))


def two_piles(seed: int, goals: int = 1) -> SceneSpec:
    """Two piles and two zones; one pile, or each, into its zone."""
    rng = random.Random(seed)
    columns = [rng.uniform(0.32, 0.36), rng.uniform(0.62, 0.66)]
    left, right = rng.sample(columns, 2)
    things = [
        pile((left, -0.3, rng.uniform(-3, 3)), 16, "red", seed),
        pile((right, -0.3, rng.uniform(-3, 3)), 16, "blue", seed + 1),
        thing("zone", "green", (columns[0], 0.25, rng.uniform(-3, 3)), (0.16, 0.16, 0.001)),
        thing("zone", "yellow", (columns[1], 0.25, rng.uniform(-3, 3)), (0.16, 0.16, 0.001)),
    ]
    return with_spatula(scene(things, *(swept(i, 2 + i) for i in range(goals)), seed=seed))


def with_spatula(asked: SceneSpec) -> SceneSpec:
    """Give the robot a spatula."""
    return asked.model_copy(update={"tool": "spatula"})
