"""Our map beside the one that GenSim gathers from PyBullet's own picture: the same pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pybullet
import pytest

from sim.cliport.sight import COLUMNS, PIXEL_M, ROWS, Sight, eroded
from sim.frames import Frame, about_z
from sim.kinds import Vec3
from sim.parts import Form, Part

HEIGHT_M, FOCAL = 1000.0, 630_000.0  # of GenSim's oracle camera, which has 480 x 640 pixels
NEAR, FAR = 999.7, 1001.0
FLOOR = 99


@pytest.fixture(name="client")
def a_client() -> Iterator[int]:
    client = pybullet.connect(pybullet.DIRECT)
    yield client
    pybullet.disconnect(client)


def gathered(client: int) -> npt.NDArray[np.int64]:
    """Take the picture and gather it into a map of body numbers, as GenSim does."""
    view = pybullet.computeViewMatrix((0.5, 0, HEIGHT_M), (0.5, 0, HEIGHT_M - 1), (-1, 0, 0))
    lens = pybullet.computeProjectionMatrixFOV(2 * math.degrees(math.atan(240 / FOCAL)), 640 / 480, NEAR, FAR)
    *_, depth, bodies = pybullet.getCameraImage(640, 480, view, lens, physicsClientId=client)
    buffer = np.asarray(depth, dtype=float).reshape(480, 640)
    away = 2 * NEAR * FAR / (FAR + NEAR - (2 * buffer - 1) * (FAR - NEAR))
    columns, rows = np.meshgrid(np.arange(640), np.arange(480))
    x, y = 0.5 + (rows - 240) * away / FOCAL, (columns - 320) * away / FOCAL
    row, column = np.floor((y + 0.5) / PIXEL_M).astype(int), np.floor((x - 0.25) / PIXEL_M).astype(int)
    inside = (row >= 0) & (row < ROWS) & (column >= 0) & (column < COLUMNS)
    order = np.argsort(-away[inside], kind="stable")
    told: npt.NDArray[np.int64] = np.full((ROWS, COLUMNS), -1, dtype=np.int64)
    told[row[inside][order], column[inside][order]] = np.asarray(bodies).reshape(480, 640)[inside][order]
    return told


def shown(client: int, part: Part, frame: Frame) -> int:
    """Add a part that is only seen, through PyBullet's own shapes, and return its number."""
    forms = {"box": pybullet.GEOM_BOX, "sphere": pybullet.GEOM_SPHERE, "cylinder": pybullet.GEOM_CYLINDER}
    visual = pybullet.createVisualShape(
        forms[part.form], radius=part.half[0], halfExtents=part.half, length=part.size[2],
        physicsClientId=client,
    )  # fmt: skip
    body: int = pybullet.createMultiBody(
        0, -1, visual, frame.position, frame.rotation, physicsClientId=client
    )
    return body


@pytest.mark.parametrize(
    ("form", "size", "alike"),
    [
        ("box", (0.01, 0.01, 0.01), 1.0),
        ("box", (0.04, 0.04, 0.04), 1.0),
        ("box", (0.06, 0.03, 0.02), 1.0),
        ("cylinder", (0.06, 0.06, 0.04), 0.97),
        ("sphere", (0.04, 0.04, 0.04), 0.96),
    ],
)
def test_the_map_is_the_one_that_gensim_gathers(client: int, form: Form, size: Vec3, alike: float) -> None:
    chance = np.random.default_rng(0)
    for _ in range(4):
        pybullet.resetSimulation(physicsClientId=client)
        shown(client, Part("box", (2.0, 3.0, 0.01), (0.0, 0.0, 0.0)), Frame((0.5, 0.0, -0.005)))
        x, y, yaw = chance.uniform(0.3, 0.7), chance.uniform(-0.45, 0.45), chance.uniform(0, 2 * math.pi)
        part, frame = Part(form, size, (0.0, 0.0, 0.0)), Frame((x, y, size[2] / 2), about_z(yaw))
        number = shown(client, part, frame)
        theirs = gathered(client) == number
        sight = Sight()
        sight.add(FLOOR, (part,), frame)
        ours = sight.bodies == FLOOR
        assert (theirs & ours).sum() >= alike * (theirs | ours).sum()
        if alike == 1.0:
            assert (eroded(theirs, 3) == eroded(ours, 3)).all()
