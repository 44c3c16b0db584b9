"""Loads beside each other on one support."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kinds import Vec3
from sim.layout import Area, line_up, shelve

SIDES = st.floats(0.02, 0.08)
LOADS = st.lists(st.tuples(SIDES, SIDES, SIDES), min_size=1, max_size=8)


@given(LOADS)
def test_shelved_loads_keep_their_gap_and_stay_inside(loads: list[Vec3]) -> None:
    area = Area(0.3, 0.25, 0.0)
    centers = shelve(loads, area, gap=0.01)
    if centers is None:
        return
    for (x, y), load in zip(centers, loads, strict=True):
        assert abs(x) + load[0] / 2 <= area.x / 2 + 1e-9
        assert abs(y) + load[1] / 2 <= area.y / 2 + 1e-9
    for i, (x, y) in enumerate(centers):
        for j, (u, v) in enumerate(centers[:i]):
            apart_x = abs(x - u) - (loads[i][0] + loads[j][0]) / 2
            apart_y = abs(y - v) - (loads[i][1] + loads[j][1]) / 2
            assert max(apart_x, apart_y) >= 0.01 - 1e-9


def test_loads_that_do_not_fit_have_no_layout() -> None:
    assert shelve([(0.1, 0.1, 0.1)] * 5, Area(0.2, 0.2, 0.0)) is None


def test_a_single_load_lies_in_the_middle() -> None:
    (center,) = shelve([(0.04, 0.04, 0.04)], Area(0.1, 0.1, 0.0)) or []
    assert center == pytest.approx((0.0, 0.0))


def test_a_line_is_centred_and_too_long_a_line_is_none() -> None:
    assert line_up([0.04, 0.04], 0.2, 0.02) == pytest.approx([-0.03, 0.03])
    assert line_up([0.04, 0.04], 0.09, 0.02) is None
