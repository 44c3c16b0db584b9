"""The assets that programs for GenSim and CLIPort name: what is seen of them, and what collides.

Shapes are given in the asset's own frame, in metres, as the convex parts of `sim.parts`; a template becomes a
shape by the numbers that fill it. Two facts of the originals are kept because programs depend on them: of the
cylinder template the seen and the colliding shape have radius and length swapped, and a zone is only paint.
Meshes are replaced by parts of the same extents. Source: GenSim's assets, read as text (release of 2023-12).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim import fixtures
from sim.frames import UPRIGHT
from sim.kinds import VARIANTS, Vec3
from sim.parts import Part
from sim.pieces import piece
from sim.shapes import collision_parts
from sim.spec import ObjectSpec, Pose

Fill = Mapping[str, float]  # the numbers of a template by their names: DIM0, HALF2, SCALE1, ...
Make = Callable[[Fill], "Shape"]

DUMMY = "stacking/block.urdf"  # what GenSim loads for a file that is not there
SIZE_FIELDS = ("DIMH", "DIMR", "DIMX", "DIMY", "DIMZ", "DIM")  # GenSim's dummy fill: 3 to 5 cm
HALF_FIELD = "HALF"  # 1 to 3 cm
WALL_M = 0.002  # of containers and fixtures
PAINT_M = 0.001
MESH_OFFSET: Vec3 = (-0.01, 0.0, 0.02)  # centre of mass of bowls and zones, as their files say
PIECE_SIZE = 0.06 / 0.003  # metres of a kit's piece for each unit of its scale
DISK_WIDTHS = (0.066, 0.080, 0.094, 0.108)
DISK_HEIGHT_M = 0.016


@dataclass(frozen=True)
class Shape:
    """What an asset is made of, in its own frame.

    `first_extents` is what PyBullet says of its first visual shape: the extents of a box, (radius, 0, 0) of a
    sphere, (length, radius, 0) of a cylinder, and the scale of a mesh. GenSim takes them for a size.
    """

    visual: tuple[Part, ...]
    collision: tuple[Part, ...]
    first_extents: Vec3
    mass_kg: float = 0.1
    friction: float = 1.0
    center: Vec3 = (0.0, 0.0, 0.0)  # of mass; what PyBullet calls the position of the base


@dataclass(frozen=True)
class Asset:
    """One file: which numbers it has to be filled with, and what comes of them."""

    make: Make
    placeholders: tuple[str, ...] = ()

    def open_fields(self, fill: Fill) -> tuple[str, ...]:
        """Return the fields that still hold a placeholder, in the order in which GenSim fills them."""
        left = [name.rstrip("0123456789") for name in self.placeholders if name not in fill]
        return tuple(field for field in (*SIZE_FIELDS, HALF_FIELD) if field in left)


def box(size: Vec3, at: Vec3 = (0.0, 0.0, 0.0)) -> Part:
    """Make a box about a point."""
    return Part("box", size, at, UPRIGHT)


def solid(part: Part, mass_kg: float = 0.1, friction: float = 1.0) -> Shape:
    """Make a shape of one part, seen and touched alike."""
    return Shape((part,), (part,), first_extents(part), mass_kg, friction)


def first_extents(part: Part) -> Vec3:
    """Return the extents that PyBullet tells of a visual part."""
    if part.form == "sphere":
        return (part.half[0], 0.0, 0.0)
    return (part.size[2], part.half[0], 0.0) if part.form == "cylinder" else part.size


def _cube(side: float, mass_kg: float = 0.1, friction: float = 1.0) -> Asset:
    return Asset(lambda _fill: solid(box((side, side, side)), mass_kg, friction))


def _ball(radius: float) -> Shape:
    return solid(Part("sphere", (2 * radius,) * 3, (0.0, 0.0, 0.0)))


def _upright(radius: float, length: float) -> Part:
    return Part("cylinder", (2 * radius, 2 * radius, length), (0.0, 0.0, 0.0))


def _cylinder(fill: Fill) -> Shape:
    seen = _upright(fill["DIM0"], fill["DIM2"])
    return Shape((seen,), (_upright(fill["DIM2"], fill["DIM0"]),), first_extents(seen))


def _container(fill: Fill) -> Shape:
    x, y, z = (fill[f"DIM{axis}"] for axis in range(3))
    hx, hy, hz = (fill[f"HALF{axis}"] for axis in range(3))
    parts = (
        box((x, y, WALL_M), (0.0, 0.0, -hz)),
        *(box((x, WALL_M, z), (0.0, side * hy, 0.0)) for side in (-1, 1)),
        *(box((WALL_M, y, z), (side * hx, 0.0, 0.0)) for side in (-1, 1)),
    )
    return Shape(parts, parts, parts[0].size, friction=0.3)


def _paint(*parts: Part, friction: float = 1.0) -> Shape:
    return Shape(parts, (), parts[0].size, friction=friction)


def _corner(fill: Fill) -> Shape:
    along_x = box((0.055, 0.005, PAINT_M), (fill["DIMX0"], fill["DIMY0"], 0.0))
    along_y = box((0.005, 0.055, PAINT_M), (fill["DIMX1"], fill["DIMY1"], 0.0))
    return _paint(along_x, along_y, friction=0.3)


def _bars(sides: int) -> Make:
    """Make a square of painted bars, of which the last ones may be missing."""

    def make(fill: Fill) -> Shape:
        length, half = fill["DIM0"], fill["HALF0"]
        lying, standing = (length, 0.01, PAINT_M), (0.01, length, PAINT_M)
        bars = (
            box(lying, (0.0, -half, 0.0)), box(standing, (half, 0.0, 0.0)),
            box(standing, (-half, 0.0, 0.0)), box(lying, (0.0, half, 0.0)),
        )  # fmt: skip
        return _paint(*bars[:sides])

    return make


def _zone(side: Vec3) -> Shape:
    return Shape((box(side),), (), (0.006, 0.006, 0.00005), center=MESH_OFFSET)


def _bowl(_fill: Fill) -> Shape:
    bowl = ObjectSpec(
        kind="bowl", color="blue", size=(0.124, 0.124, 0.044), mass=0.1, pose=Pose(position=(0.0, 0.0, 0.0))
    )
    parts = collision_parts(bowl)
    return Shape(parts, parts, (1.25, 1.25, 0.25), center=MESH_OFFSET)


def _pallet(_fill: Fill) -> Shape:
    slab = box((0.306, 0.256, 0.044))
    return Shape((slab,), (slab,), (0.25, 0.25, 0.25))


def _stand(_fill: Fill) -> Shape:
    plates = tuple(box((0.05, 0.05, 0.005), (0.0, y, 0.0)) for y in (0.0, -0.05, 0.05))
    return Shape(plates, plates, plates[0].size)


def _ell(_fill: Fill) -> Shape:
    bars = (box((0.08, 0.03, 0.04), (0.025, 0.0, 0.0)), box((0.03, 0.08, 0.0399), (0.0, 0.025, 0.0)))
    return Shape(bars, bars, bars[0].size, friction=0.3)


def _fixture(_fill: Fill) -> Shape:
    walls = (
        box((0.1, WALL_M, 0.04), (0.025, -0.025, 0.0)), box((0.05, WALL_M, 0.04), (0.0, 0.075, 0.0)),
        box((0.05, WALL_M, 0.04), (0.05, 0.025, 0.0)), box((WALL_M, 0.105, 0.04), (-0.025, 0.025, 0.0)),
        box((WALL_M, 0.055, 0.04), (0.025, 0.05, 0.0)), box((WALL_M, 0.055, 0.04), (0.075, 0.0, 0.0)),
    )  # fmt: skip
    floor = box((0.02, 0.02, 0.001), (0.0, 0.0, -0.02))
    return Shape(walls, (*walls, floor), walls[0].size, friction=0.3)


def _rods(_fill: Fill) -> Shape:
    boards = tuple(box((0.12, 0.12, 0.01), (0.0, y, 0.0)) for y in (0.0, -0.12, 0.12))
    rods = tuple(Part("cylinder", (0.01, 0.01, 0.05), (0.0, y, 0.03)) for y in (0.0, 0.12, -0.12))
    return Shape((*rods, *boards), (*rods, *boards), (0.05, 0.005, 0.0), friction=0.5)


def _disk(width: float) -> Asset:
    """Make a ring. In GenSim it is a mesh that collides as if it had no hole; see docs/gensim.md."""
    size = (width, width, DISK_HEIGHT_M)

    def centred(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(Part(p.form, p.size, _lowered(p.position), p.rotation) for p in parts)

    seen = centred(fixtures.disk(size, fixtures.DISK_FACETS))
    return Asset(lambda _fill: Shape(seen, centred(fixtures.disk(size)), (0.001, 0.001, 0.001)))


def _lowered(position: Vec3) -> Vec3:
    return (position[0], position[1], position[2] - DISK_HEIGHT_M / 2)


def _piece(fill: Fill) -> Shape:
    """Make a kit's piece. Its mesh is a solid hull in GenSim; here it is as it looks."""
    height = 20 * fill["SCALE2"]
    parts = piece(VARIANTS[int(fill["FNAME0"]) % len(VARIANTS)], PIECE_SIZE * fill["SCALE0"], height)
    centred = tuple(
        Part(p.form, p.size, (p.position[0], p.position[1], p.position[2] - height / 2), p.rotation)
        for p in parts
    )
    return Shape(centred, centred, (fill["SCALE0"], fill["SCALE1"], fill["SCALE2"]))


