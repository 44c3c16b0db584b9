"""What a summary says of a kept task."""

from __future__ import annotations

import pytest

from graphs.summary import steps_of


@pytest.mark.parametrize(
    ("signature", "steps"),
    [
        ("inside(block -> bowl) by color", 1),
        ("inside(ball -> bowl) by all + inside(block -> bowl) by all", 1),
        ("inside(ball -> bowl) by one, same object + tower(block -> pallet) by size, ordered", 2),
        ("on(ball -> box) by one, same place + on(block -> box) by one", 2),
    ],
)
def test_a_goal_over_two_kinds_is_one_step(signature: str, steps: int) -> None:
    assert steps_of(signature) == steps
