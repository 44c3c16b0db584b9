"""The objects of the task language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.errors import ProgramError
from sim.language import Ball, Block, Bowl, Box, Container, Corner, Cylinder, Pallet, Zone
from sim.things import Model


@pytest.mark.parametrize("make", [Ball, Block, Bowl, Box, Container, Corner, Cylinder, Pallet, Zone])
def test_every_kind_has_a_sensible_default(make: Callable[[str], Model]) -> None:
    model = make("red")
    assert model.name == f"red {model.kind}"
    assert all(side > 0 for side in model.size)


def test_an_unknown_color_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ProgramError, match="'turquoise' does not exist; the colors are: blue, red"):
        Block("turquoise")


def test_a_size_out_of_range_names_value_and_range() -> None:
    with pytest.raises(ProgramError, match=r"block size x is 0\.5 m; allowed are 0\.02 to 0\.06 m"):
        Block("red", size=0.5)


@pytest.mark.parametrize("size", [(0.1, 0.1), 0.1, (0.1, "a", 0.1), (0.1, True, 0.1), None])
def test_a_size_of_the_wrong_shape_is_refused(size: object) -> None:
    with pytest.raises(ProgramError, match="size"):
        Box("red", size=size)  # type: ignore[arg-type]  # a program may give anything


@pytest.mark.parametrize("size", [float("nan"), float("inf"), -0.04, 0])
def test_a_size_that_is_no_length_is_refused(size: float) -> None:
    with pytest.raises(ProgramError, match="block size"):
        Block("red", size=size)
