"""Turns the bodies of a record into objects of our own language: the sizes that they state, on the table.

What our language has no word for is `Untold`, with the reason. Ropes and piles are made of many bodies: see
`sim.cliport.clusters`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.cliport.assets import DISK_HEIGHT_M, DISK_WIDTHS, PIECE_SIZE
from sim.cliport.poses import to_zxy
from sim.cliport.record import Body
from sim.colors import RGB, ColorName
from sim.frames import Frame, about_z
from sim.kinds import VARIANTS, Kind, Vec3, facts
from sim.spec import ObjectSpec, Pose

UPRIGHT_RAD = math.radians(2)
SNAP_M = 0.03  # what is fixed, or paint, is put on the table from this near
QUARTER = math.pi / 2
DIGITS = 6
PIECE = "kitting/object-template.urdf"
KIT_M = 0.005  # thickness of a kit, on which its holes are painted
BROWNISH = 0.02
DISK_COLORS: tuple[ColorName, ...] = ("red", "green", "blue", "yellow")
CUBE_M = 1e-4  # sides that differ by less make a block


class Untold(Exception):
    """Our language has no word for it; the message says for what."""


@dataclass(frozen=True)
class Word:
    """How an asset is called: its kind, its usual colour, and where our foot is in its own frame.

    `size` is None where the numbers of the template decide; `bottom` is how far the foot is below its origin,
    half the height where it is None.
    """

    kind: Kind
    color: ColorName
    size: Vec3 | None = None
    foot: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    bottom: float | None = None


WORDS: dict[str, Word] = {
    "ball/ball.urdf": Word("ball", "red", (0.06,) * 3),
    "ball/ball-template.urdf": Word("ball", "red"),
    "sphere/sphere.urdf": Word("ball", "red", (0.06,) * 3),
    "sphere/sphere-template.urdf": Word("ball", "red"),
    "block/block.urdf": Word("block", "red", (0.04,) * 3),
    "block/block_for_anchors.urdf": Word("block", "red", (0.04,) * 3),
    "stacking/block.urdf": Word("block", "red", (0.04,) * 3),
    "bowl/bowl.urdf": Word("bowl", "green", (0.124, 0.124, 0.044), bottom=0.0),
    "box/box-template.urdf": Word("box", "red"),
    "container/container-template.urdf": Word("container", "brown"),
    "corner/corner-template.urdf": Word("corner", "green", (0.055, 0.055, 0.001), turn=math.pi, bottom=0.0),
    "cylinder/cylinder-template.urdf": Word("cylinder", "red"),
    **{
        f"hanoi/disk{number}.urdf": Word("disk", color, (width, width, DISK_HEIGHT_M))
        for number, (width, color) in enumerate(zip(DISK_WIDTHS, DISK_COLORS, strict=True))
    },
    "hanoi/stand.urdf": Word("rods", "brown", (0.12, 0.36, 0.01)),
    "insertion/ell.urdf": Word("ell", "red", (0.08, 0.08, 0.04), (0.025, 0.025)),
    "insertion/fixture.urdf": Word("fixture", "gray", (0.096, 0.096, 0.04), (0.025, 0.025)),
    "kitting/kit.urdf": Word("kit", "brown", (0.2, 0.28, 0.005), turn=QUARTER),
    "line/line-template.urdf": Word("line", "green", bottom=0.0),
    "pallet/pallet.urdf": Word("pallet", "brown", (0.256, 0.306, 0.044), turn=QUARTER),
    "square/square-template.urdf": Word("square", "green", turn=QUARTER, bottom=0.0),
    "stacking/stand.urdf": Word("stand", "brown", (0.05, 0.15, 0.005)),
    "zone/zone.urdf": Word("zone", "green", (0.12, 0.12, 0.001), bottom=0.0),
}


def thing_of(body: Body, zone_size: tuple[float, float] | None = None) -> ObjectSpec:
    """Return a body as an object of ours.

    Args:
        body: as it was recorded.
        zone_size: the size that a goal states of a zone; its file has one of its own.

    Raises:
        Untold: if there is no such object.
    """
    if body.asset == PIECE:
        return _piece(body)
    word = WORDS.get(body.asset)
    if word is None:
        raise Untold(f"an object made of {body.asset or 'shapes by hand'}")
    frame, yaw = _upright(body)
    size = _size(word, dict(body.fill), zone_size)
    kind = _kind(word, size)
    _check_size(kind, size)
    known = facts(kind)
    fixed = body.category == "fixed" or known.role in ("region", "marker", "surface", "socket")
    bottom = size[2] / 2 if word.bottom is None else word.bottom
    x, y = _foot(word, dict(body.fill))
    position = frame.point((x, y, -bottom))
    z = 0.0 if fixed and abs(position[2]) < SNAP_M else position[2]
    return ObjectSpec(
        kind=kind,
        color=colour_of(body, word.color),
        size=size,
        mass=known.mass_kg,
        pose=Pose(position=_rounded((position[0], position[1], z)), yaw=_turned(yaw + word.turn)),
        fixed=fixed,
    )


def foot_of(body: Body, at: Frame) -> Frame:
    """Return where the foot of a body is when its own frame is at a pose, seen from above."""
    yaw = to_zxy(at.rotation)[2]
    if body.asset == PIECE:
        return Frame(at.position, about_z(yaw))
    word = WORDS[body.asset]
    x, y = _foot(word, dict(body.fill))
    return Frame(Frame(at.position, about_z(yaw)).point((x, y, 0.0)), about_z(yaw + word.turn))


def _piece(body: Body) -> ObjectSpec:
    """Return a piece of a kit, or, where it is fixed, the hole that it leaves."""
    fill = dict(body.fill)
    frame, yaw = _upright(body)
    hole = body.category == "fixed"
    width = PIECE_SIZE * fill["SCALE0"]
    size = _rounded((width, width, 0.001 if hole else facts("shape").default_size[2]))
    kind: Kind = "hole" if hole else "shape"
    _check_size(kind, size)
    x, y, _ = frame.position
    return ObjectSpec(
        kind=kind,
        color=colour_of(body, "gray"),
        size=size,
        mass=facts(kind).mass_kg,
        pose=Pose(position=_rounded((x, y, KIT_M if hole else 0.0)), yaw=_turned(yaw)),
        fixed=hole,
        variant=VARIANTS[int(fill["FNAME0"]) % len(VARIANTS)],
    )


def _upright(body: Body) -> tuple[Frame, float]:
    about_x, about_y, yaw = to_zxy(body.rotation)
    if abs(about_x) > UPRIGHT_RAD or abs(about_y) > UPRIGHT_RAD:
        raise Untold(f"a tilted {WORDS[body.asset].kind if body.asset in WORDS else 'piece of a kit'}")
    return Frame(body.position, about_z(yaw)), yaw


def _size(word: Word, fill: Mapping[str, float], zone_size: tuple[float, float] | None) -> Vec3:
    if word.kind == "zone" and zone_size is not None:
        return _rounded((zone_size[0], zone_size[1], 0.001))
    if word.size is not None:
        return word.size
    match word.kind:
        case "ball":
            size = (2 * fill["DIM0"],) * 3
        case "cylinder":  # what is seen, and stated, of the two swapped shapes
            size = (2 * fill["DIM0"], 2 * fill["DIM0"], fill["DIM2"])
        case "line":
            size = (max(fill["DIM0"], facts("line").smallest[0]), 0.01, 0.001)  # it is only paint
        case "square":
            side = 2 * fill["HALF0"] + 0.01
            size = (side, side, 0.001)
        case _:
            size = (fill["DIM0"], fill["DIM1"], fill["DIM2"])
    return _rounded(size)


def _kind(word: Word, size: Vec3) -> Kind:
    largest = facts("block").largest[0]
    cube = max(size) - min(size) < CUBE_M and max(size) <= largest
    return "block" if word.kind == "box" and cube else word.kind


def _check_size(kind: Kind, size: Vec3) -> None:
    known = facts(kind)
    limits = zip(known.smallest, size, known.largest, strict=True)
    if any(not low - 1e-6 <= extent <= high + 1e-6 for low, extent, high in limits):
        told = " x ".join(f"{1000 * extent:.0f}" for extent in size)
        raise Untold(f"a {kind} of {told} mm")


def _foot(word: Word, fill: Mapping[str, float]) -> tuple[float, float]:
    if word.kind == "corner":  # its foot is the inner vertex, which the bars only touch
        return fill["DIMX1"] - 0.0025, fill["DIMY0"] - 0.0025
    return word.foot


def colour_of(body: Body, usual: ColorName) -> ColorName:
    """Return the name that comes nearest to a body's colour; the usual one, if it was given none."""
    if body.color is None:
        return usual
    wanted = body.color
    if math.dist(_hue(wanted), _hue(RGB["brown"])) < BROWNISH:  # in GenSim's random shades
        return "brown"
    return min(RGB, key=lambda name: math.dist(RGB[name], wanted))


def _hue(color: Vec3) -> Vec3:
    brightest = max(*color, 1e-6)
    return (color[0] / brightest, color[1] / brightest, color[2] / brightest)


def _turned(yaw: float) -> float:
    return round(math.remainder(yaw, 2 * math.pi), DIGITS)


def _rounded(point: Vec3) -> Vec3:
    x, y, z = (round(value, DIGITS) for value in point)
    return (x, y, z)
