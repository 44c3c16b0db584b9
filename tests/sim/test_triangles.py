"""Triangles cover the pixels that they cover, at the depth that they have there."""

from __future__ import annotations

import numpy as np
import pytest

from sim.rays import Floats
from sim.triangles import Mesh, coarser, cover, finer

SHAPE = (40, 60)


def triangle(*corners: tuple[float, float, float]) -> Floats:
    """Return one triangle, (1, 3, 3)."""
    return np.array([corners], dtype=float)


def grey(corners: Floats) -> Mesh:
    return Mesh(corners, np.full((len(corners), 3), 0.5))


def area(mesh: Mesh) -> float:
    a, b, c = (mesh.corners[:, number] for number in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=-1).sum() / 2)


def test_a_right_angle_covers_half_of_its_square() -> None:
    samples = cover(triangle((10, 30, 2), (30, 30, 2), (10, 10, 2)), SHAPE)
    assert len(samples.pixel) == pytest.approx(200, abs=11)
    rows, columns = np.divmod(samples.pixel, SHAPE[1])
    assert rows.min() >= 10
    assert columns.max() < 30
    assert set(samples.depth) == {2.0}


def test_depth_is_that_of_the_plane() -> None:
    samples = cover(triangle((10, 30, 1), (30, 30, 3), (10, 10, 1)), SHAPE)
    columns = samples.pixel % SHAPE[1] + 0.5
    assert np.allclose(samples.depth, 1 + (columns - 10) / 10)


def test_what_faces_away_is_not_seen() -> None:
    assert not len(cover(triangle((10, 10, 2), (30, 30, 2), (10, 30, 2)), SHAPE).pixel)


def test_what_is_beside_the_picture_is_cut_off() -> None:
    samples = cover(triangle((-30, 60, 2), (90, 60, 2), (-30, -60, 2)), SHAPE)
    assert 0 < len(samples.pixel) <= SHAPE[0] * SHAPE[1]
    assert len(np.unique(samples.pixel)) == len(samples.pixel)
    assert not len(cover(triangle((100, 30, 2), (130, 30, 2), (100, 10, 2)), SHAPE).pixel)


def test_two_that_share_an_edge_leave_no_pixel_out() -> None:
    square = np.concatenate(
        [triangle((5, 35, 1), (35, 35, 1), (5, 5, 1)), triangle((35, 35, 1), (35, 5, 1), (5, 5, 1))]
    )
    assert len(np.unique(cover(square, SHAPE).pixel)) == 900


def test_finer_halves_until_no_edge_is_long_and_keeps_the_surface() -> None:
    sliver = grey(triangle((0, 0, 0), (1.0, 0, 0), (0, 0.02, 0)))
    fine = finer(sliver, 0.1)
    edges = np.linalg.norm(np.roll(fine.corners, -1, axis=1) - fine.corners, axis=-1)
    assert edges.max() <= 0.1
    assert area(fine) == pytest.approx(area(sliver))
    assert np.allclose(fine.normals(), (0, 0, 1))


def test_coarser_melts_what_is_small_and_keeps_what_is_large() -> None:
    large = triangle((0, 0, 0), (1, 0, 0), (0, 1, 0))
    mesh = grey(np.concatenate([large, 0.001 * large + 0.5]))
    coarse = coarser(mesh, 0.01)
    assert len(coarse.corners) == 1
    assert np.allclose(coarse.corners, large)
