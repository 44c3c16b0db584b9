"""Circles, walls, bridges and layers (towers, pyramids and rows are tested with the relations)."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from sim.errors import ImpossibleGoal, ProgramError
from sim.language import (
    Ball,
    Block,
    Box,
    Cylinder,
    Pallet,
    Scene,
    Stand,
    Zone,
    bridge,
    in_circle,
    layered,
    pyramid,
    wall,
)
from sim.relations import Relation
from sim.things import Thing


def blocks(scene: Scene, count: int, size: float = 0.04) -> list[Thing]:
    return [scene.add(Block("red", size)) for _ in range(count)]


REFUSED: dict[str, tuple[Callable[[Scene], Relation], type[ProgramError], str]] = {
    "a circle of two": (lambda s: in_circle(blocks(s, 2), s.add(Zone("blue"))), ProgramError, "three"),
    "a circle of balls": (
        lambda s: in_circle([s.add(Ball("red")) for _ in range(3)], s.add(Zone("blue"))),
        ImpossibleGoal,
        "roll out",
    ),
    "a tight circle": (
        lambda s: in_circle(blocks(s, 8), s.add(Block("blue"), fixed=True), 0.06),
        ImpossibleGoal,
        "widen it",
    ),
    "a circle round what moves": (
        lambda s: in_circle(blocks(s, 3), s.add(Block("blue"))),
        ProgramError,
        "fixed",
    ),
    "a wall of five": (lambda s: wall(blocks(s, 5), s.add(Pallet("brown"))), ProgramError, "do not go"),
    "a wall of unequal blocks": (
        lambda s: wall([*blocks(s, 2), *blocks(s, 2, 0.05)], s.add(Pallet("brown"))),
        ImpossibleGoal,
        "one size",
    ),
    "half a layer": (
        lambda s: layered(blocks(s, 5), s.add(Pallet("brown")), 2, 2),
        ProgramError,
        "full layers",
    ),
    "a layer wider than its pallet": (
        lambda s: layered(blocks(s, 8, 0.06), s.add(Pallet("brown", (0.12, 0.3))), 4, 2),
        ImpossibleGoal,
        "make it wider",
    ),
    "a deck that is too short": (
        lambda s: bridge(blocks(s, 2), s.add(Box("blue", (0.06, 0.04, 0.02))), s.add(Pallet("brown"))),
        ImpossibleGoal,
        "too short",
    ),
    "a bridge of one post": (
        lambda s: bridge(blocks(s, 1), s.add(Box("blue")), s.add(Pallet("brown"))),
        ProgramError,
        "two posts",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_stand_is_refused_with_the_remedy(name: str) -> None:
    make, kind, message = REFUSED[name]
    with pytest.raises(kind, match=message):
        make(Scene(0))


def test_a_circle_is_evenly_spaced() -> None:
    scene = Scene(0)
    relation = in_circle(blocks(scene, 4), scene.add(Zone("blue", (0.06, 0.06))), 0.12)
    assert all(math.hypot(*place.position[:2]) == pytest.approx(0.12) for place in relation.places)
    assert {round(math.degrees(place.yaw)) for place in relation.places} == {0, 90, 180, 270}


def test_every_course_of_a_wall_rests_on_the_one_below() -> None:
    scene = Scene(0)
    relation = wall(blocks(scene, 6), scene.add(Pallet("brown")), courses=3)
    assert [place.needs for place in relation.places] == [(), (), (0,), (1,), (2,), (3,)]


def test_a_layer_is_full_before_the_next_begins() -> None:
    scene = Scene(0)
    relation = layered(blocks(scene, 8), scene.add(Pallet("brown")), 2, 2)
    heights = [place.position[2] for place in relation.places]
    assert heights == sorted(heights)
    assert [place.needs for place in relation.places][4:] == [(0,), (1,), (2,), (3,)]


def test_a_deck_lies_on_both_posts() -> None:
    scene = Scene(0)
    posts = [scene.add(Cylinder("red")) for _ in range(2)]
    deck = scene.add(Box("blue", (0.14, 0.05, 0.02)))
    relation = bridge(posts, deck, scene.add(Pallet("brown")))
    assert relation.places[2].needs == (0, 1)
    assert relation.places[2].accepts == (deck,)


def test_a_relation_goes_in_steps_each_with_one_more_place() -> None:
    scene = Scene(0)
    members = blocks(scene, 3)
    steps = pyramid(members, scene.add(Stand("brown"))).steps()
    assert [step.count for step in steps] == [1, 2, 3]
    assert [place.accepts for place in steps[-1].places] == [(member,) for member in members]
