"""Hand-made scenes like CLIPort's that need a precise fit, steps on the way, or patience."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from sim.colors import DISTINCT_COLORS
from sim.kinds import ROD_SPACING_M, VARIANTS
from sim.spec import Feeder, GoalSpec, ObjectSpec, Pose, SceneSpec, Slot
from tests.sim.scenes import goal, lifted, scene, spots, thing

# Hanoi with three disks, largest first: (disk, rod, level) of the seven moves.
HANOI_MOVES = ((2, 2, 0), (1, 1, 0), (2, 1, 1), (0, 2, 0), (2, 0, 0), (1, 2, 1), (2, 2, 2))
HOLES = ((-0.045, -0.09), (-0.045, 0.0), (-0.045, 0.09), (0.045, -0.045), (0.045, 0.045))  # CLIPort's kit
DISK_M = 0.016


def ell_in_fixture(seed: int) -> SceneSpec:
    """An ell into its fixture."""
    rng = random.Random(seed)
    ell = thing("ell", "red", spots(rng, 1)[0])
    fixture = thing(
        "fixture", "blue", (rng.uniform(0.4, 0.6), rng.uniform(0.15, 0.4), rng.uniform(-math.pi, math.pi))
    )
    return scene([ell, fixture], goal(inserted(1, 0), say="put the ell into the fixture"), seed=seed)


def inserted(frame: int, *accepts: int, z: float = 0.0) -> Slot:
    """Ask for something at the frame of an object, exactly."""
    return Slot(relation="inserted", frame=frame, position=(0, 0, z), strict=True, accepts=accepts)


def kit(seed: int) -> SceneSpec:
    """Five pieces into their holes; every variant is there once in four seeds."""
    rng = random.Random(seed)
    variants = [VARIANTS[(5 * seed + i) % len(VARIANTS)] for i in range(5)]
    board = thing("kit", "gray", (0.5, 0.28, rng.uniform(-0.4, 0.4)))
    holes = [
        _hole(board, at, variant, rng.uniform(-3, 3)) for at, variant in zip(HOLES, variants, strict=True)
    ]
    shapes = [
        thing("shape", color, spot).model_copy(update={"variant": variant})
        for color, spot, variant in zip(DISTINCT_COLORS, spots(rng, 5), variants, strict=False)
    ]
    slots = [inserted(1 + i, 6 + i) for i in range(5)]
    return scene([board, *holes, *shapes], goal(*slots, say="fill the kit"), seed=seed)


def _hole(board: ObjectSpec, at: tuple[float, float], variant: str, yaw: float) -> ObjectSpec:
    (x, y, _), turn = board.pose.position, board.pose.yaw
    there = (
        x + at[0] * math.cos(turn) - at[1] * math.sin(turn),
        y + at[0] * math.sin(turn) + at[1] * math.cos(turn),
        yaw,
    )
    return lifted(thing("hole", "black", there), board.size[2]).model_copy(update={"variant": variant})


def hanoi(seed: int) -> SceneSpec:
    """Three disks from the first rod to the last, in seven moves, each of which has its sentence."""
    rng = random.Random(seed)
    rods = thing("rods", "brown", (rng.uniform(0.4, 0.6), rng.uniform(-0.2, 0.2), rng.uniform(-0.3, 0.3)))
    sizes = ((0.10, 0.085, 0.07), (0.08, 0.066, 0.052))[seed % 2]
    disks = [
        _on_rod(rods, thing("disk", color, (0, 0, rng.uniform(-3, 3)), (size, size, DISK_M)), level)
        for level, (color, size) in enumerate(zip(DISTINCT_COLORS, sizes, strict=False))
    ]
    steps = [
        goal(_rod_slot(rod, level, 1 + disk), say=f"disk {disk} to rod {rod}").model_copy(
            update={"transient": True}
        )
        for disk, rod, level in HANOI_MOVES
    ]
    end = goal(*(_rod_slot(2, level, 1 + level) for level in range(3)), say="move the tower")
    return scene([rods, *disks], *steps, end, seed=seed)


def _on_rod(rods: ObjectSpec, disk: ObjectSpec, level: int) -> ObjectSpec:
    """Put a disk over the first rod."""
    (x, y, _), turn = rods.pose.position, rods.pose.yaw
    position = (x + ROD_SPACING_M * math.sin(turn), y - ROD_SPACING_M * math.cos(turn), 0.01 + level * DISK_M)
    return disk.model_copy(update={"pose": Pose(position=position, yaw=disk.pose.yaw)})


def _rod_slot(rod: int, level: int, disk: int) -> Slot:
    at = (0.0, (rod - 1) * ROD_SPACING_M, 0.01 + level * DISK_M)
    return Slot(relation="inserted", frame=0, position=at, strict=True, accepts=(disk,))


def pyramid_on_stand(seed: int) -> SceneSpec:
    """Six blocks on CLIPort's stand: three, two and one, 50 mm apart."""
    rng = random.Random(seed)
    stand = thing("stand", "gray", (rng.uniform(0.4, 0.6), rng.uniform(0.15, 0.35), rng.uniform(-3, 3)))
    blocks = [
        thing("block", color, spot) for color, spot in zip(DISTINCT_COLORS, spots(rng, 6), strict=False)
    ]
    rows = (((-0.05, ()), (0.0, ()), (0.05, ())), ((-0.025, (0, 1)), (0.025, (1, 2))), ((0.0, (3, 4)),))
    slots = [
        Slot(
            relation="on", frame=0, position=(0, y, 0.005 + 0.04 * level), strict=True, needs=needs,
            accepts=tuple(range(1, 7)),
        )
        for level, row in enumerate(rows)
        for y, needs in row
    ]  # fmt: skip
    return scene([stand, *blocks], goal(*slots, say="build a pyramid on the stand"), seed=seed)


def fed_pallet(seed: int) -> SceneSpec:
    """Twelve boxes that come one at a time, on a pallet in two layers of two by three."""
    rng = random.Random(seed)
    pallet = thing("pallet", "brown", (0.5, 0.25, rng.uniform(-0.5, 0.5)), (0.20, 0.24, 0.044))
    boxes = [thing("box", "gray", (0.5, 0, 0), (0.08, 0.06, 0.05)) for _ in range(12)]
    slots = [_layer_slot(number) for number in range(12)]
    asked = scene([pallet, *boxes], goal(*slots, say="stack all the boxes on the pallet"), seed=seed)
    place = Pose(position=(rng.uniform(0.35, 0.65), rng.uniform(-0.4, -0.1), 0.0), yaw=rng.uniform(-3, 3))
    return asked.model_copy(update={"feeders": (Feeder(queue=tuple(range(1, 13)), pose=place),)})


def _layer_slot(number: int) -> Slot:
    level, place = divmod(number, 6)
    row, column = divmod(place, 3)
    return Slot(
        relation="on",
        frame=0,
        position=(0.088 * (row - 0.5), 0.07 * (column - 1), 0.044 + 0.05 * level),
        strict=True,
        accepts=tuple(range(1, 13)),
        needs=(number - 6,) if level else (),
    )


def transient(asked: GoalSpec) -> GoalSpec:
    """Make a goal a step on the way."""
    return asked.model_copy(update={"transient": True})


FINE_BUILDERS: tuple[Callable[[int], SceneSpec], ...] = (
    ell_in_fixture, kit, hanoi, pyramid_on_stand, fed_pallet,
)  # fmt: skip
