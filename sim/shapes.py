"""What an object is made of: convex parts in its foot frame.

Pure geometry, read by the world (collisions and looks), by the judge (outlines, tops) and by the gripper
(what it can reach). What insertion needs is in `sim.fixtures`, the pieces of the kits are in `sim.pieces`.
Only round holes are approximated: bowls and disks are rings of planks.
"""

from __future__ import annotations

import math
from functools import lru_cache

from sim import fixtures
from sim.frames import (
    DIGITS,
    Frame,
    Outline,
    Point2,
    Quaternion,
    about_y,
    about_z,
    hull,
    multiply,
    rotate,
)
from sim.kinds import WALL_M, Kind, Vec3
from sim.parts import Part
from sim.pieces import PIECE_REACH, piece
from sim.spec import ObjectSpec
from sim.things import Model

BOWL_PLANKS = 12
BOWL_HEIGHT_M = 0.044
BOWL_WAIST_R = 0.036  # inner radius at the floor; a 50 mm block, 35 mm from centre to corner, lies flat on it
BOWL_FLOOR_R = 0.038  # the floor reaches under the planks
BOWL_RIM_R = 0.056  # inner radius of the rim; the corners of the planks are at 62 mm
BOWL_WALL_M = 0.004
PALLET_DECK_M = 0.014
PALLET_RUNNERS = 3
CORNER_BAR = (0.055, 0.005, 0.001)
HOLE_SHARE = 0.98  # of its piece: the piece covers it wholly
ROUND_CORNERS = 16  # a circle's outline


def collision_parts(thing: ObjectSpec) -> tuple[Part, ...]:
    """Return what of an object can be touched; nothing for zones and corners, which are paint."""
    return _collision_parts(thing.kind, thing.size, thing.variant)


def visual_parts(thing: ObjectSpec) -> tuple[Part, ...]:
    """Return what of an object can be seen."""
    return _visual_parts(thing.kind, thing.size, thing.variant)


def center_of_mass(thing: ObjectSpec) -> Vec3:
    """Return the centre of mass in the foot frame, all parts equally dense."""
    return _center_of_mass(thing.kind, thing.size, thing.variant)


@lru_cache(maxsize=1024)
def _collision_parts(kind: Kind, size: Vec3, variant: str = "") -> tuple[Part, ...]:
    middle = (0.0, 0.0, size[2] / 2)
    match kind:
        case "block" | "box" | "kit":
            return (Part("box", size, middle),)
        case "cylinder":
            return (Part("cylinder", size, middle),)
        case "ball":
            return (Part("sphere", size, middle),)
        case "bowl":
            return _bowl()
        case "container":
            return _container(size)
        case "pallet":
            return _pallet(size)
        case "shape":
            return piece(variant, size[0], size[2])
        case _:
            return _fitting(kind, size)


def _fitting(kind: Kind, size: Vec3) -> tuple[Part, ...]:
    match kind:
        case "ell":
            return fixtures.ell(size[2])
        case "fixture":
            return fixtures.fixture(size[2])
        case "stand":
            return fixtures.stand(size)
        case "rods":
            return fixtures.rods(size)
        case "disk":
            return fixtures.disk(size)
        case _:
            return ()


@lru_cache(maxsize=1024)
def _visual_parts(kind: Kind, size: Vec3, variant: str = "") -> tuple[Part, ...]:
    if kind in ("zone", "line"):
        return (Part("box", size, (0.0, 0.0, size[2] / 2)),)
    if kind == "square":
        return fixtures.square(size)
    if kind == "disk":
        return fixtures.disk(size, fixtures.DISK_FACETS)
    if kind == "hole":
        return piece(variant, HOLE_SHARE * size[0], size[2])
    if kind == "corner":
        length, width, height = CORNER_BAR
        # The bars lie outside the nook, so that their inner edges meet at the foot.
        along_x = Part("box", CORNER_BAR, (length / 2 - width, -width / 2, height / 2))
        along_y = Part("box", (width, length, height), (-width / 2, length / 2 - width, height / 2))
        return (along_x, along_y)
    return _collision_parts(kind, size, variant)


