"""Choose what to remember: exact cosine, then maximal marginal relevance. Pure.

Source: Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking". Scores are computed in
double precision and rounded to 1e-6, and ties go by id, so that the same question has the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from memory.card import Described
from memory.embedding import Vector
from memory.record import Neighbour, Why

TRADE_OFF = 0.7  # 1 = relevance alone, 0 = difference alone; the paper's range for finding, not summing up
DIGITS = 6


@dataclass(frozen=True)
class Candidate:
    """Something that may be remembered.

    `score` is its cosine with the question; `relevance` is what it is ranked by, mostly the same.
    """

    id: str
    score: float
    relevance: float
    vector: Vector


def cosines(query: Vector, vectors: Sequence[Vector]) -> list[float]:
    """Return the cosine of a query with each vector, all of length one, rounded to 1e-6."""
    if not vectors:
        return []
    products = np.stack(vectors).astype(np.float64) @ query.astype(np.float64)
    return [round(float(product), DIGITS) for product in products]


def candidates(query: Vector, known: Iterable[tuple[str, Vector]]) -> list[Candidate]:
    """Score everything known against a query, the best first."""
    pairs = sorted(known, key=lambda pair: pair[0])
    scores = cosines(query, [vector for _, vector in pairs])
    scored = [Candidate(id_, s, s, vector) for (id_, vector), s in zip(pairs, scores, strict=True)]
    return best_first(scored)


def best_first(found: Iterable[Candidate]) -> list[Candidate]:
    """Sort by relevance, ties by id."""
    return sorted(found, key=lambda candidate: (-candidate.relevance, candidate.id))


def diverse(found: Sequence[Candidate], k: int, trade_off: float = TRADE_OFF) -> list[Candidate]:
    """Choose k candidates that are relevant and differ from each other, in the order of their choice.

    Args:
        found: the pool to choose from.
        k: how many; fewer come back when there are no more.
        trade_off: the paper's lambda: weight of relevance against likeness to what was chosen before.
    """
    left = best_first(found)
    chosen: list[Candidate] = []
    likeness = dict.fromkeys((candidate.id for candidate in left), 0.0)
    while left and len(chosen) < k:
        best = max(
            left, key=lambda c: round(trade_off * c.relevance - (1 - trade_off) * likeness[c.id], DIGITS)
        )
        chosen.append(best)  # `max` takes the first of equals, and `left` is sorted
        left.remove(best)
        for candidate, likeness_now in zip(left, cosines(best.vector, [c.vector for c in left]), strict=True):
            likeness[candidate.id] = max(likeness[candidate.id], likeness_now)
    return chosen


def reasons_for(chosen: Sequence[Candidate], found: Sequence[Candidate]) -> dict[str, Why]:
    """Say why each candidate was chosen out of the pool.

    similar
        among as many that are nearest by score
    signature
        not among those, but among as many that are most relevant: its signature brought it there
    diverse
        neither: because it differs from what was chosen before it
    """
    count = len(chosen)
    nearest = {c.id for c in sorted(found, key=lambda c: (-c.score, c.id))[:count]}
    most_relevant = {c.id for c in best_first(found)[:count]}
    return {
        c.id: "similar" if c.id in nearest else "signature" if c.id in most_relevant else "diverse"
        for c in chosen
    }


def neighbour(record: Described, score: float) -> Neighbour:
    """Describe a remembered task that was found."""
    return Neighbour(
        name=record.name, score=score, description=record.description, signature=record.signature
    )


def signature_words(signature: str) -> frozenset[str]:
    """Return the words of a signature."""
    return frozenset(re.findall(r"\w+", signature))


def overlap(words: frozenset[str], others: frozenset[str]) -> float:
    """Return how much two signatures share, from 0 to 1: Jaccard's index of their words."""
    union = words | others
    return len(words & others) / len(union) if union else 0.0