def _seen_only(make: Make) -> Make:
    def without(fill: Fill) -> Shape:
        shape = make(fill)
        return Shape(shape.visual, (), shape.first_extents)

    return without


def _numbered(*fields: str) -> tuple[str, ...]:
    return tuple(f"{field}{axis}" for field in fields for axis in range(3))


_KIT_FIELDS = ("FNAME0", *_numbered("SCALE", "COLOR"))

ASSETS: dict[str, Asset] = {
    "ball/ball.urdf": Asset(lambda _fill: _ball(0.03)),
    "ball/ball-template.urdf": Asset(lambda fill: _ball(fill["DIM0"]), ("DIM0",)),
    "block/block.urdf": _cube(0.04),
    "block/block_for_anchors.urdf": _cube(0.04, 0.02),
    "block/small.urdf": _cube(0.01, 0.001, 0.5),
    "bowl/bowl.urdf": Asset(_bowl),
    "box/box-template.urdf": Asset(
        lambda fill: solid(box((fill["DIM0"], fill["DIM1"], fill["DIM2"]))), _numbered("DIM")
    ),
    "container/container-template.urdf": Asset(_container, _numbered("DIM", "HALF")),
    "corner/corner-template.urdf": Asset(_corner, ("DIMX0", "DIMX1", "DIMY0", "DIMY1")),
    "cylinder/cylinder-template.urdf": Asset(_cylinder, ("DIM0", "DIM2")),
    "cylinder/cylinder-template_DIMR_DIMH.urdf": Asset(
        lambda fill: solid(_upright(fill["DIMR0"], fill["DIMH0"])), ("DIMR0", "DIMH0")
    ),
    **{f"hanoi/disk{number}.urdf": _disk(width) for number, width in enumerate(DISK_WIDTHS)},
    "hanoi/stand.urdf": Asset(_rods),
    "insertion/ell.urdf": Asset(_ell),
    "insertion/fixture.urdf": Asset(_fixture),
    "kitting/kit.urdf": Asset(lambda _fill: solid(box((0.28, 0.2, 0.005)))),
    "kitting/object-template.urdf": Asset(_piece, _KIT_FIELDS),
    "kitting/object-template-nocollision.urdf": Asset(_seen_only(_piece), _KIT_FIELDS),
    "line/line-template.urdf": Asset(lambda fill: _paint(box((fill["DIM0"], 0.01, PAINT_M))), ("DIM0",)),
    "pallet/pallet.urdf": Asset(_pallet),
    "sphere/sphere.urdf": Asset(lambda _fill: _ball(0.03)),
    "sphere/sphere-template.urdf": Asset(lambda fill: _ball(fill["DIM0"]), ("DIM0",)),
    "square/square-template.urdf": Asset(_bars(3), ("DIM0", "HALF0")),
    "square/square-template-allsides.urdf": Asset(_bars(4), ("DIM0", "HALF0")),
    "square/square-template-allsides-blue.urdf": Asset(_bars(4), ("DIM0", "HALF0")),
    "square/square-template-allsides-green.urdf": Asset(_bars(4), ("DIM0", "HALF0")),
    "stacking/block.urdf": _cube(0.04, 0.01),
    "stacking/stand.urdf": Asset(_stand),
    "zone/zone.urdf": Asset(lambda _fill: _zone((0.12, 0.12, PAINT_M))),
}


def shape_of(asset: str, fill: Fill) -> Shape:
    """Return the shape of a known asset, all of whose placeholders are filled.

    Raises:
        KeyError: if it is not known, or a number is missing.
        ValueError: if a number makes no size.
    """
    if any(
        not math.isfinite(value) or abs(value) > 2 for value in fill.values() if value != fill.get("FNAME0")
    ):
        raise ValueError(f"{asset} is filled with what is no size: {dict(fill)}")
    shape = ASSETS[asset].make(fill)
    if any(extent <= 0 for part in (*shape.visual, *shape.collision) for extent in part.size):
        raise ValueError(f"{asset} is filled with what is no size: {dict(fill)}")
    return shape
