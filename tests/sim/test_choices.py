"""Of a choice, any will do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.errors import ProgramError
from sim.language import (
    Ball,
    Block,
    Bowl,
    Box,
    Corner,
    Scene,
    Zone,
    any_of,
    at,
    inside,
    stacked,
    within,
)
from sim.relations import Relation


def test_any_of_several_may_fill_each_place() -> None:
    scene = Scene(0)
    blocks = [scene.add(Block(color)) for color in scene.colors(4)]
    relation = within(any_of(blocks, 2), scene.add(Zone("gray")))
    assert relation.count == 2
    assert [place.accepts for place in relation.places] == [tuple(blocks)] * 2


def test_places_have_room_for_the_largest() -> None:
    scene = Scene(0)
    things = [
        scene.add(Block("red", 0.02)),
        scene.add(Box("red", (0.09, 0.03, 0.03))),
        scene.add(Block("red")),
    ]
    first, second = within(any_of(things, 2), scene.add(Zone("gray", (0.3, 0.1)))).places
    assert second.position[0] - first.position[0] >= 0.09


def test_any_box_may_lie_in_a_corner_in_its_own_two_ways() -> None:
    scene = Scene(0)
    boxes = [scene.add(Box("red")), scene.add(Box("red", (0.06, 0.04, 0.04)))]
    relation = at(any_of(boxes), scene.add(Corner("green")))
    assert relation.count == 1
    assert [place.accepts for place in relation.places] == [(box,) for box in boxes for _ in range(2)]


REFUSED: dict[str, tuple[Callable[[Scene], Relation], str]] = {
    "all of them": (
        lambda s: inside(any_of([s.add(Block("red"))]), s.add(Bowl("red"))),
        "of 1 things it is 1 to 0; if all",
    ),
    "some": (
        lambda s: inside(any_of([s.add(Block("red")) for _ in range(3)], 1.5), s.add(Bowl("red"))),  # type: ignore[arg-type]  # may be anything
        "1.5",
    ),
    "one that does not fit": (
        lambda s: inside(any_of([s.add(Block("red")), s.add(Box("blue"))]), s.add(Bowl("red"))),
        "the blue box is 0.08 m",
    ),
    "one that is fixed": (
        lambda s: inside(any_of([s.add(Ball("red")), s.add(Block("red"), fixed=True)]), s.add(Bowl("red"))),
        "is fixed",
    ),
    "two in a bowl": (
        lambda s: inside(any_of([s.add(Ball("red")) for _ in range(3)], 2), s.add(Bowl("red"))),
        "takes one thing",
    ),
    "a tower of any": (
        lambda s: stacked(any_of([s.add(Block("red")) for _ in range(3)]), on=s.add(Zone("red"))),  # type: ignore[arg-type]  # may be anything
        r"any_of\(\[red block, red block, red block\], 1\)",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_choice_that_cannot_be_made_is_refused(name: str) -> None:
    make, message = REFUSED[name]
    with pytest.raises(ProgramError, match=message):
        make(Scene(0))