def _bowl() -> tuple[Part, ...]:
    bar = (2 * BOWL_FLOOR_R, 2 * BOWL_FLOOR_R * math.tan(math.pi / 8), BOWL_WALL_M)
    parts = [
        Part("box", bar, (0.0, 0.0, BOWL_WALL_M / 2), about_z(math.pi / 4 * turn)) for turn in range(4)
    ]  # four bars across each other are a regular octagon
    rise, run = BOWL_HEIGHT_M - BOWL_WALL_M, BOWL_RIM_R - BOWL_WAIST_R
    slope, length = math.atan2(rise, run), math.hypot(rise, run)
    width = 2 * math.tan(math.pi / BOWL_PLANKS) * (BOWL_RIM_R + BOWL_WALL_M)
    # A plank's centre is half its thickness behind the inner face, whose middle is half-way up.
    radius = (BOWL_WAIST_R + BOWL_RIM_R) / 2 + math.sin(slope) * BOWL_WALL_M / 2
    height = BOWL_WALL_M + rise / 2 - math.cos(slope) * BOWL_WALL_M / 2
    for plank in range(BOWL_PLANKS):
        angle = 2 * math.pi * plank / BOWL_PLANKS
        center = (radius * math.cos(angle), radius * math.sin(angle), height)
        tilt = multiply(about_z(angle), about_y(-slope))
        parts.append(Part("box", (length, width, BOWL_WALL_M), center, tilt))
    return tuple(parts)


def _container(size: Vec3) -> tuple[Part, ...]:
    x, y, z = size
    floor = Part("box", (x, y, WALL_M), (0.0, 0.0, WALL_M / 2))
    ends = [Part("box", (WALL_M, y, z), (s * (x - WALL_M) / 2, 0.0, z / 2)) for s in (-1, 1)]
    sides = [Part("box", (x, WALL_M, z), (0.0, s * (y - WALL_M) / 2, z / 2)) for s in (-1, 1)]
    return (floor, *ends, *sides)


def _pallet(size: Vec3) -> tuple[Part, ...]:
    x, y, z = size
    deck_m = min(PALLET_DECK_M, z / 2)
    deck = Part("box", (x, y, deck_m), (0.0, 0.0, z - deck_m / 2))
    width, leg = x / (2 * PALLET_RUNNERS), z - deck_m
    shift = (x - width) / (PALLET_RUNNERS - 1)
    runners = [
        Part("box", (width, y, leg), (i * shift - (x - width) / 2, 0.0, leg / 2))
        for i in range(PALLET_RUNNERS)
    ]
    return (deck, *runners)


@lru_cache(maxsize=1024)
def _center_of_mass(kind: Kind, size: Vec3, variant: str = "") -> Vec3:
    parts = _collision_parts(kind, size, variant)
    total = sum(part.volume for part in parts)
    if not total:
        return (0.0, 0.0, 0.0)
    x, y, z = (sum(p.volume * p.position[axis] for p in parts) / total for axis in range(3))
    return (x, y, z)


def reach(thing: ObjectSpec | Model) -> float:
    """Return the radius of an upright circle about the foot that holds the whole object."""
    if thing.kind in ("ball", "cylinder", "bowl", "disk"):
        return max(thing.size[0], thing.size[1]) / 2
    if thing.kind in ("shape", "hole"):
        return PIECE_REACH * thing.size[0]
    if thing.kind == "corner":
        return thing.size[0]
    return math.hypot(thing.size[0], thing.size[1]) / 2


def span_z(thing: ObjectSpec, foot: Frame) -> tuple[float, float]:
    """Return the height of the lowest and of the highest point of an object, metres."""
    low, high = math.inf, -math.inf
    for part in visual_parts(thing):
        middle = foot.point(part.position)[2]
        half = _half_height(part, multiply(foot.rotation, part.rotation))
        low, high = min(low, middle - half), max(high, middle + half)
    return low, high


def _half_height(part: Part, rotation: Quaternion) -> float:
    hx, hy, hz = part.half
    if part.form == "sphere":
        return hz
    x, y, z, w = rotation
    upright = abs(1 - 2 * (x * x + y * y))
    if part.form == "cylinder":
        return upright * hz + math.sqrt(max(0.0, 1 - upright * upright)) * hx
    return abs(2 * (x * z - y * w)) * hx + abs(2 * (y * z + x * w)) * hy + upright * hz


