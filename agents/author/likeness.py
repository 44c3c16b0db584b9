"""When two tasks are the same, however they are dressed up.

A signature already leaves out names, colours and counts. An essence leaves out more that a researcher would
not call a difference: which of two goals is spoken first, whether one sentence or two fill a place, and
whether things are said to be "on" a zone or "within" it.
"""

from __future__ import annotations

from collections.abc import Iterable

from agents.author.grammar import parse_signature
from agents.author.reading import COUNTS, UNITS, words_of
from agents.roles import Example, Proposal
from sim.colors import COLORS
from sim.signature import Clause


def essence(clauses: Iterable[Clause]) -> frozenset[str]:
    """Return what a task asks for; equal for two tasks that are the same."""
    return frozenset(map(_plainly, clauses))


def twin(proposal: Proposal, nearest: tuple[Example, ...]) -> str:
    """Name the remembered task that a proposal repeats, in its goals or in its very words; empty if none."""
    mine = essence(step.clause for step in proposal.steps)
    said = _wording(proposal.description)
    for example in nearest:
        theirs = _read(example.signature)
        if (theirs and theirs == mine) or (said and said == _wording(example.description)):
            return example.name
    return ""


def same_signature(one: str, other: str) -> bool:
    """Whether two signatures ask for the same."""
    return one == other or bool(_read(one) and _read(one) == _read(other))


def _read(text: str) -> frozenset[str]:
    """Return the essence of a signature; empty when a part of it cannot be read."""
    cell = parse_signature(text)
    return essence(cell) if len(cell) == len(text.split(" + ")) else frozenset()


def _plainly(clause: Clause) -> str:
    """Write a clause without its link: the verb, mover and target tell how it hangs together."""
    verb = "within" if clause.verb == "on" and clause.target == "zone" else clause.verb
    return clause.model_copy(update={"verb": verb, "link": "none"}).text()


def _wording(description: str) -> tuple[str, ...]:
    """Return the words of a description without colours, numbers and sizes."""
    return tuple(
        word
        for word in words_of(description)
        if not (word in COLORS or word in COUNTS or word in UNITS or word[0].isdigit() or word == ".")
    )
