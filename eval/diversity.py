"""How different the tasks of a library are. Pure.

Three figures, because each alone can be fooled: new names for old things fill no cell, other things in the
same roles raise GenSim's score, and other words for the same task raise the distance of the texts.

Source of the score: GenSim (Wang et al., ICLR 2024), which compares tasks by the assets that they use. Ours
takes kinds of objects where GenSim takes names of asset files; everything else is as there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from memory.embedding import Vector
from sim.spec import Data

DIGITS = 4


class Diversity(Data):
    """How different tasks are."""

    cells: int = Field(description="Signatures that the whole library covers.")
    gensim_score: float = Field(description="Mean over pairs of 1 - IoU of the kinds of their objects.")
    embedding: float = Field(description="Mean over pairs of the cosine distance of their descriptions.")


class Moment(Diversity):
    """Diversity after so many attempts of a run."""

    attempts: int
    kept: int


@dataclass(frozen=True)
class Task:
    """What diversity looks at: the kinds of a task's objects, and the vector, of length one, of its texts."""

    kinds: frozenset[str]
    vector: Vector


def diversity(signatures: Collection[str], tasks: Sequence[Task]) -> Diversity:
    """Measure a library's signatures, and how tasks differ from each other."""
    return Diversity(
        cells=len(set(signatures)),
        gensim_score=gensim_score([task.kinds for task in tasks]),
        embedding=mean_distance([task.vector for task in tasks]),
    )


def gensim_score(assets: Sequence[frozenset[str]]) -> float:
    """Return the mean of 1 - intersection over union of all pairs of asset sets; 0 for fewer than two."""
    if len(assets) < 2:
        return 0.0
    names = sorted(frozenset[str]().union(*assets))
    uses = np.array([[name in used for name in names] for used in assets], dtype=np.float64)  # (N, K)
    shared = uses @ uses.T
    sizes = uses.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    unlike = 1.0 - np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
    return round(float(unlike[np.triu_indices(len(assets), k=1)].mean()), DIGITS)


def mean_distance(vectors: Sequence[Vector]) -> float:
    """Return the mean cosine distance of all pairs of vectors of length one; 0 for fewer than two.

    The sum of all cosines is the square of the sum of the vectors, so no pair is looked at.
    """
    count = len(vectors)
    if count < 2:
        return 0.0
    total = np.sum(np.stack(vectors).astype(np.float64), axis=0)
    cosines = (float(total @ total) - count) / (count * (count - 1))
    return round(1.0 - cosines, DIGITS)


def tenths(count: int) -> list[int]:
    """Return up to ten numbers of attempts, evenly spread, that end with all of them."""
    return sorted({round(count * part / 10) for part in range(1, 11)} - {0})