def outline(thing: ObjectSpec, foot: Frame) -> Outline:
    """Return the convex outline of an object as seen from above."""
    if thing.kind == "ball":
        return hull(_circle(foot.point((0.0, 0.0, thing.size[2] / 2)), thing.size[0] / 2))
    corners = map(foot.point, _corners(thing.kind, thing.size, thing.variant))
    return hull((x, y) for x, y, _ in corners)


@lru_cache(maxsize=1024)
def _corners(kind: Kind, size: Vec3, variant: str) -> tuple[Vec3, ...]:
    """Return the outermost points of an object's parts in its foot frame: at each height their hull."""
    levels: dict[float, list[Point2]] = {}
    for part in _visual_parts(kind, size, variant):
        frame = Frame(part.position, part.rotation)
        for x, y, z in map(frame.point, _rims(part)):
            levels.setdefault(round(z, DIGITS), []).append((x, y))
    return tuple((x, y, z) for z, points in levels.items() for x, y in hull(points))


def _circle(center: Vec3, radius: float) -> list[Point2]:
    angles = [2 * math.pi * i / ROUND_CORNERS for i in range(ROUND_CORNERS)]
    return [(center[0] + radius * math.cos(a), center[1] + radius * math.sin(a)) for a in angles]


def _rims(part: Part) -> list[Vec3]:
    """Corners of a part in its own frame: of a box all eight, of a cylinder points of both circles."""
    hx, hy, hz = part.half
    if part.form == "box":
        flat: list[Point2] = [(hx, hy), (-hx, hy), (-hx, -hy), (hx, -hy)]
    else:
        flat = _circle((0.0, 0.0, 0.0), hx)
    return [(x, y, z) for z in (-hz, hz) for x, y in flat]


def mouth(thing: ObjectSpec) -> tuple[Outline, float]:
    """Return the inner outline of a receptacle's opening and its rim's height, in the foot frame.

    Raises:
        ValueError: if the object is no receptacle.
    """
    if thing.kind == "bowl":
        return hull(_circle((0.0, 0.0, 0.0), BOWL_RIM_R)), thing.size[2]
    if thing.kind == "container":
        x, y = thing.size[0] / 2 - WALL_M, thing.size[1] / 2 - WALL_M
        return hull([(x, y), (-x, y), (-x, -y), (x, -y)]), thing.size[2]
    raise ValueError(f"a {thing.kind} has no mouth; receptacles are bowls and containers")


def grasp_point(thing: ObjectSpec) -> Point2:
    """Return where the tip should meet the top of an object, (x, y) in its foot frame.

    The middle where that is solid; else the middle of the part that is nearest to the centre of mass.
    """
    if thing.kind == "ell":
        return fixtures.ELL_GRASP
    if thing.kind == "disk":
        return fixtures.disk_grasp(thing.size)
    if thing.kind != "shape":
        return (0.0, 0.0)
    middle = center_of_mass(thing)[:2]
    parts = [part.position[:2] for part in collision_parts(thing)]
    return min(parts, key=lambda at: (round(math.dist(at, middle), DIGITS), at))


def depth_in_top(thing: ObjectSpec, point: Point2) -> float:
    """Return how far inside the top face of one of its parts a point of the foot frame lies, metres.

    Parts that overlap count one by one, so the depth is never overstated; negative beside all of them.
    """
    return max((_depth_in(part, point) for part in collision_parts(thing)), default=-math.inf)


def _depth_in(part: Part, point: Point2) -> float:
    x, y, _ = Frame(part.position, part.rotation).local((point[0], point[1], part.position[2]))
    if part.form == "box":
        return min(part.half[0] - abs(x), part.half[1] - abs(y))
    return part.half[0] - math.hypot(x, y)


def axis_up(foot: Frame) -> Vec3:
    """Return the direction of an object's own vertical in the world."""
    return rotate(foot.rotation, (0.0, 0.0, 1.0))
