"""Which node of an attempt may follow which; as data, so that graph, statistics and report agree.

An ablation leaves a part out, and that is a decision of wiring and nothing else: the edge goes past the part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from graphs.settings import Part

# The node that is not walked to without a part, and the one that is walked to instead.
INSTEAD: Final[Mapping[Part, tuple[str, str]]] = {
    "critic": ("critique", "code"),
    "reflection": ("reflect", "keep"),
}

FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {
    "retrieve": ("propose",),
    "propose": ("critique", "drop"),
    "critique": ("code", "revise", "drop"),
    "revise": ("critique", "drop"),
    "code": ("verify",),
    "verify": ("reflect", "repair", "drop"),
    "repair": ("verify",),
    "reflect": ("keep", "drop"),
    "keep": (),
    "drop": (),
}

GATED: Final = ("propose", "revise")  # these ask the memory whether the task is new


def follows(without: Collection[Part] = ()) -> dict[str, tuple[str, ...]]:
    """Return what may follow each node that an attempt can reach."""
    reached: dict[str, tuple[str, ...]] = {}
    waiting = ["retrieve"]
    while waiting:
        node = waiting.pop(0)
        if node not in reached:
            reached[node] = _targets(node, without)
            waiting.extend(reached[node])
    return {node: reached[node] for node in FOLLOWS if node in reached}


def past(without: Collection[Part]) -> dict[str, str]:
    """Return the nodes that are passed by, each with the one walked to instead."""
    return dict(INSTEAD[part] for part in without if part in INSTEAD)


def edges(without: Collection[Part] = ()) -> tuple[str, ...]:
    """Name every edge of the attempt graph, "propose -> drop"."""
    return tuple(f"{node} -> {target}" for node, targets in follows(without).items() for target in targets)


def _targets(node: str, without: Collection[Part]) -> tuple[str, ...]:
    targets = list(FOLLOWS[node])
    if "novelty" in without and node in GATED:
        targets.remove("drop")
    if "repair" in without and "repair" in targets:
        targets.remove("repair")
    instead = past(without)
    return tuple(dict.fromkeys(instead.get(target, target) for target in targets))
