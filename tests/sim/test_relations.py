"""Relations refuse what can never hold, and lay out what can."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.errors import ImpossibleGoal, ProgramError
from sim.language import (
    Ball,
    Block,
    Bowl,
    Box,
    Container,
    Corner,
    Cylinder,
    Pallet,
    Scene,
    Zone,
    at,
    in_row,
    inside,
    on,
    pyramid,
    stacked,
    within,
)
from sim.relations import Relation

Make = Callable[[Scene], Relation]

IMPOSSIBLE: dict[str, tuple[Make, str]] = {
    "a wide box in a bowl": (
        lambda s: inside(s.add(Box("red", (0.08, 0.05, 0.04))), s.add(Bowl("red"))),
        "at most 0.05",
    ),
    "two things in a bowl": (
        lambda s: inside([s.add(Block("red")), s.add(Block("blue"))], s.add(Bowl("red"))),
        "one thing",
    ),
    "too much in a container": (
        lambda s: inside([s.add(Block("red", 0.06)) for _ in range(5)], s.add(Container("red"))),
        "do not fit",
    ),
    "a post in a low container": (
        lambda s: inside(s.add(Cylinder("red", 0.03, 0.12)), s.add(Container("red"))),
        "above the rim",
    ),
    "a bowl as a load": (lambda s: on(s.add(Bowl("red")), s.add(Pallet("red"))), "cannot be carried"),
    "a fixed block as a load": (
        lambda s: on(s.add(Block("red"), fixed=True), s.add(Pallet("red"))),
        "is fixed",
    ),
    "a tower on a ball": (lambda s: stacked([s.add(Ball("red")), s.add(Block("red"))]), "rolls"),
    "a box on a post": (
        lambda s: on(s.add(Box("red", (0.1, 0.1, 0.02))), s.add(Block("red"))),
        "too narrow",
    ),
    "a ball in a row": (
        lambda s: in_row([s.add(Ball("red")), s.add(Ball("blue"))], on=s.add(Zone("red"))),
        "rolls out",
    ),
    "a row that is too long": (
        lambda s: in_row([s.add(Block("red", 0.06)) for _ in range(4)], on=s.add(Zone("red"))),
        "make it longer",
    ),
    "a ball in a corner": (lambda s: at(s.add(Ball("red")), s.add(Corner("red"))), "no sides"),
    "a pyramid of unequal blocks": (
        lambda s: pyramid([s.add(Block("red", e)) for e in (0.03, 0.04, 0.05)], on=s.add(Pallet("red"))),
        "one size",
    ),
}

MISUSE: dict[str, tuple[Make, str]] = {
    "inside a zone": (lambda s: inside(s.add(Block("red")), s.add(Zone("red"))), r"on\(\.\.\.\)"),
    "within a bowl": (lambda s: within(s.add(Block("red")), s.add(Bowl("red"))), r"inside\(\.\.\.\)"),
    "on a bowl": (lambda s: on(s.add(Block("red")), s.add(Bowl("red"))), r"inside\(\.\.\.\)"),
    "at a zone": (lambda s: at(s.add(Block("red")), s.add(Zone("red"))), "takes a Corner"),
    "a pyramid of five": (
        lambda s: pyramid([s.add(Block("red")) for _ in range(5)], on=s.add(Pallet("red"))),
        "3 or 6",
    ),
    "a row on the bare table": (
        lambda s: in_row([s.add(Block("red")), s.add(Block("blue"))], on=s.add(Box("red"))),
        "fixed Box",
    ),
    "a tower of one": (lambda s: stacked([s.add(Block("red"))]), "at least two"),
    "a block on itself": (lambda s: (lambda b: on(b, b))(s.add(Block("red"))), "itself"),
    "one block twice": (lambda s: (lambda b: stacked([b, b]))(s.add(Block("red"))), "twice"),
    "a name instead of a thing": (lambda s: inside("block", s.add(Bowl("red"))), r"scene\.add"),  # type: ignore[arg-type]  # may be anything
    "nothing": (lambda s: inside([], s.add(Bowl("red"))), r"scene\.add"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_can_never_hold_is_refused_with_the_reason(name: str) -> None:
    make, message = IMPOSSIBLE[name]
    with pytest.raises(ImpossibleGoal, match=message):
        make(Scene(0))


@pytest.mark.parametrize("name", MISUSE)
def test_misuse_names_what_to_use_instead(name: str) -> None:
    make, message = MISUSE[name]
    with pytest.raises(ProgramError, match=message):
        make(Scene(0))


def test_one_thing_goes_into_each_of_several_bowls() -> None:
    scene = Scene(0)
    blocks = [scene.add(Block("red")) for _ in range(3)]
    relation = inside(blocks, [scene.add(Bowl("blue")) for _ in range(2)])
    assert relation.count == 2
    assert all(place.accepts == tuple(blocks) for place in relation.places)


def test_a_tower_without_a_base_stands_on_its_first_thing() -> None:
    scene = Scene(0)
    low, middle, top = (scene.add(Block("red", edge)) for edge in (0.05, 0.04, 0.03))
    relation = stacked([low, middle, top])
    assert [place.accepts for place in relation.places] == [(middle,), (top,)]
    assert [place.position[2] for place in relation.places] == pytest.approx([0.05, 0.09])
    assert [place.needs for place in relation.places] == [(), (0,)]


def test_a_pyramid_of_six_rests_each_block_on_two() -> None:
    scene = Scene(0)
    relation = pyramid([scene.add(Block("red")) for _ in range(6)], on=scene.add(Pallet("brown")))
    assert [place.needs for place in relation.places] == [(), (), (), (0, 1), (1, 2), (3, 4)]
    assert relation.count == 6


def test_a_box_may_lie_in_a_corner_either_way_but_a_block_in_one() -> None:
    scene = Scene(0)
    corner = scene.add(Corner("red"))
    assert len(at(scene.add(Box("red")), corner).places) == 2
    assert len(at(scene.add(Block("red")), corner).places) == 1


def test_on_a_zone_means_within_it() -> None:
    scene = Scene(0)
    relation = on(scene.add(Block("red")), scene.add(Zone("red")))
    assert relation.places[0].relation == "within"
