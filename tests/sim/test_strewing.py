"""How ropes and piles lie at the start."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from sim.errors import ProgramError
from sim.language import Block, Pile, Rope
from sim.strewing import MAX_BEND, strew
from sim.things import BEAD_SPACING_M


@pytest.mark.parametrize("seed", range(5))
def test_the_beads_of_a_rope_keep_their_spacing_about_its_middle(seed: int) -> None:
    beads = strew(Rope("red", 0.25), np.random.default_rng(seed))
    gaps = [math.dist(a, b) for a, b in pairwise(beads)]
    assert len(beads) == 20
    assert gaps == pytest.approx([BEAD_SPACING_M] * 19, rel=MAX_BEND**2 / 24 / 20)
    assert sum(x for x, _, _ in beads) == pytest.approx(0, abs=1e-5)
    assert sum(y for _, y, _ in beads) == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("count", [5, 20, 50])
def test_the_cubes_of_a_pile_do_not_touch(count: int) -> None:
    cubes = strew(Pile("red", count), np.random.default_rng(count))
    assert len(cubes) == count
    for i, (x, y, _) in enumerate(cubes):
        assert all(max(abs(x - u), abs(y - v)) > 0.0105 for u, v, _ in cubes[:i])


def test_nothing_else_has_parts() -> None:
    assert strew(Block("red"), np.random.default_rng(0)) == ()


@pytest.mark.parametrize("count", [4, 51, True, 7.5])
def test_a_pile_has_a_sensible_number_of_cubes(count: int) -> None:
    with pytest.raises(ProgramError, match="5 to 50"):
        Pile("red", count)
