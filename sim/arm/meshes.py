"""The looks of the UR5e: the maker's meshes, as `airo-models` ships them, in colours of our own."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import airo_models
import numpy as np

from sim.canvas import Color
from sim.frames import Frame
from sim.kinds import Vec3
from sim.rays import Floats, axes_of
from sim.triangles import Mesh, coarser, finer

PALETTE: dict[str, Color] = {  # by what the files call their materials
    "JointGrey": (0.60, 0.62, 0.65),
    "LinkGrey": (0.86, 0.87, 0.88),
    "URBlue": (0.42, 0.66, 0.84),
    "Black": (0.16, 0.17, 0.19),
}
DETAIL_M = 0.003  # what is smaller melts together: a fifth of the triangles, the same picture
EDGE_M = 0.02  # longer edges are halved, so that all triangles are small in a picture

# Where a mesh lies in the frame of its link, as in the URDF: its file, offset, and roll, pitch and yaw.
QUARTER = np.pi / 2
MESHES: tuple[tuple[str, Vec3, Vec3], ...] = (
    ("base", (0.0, 0.0, 0.0), (0.0, 0.0, np.pi)),
    ("shoulder", (0.0, 0.0, 0.0), (0.0, 0.0, np.pi)),
    ("upperarm", (0.0, 0.0, 0.138), (QUARTER, 0.0, -QUARTER)),
    ("forearm", (0.0, 0.0, 0.007), (QUARTER, 0.0, -QUARTER)),
    ("wrist1", (0.0, 0.0, -0.127), (QUARTER, 0.0, 0.0)),
    ("wrist2", (0.0, 0.0, -0.0997), (0.0, 0.0, 0.0)),
    ("wrist3", (0.0, 0.0, -0.0989), (QUARTER, 0.0, 0.0)),
)


@lru_cache(maxsize=1)
def link_meshes() -> tuple[Mesh, ...]:
    """Return the meshes of the base and the six links, each in the frame of its link."""
    folder = Path(airo_models.get_urdf_path("ur5e")).parent / "visual"
    meshes = []
    for name, offset, turn in MESHES:
        mesh = coarser(read_obj((folder / f"{name}.obj").read_text(encoding="utf-8")), DETAIL_M)
        meshes.append(finer(mesh, EDGE_M).moved(_turned(turn), offset))
    return tuple(meshes)


def in_world(mesh: Mesh, frame: Frame) -> Mesh:
    """Return a mesh that is given in a frame, in the world."""
    return mesh.moved(axes_of(frame), frame.position)


def read_obj(text: str) -> Mesh:
    """Read a Wavefront file of triangles; its normals and texture are ignored, its materials become colours.

    Raises:
        ValueError: if a face is no triangle, or a material is none that we have a colour for.
    """
    points: list[list[float]] = []
    corners: list[list[int]] = []
    colors: list[Color] = []
    color = PALETTE["JointGrey"]
    for line in text.splitlines():
        words = line.split()
        match words:
            case ["v", x, y, z, *_]:
                points.append([float(x), float(y), float(z)])
            case ["usemtl", material]:
                color = _color(material)
            case ["f", a, b, c]:
                corners.append([int(word.partition("/")[0]) - 1 for word in (a, b, c)])
                colors.append(color)
            case ["f", *_]:
                raise ValueError(f"{line!r} is no triangle; export the mesh triangulated")
            case _:
                pass  # comments, names, normals
    return Mesh(np.array(points)[np.array(corners)], np.array(colors))


def _color(material: str) -> Color:
    name = re.split(r"[._]", material)[0]
    if name not in PALETTE:
        raise ValueError(f"no colour for the material {material!r}; known are: {', '.join(PALETTE)}")
    return PALETTE[name]


def _turned(turn: Vec3) -> Floats:
    """Return the axes, as columns, of what is turned by roll, pitch and yaw in the world's frame."""
    (sr, sp, sy), (cr, cp, cy) = np.sin(turn), np.cos(turn)
    return np.array(
        [
            [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
            [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )
