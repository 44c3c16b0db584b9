"""Training, validation and test never share a seed."""

from __future__ import annotations

from itertools import islice

import pytest

from policy.demos.seeds import SPLITS, Split, seeds_of, split_of


def test_the_splits_begin_as_those_of_cliport() -> None:
    assert [list(islice(seeds_of(split), 3)) for split in SPLITS] == [
        [0, 2, 4],
        [1, 3, 5],
        [10_001, 10_002, 10_003],
    ]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("taken", [1, 2, 7])
def test_going_on_leaves_no_seed_out_and_repeats_none(split: Split, taken: int) -> None:
    whole = list(islice(seeds_of(split), 20))
    assert list(islice(seeds_of(split, whole[taken - 1]), 20 - taken)) == whole[taken:]


def test_every_seed_belongs_to_the_split_that_it_is_taken_from() -> None:
    for split in SPLITS:
        assert {split_of(seed) for seed in islice(seeds_of(split), 6000)} == {split}
