"""The maker's meshes are read whole, and lie round the joints that they belong to."""

from __future__ import annotations

import numpy as np
import pytest

from sim.arm.kinematics import FOREARM_M, UPPER_ARM_M
from sim.arm.meshes import PALETTE, link_meshes, read_obj

SQUARE = """
v 0 0 0
v 1 0 0
v 0 1 0
vn 0 0 1
usemtl URBlue.064
f 1//1 2//1 3//1
"""


def test_a_file_gives_triangles_in_the_colour_of_their_material() -> None:
    mesh = read_obj(SQUARE)
    assert mesh.corners.tolist() == [[[0, 0, 0], [1, 0, 0], [0, 1, 0]]]
    assert tuple(mesh.colors[0]) == PALETTE["URBlue"]


def test_a_face_that_is_no_triangle_is_refused() -> None:
    with pytest.raises(ValueError, match="'f 1 2 3 1' is no triangle; export"):
        read_obj(SQUARE + "f 1 2 3 1")


def test_an_unknown_material_is_refused_with_what_is_known() -> None:
    with pytest.raises(ValueError, match="'Chrome'; known are: JointGrey"):
        read_obj(SQUARE + "usemtl Chrome")


def test_each_link_has_its_mesh_and_the_tubes_are_as_long_as_they_are() -> None:
    meshes = link_meshes()
    assert len(meshes) == 7
    for mesh, length in ((meshes[2], UPPER_ARM_M), (meshes[3], FOREARM_M)):
        points = mesh.corners.reshape(-1, 3)
        low, high = points.min(axis=0), points.max(axis=0)
        assert low[0] == pytest.approx(-length, abs=0.08)
        assert high[0] == pytest.approx(0, abs=0.08)
        assert np.all(np.abs(points[:, 1]) < 0.08)
