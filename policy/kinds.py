"""The kinds of policies there are: the one table that knows them by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic  # Any: the table holds kinds with batches of different types

import numpy as np

from policy.card import KindName, PolicyCard
from policy.cliport.learner import cliport_batch, cliport_rate, make_cliport
from policy.fast import fast_batch, fast_rate, make_fast
from policy.model import B, Learner
from policy.pictures import Sample
from policy.words import Vocabulary


@dataclass(frozen=True)
class Kind(Generic[B]):
    """How a policy is built and how it learns.

    make: builds it with fresh weights for a card; the vocabulary reads sentences for it.
    collate: makes a batch of examples that were turned and shifted already; its choices come from the
        generator. A function of a module, so that other processes can be told to call it.
    rate: how fast it learns at a step, given how many there will be.
    batch: how many examples it likes at a time.
    """

    make: Callable[[PolicyCard, Vocabulary], Learner[B]]
    collate: Callable[[Sequence[Sample], np.random.Generator], B]
    rate: Callable[[int, int], float]
    batch: int


AnyKind = Kind[Any]  # Any: a kind that is known at run time only
AnyLearner = Learner[Any]  # Any: as above

KINDS: Final[Mapping[KindName, AnyKind]] = {
    "fast": Kind(make=make_fast, collate=fast_batch, rate=fast_rate, batch=16),
    "cliport": Kind(make=make_cliport, collate=cliport_batch, rate=cliport_rate, batch=1),
}
