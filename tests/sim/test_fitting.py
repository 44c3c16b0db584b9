"""Pieces in sockets, disks on rods, ropes along marks: what fits, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.errors import ImpossibleGoal, ProgramError
from sim.language import (
    Block,
    Disk,
    Ell,
    Fixture,
    Hole,
    Kit,
    Line,
    Pile,
    Rods,
    Rope,
    Scene,
    Shape,
    Square,
    Zone,
    inserted,
    inside,
    on,
    on_rod,
    spans,
    within,
)
from sim.relations import Relation

Make = Callable[[Scene], Relation]

REFUSED: dict[str, tuple[Make, type[ProgramError], str]] = {
    "a star without a hole": (
        lambda s: inserted(s.add(Shape("red", "star")), s.add(Hole("plus"), on=s.add(Kit("gray")))),
        ImpossibleGoal,
        "no socket for the red star",
    ),
    "a small star in a large hole": (
        lambda s: inserted(s.add(Shape("red", "star", 0.05)), s.add(Hole("star"), on=s.add(Kit("gray")))),
        ImpossibleGoal,
        "no socket",
    ),
    "a block in a fixture": (
        lambda s: inserted(s.add(Block("red")), s.add(Fixture("blue"))),
        ImpossibleGoal,
        "no socket for the red block",
    ),
    "an ell in a zone": (
        lambda s: inserted(s.add(Ell("red")), s.add(Zone("blue"))),
        ProgramError,
        "takes a Fixture or a Hole",
    ),
    "a block on a rod": (
        lambda s: on_rod(s.add(Block("red")), s.add(Rods("blue")), 0),
        ProgramError,
        "takes Disks",
    ),
    "a fourth rod": (
        lambda s: on_rod(s.add(Disk("red")), s.add(Rods("blue")), 3),
        ProgramError,
        "numbered 0, 1, 2",
    ),
    "a tower higher than the rod": (
        lambda s: on_rod([s.add(Disk("red")) for _ in range(6)], s.add(Rods("blue")), 0),
        ImpossibleGoal,
        "does not fit a rod",
    ),
    "a long rope along a short line": (
        lambda s: spans(s.add(Rope("red", 0.3)), s.add(Line("blue", 0.2))),
        ImpossibleGoal,
        "make the line longer",
    ),
    "a rope that does not close a square": (
        lambda s: spans(s.add(Rope("red", 0.3)), s.add(Square("blue", 0.2))),
        ImpossibleGoal,
        "make them equal",
    ),
    "a rope along a zone": (
        lambda s: spans(s.add(Rope("red")), s.add(Zone("blue"))),
        ProgramError,
        "takes a Line or a Square",
    ),
    "a rope in a zone": (
        lambda s: within(s.add(Rope("red")), s.add(Zone("blue"))),
        ImpossibleGoal,
        r"use spans\(rope, mark\)",
    ),
    "a pile on a block": (
        lambda s: on(s.add(Pile("red")), s.add(Block("blue"))),
        ImpossibleGoal,
        r"use within\(pile, zone\)",
    ),
    "a large pile in a small zone": (
        lambda s: within(s.add(Pile("red", 50)), s.add(Zone("blue", (0.08, 0.08)))),
        ImpossibleGoal,
        "make it larger",
    ),
    "a block on a disk": (
        lambda s: on(s.add(Block("red")), s.add(Disk("blue"))),
        ProgramError,
        "nothing rests on a blue disk",
    ),
    "a block inside rods": (
        lambda s: inside(s.add(Block("red")), s.add(Rods("blue"))),
        ProgramError,
        "nothing can be inside",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused_with_the_remedy(name: str) -> None:
    make, kind, message = REFUSED[name]
    with pytest.raises(kind, match=message):
        make(Scene(0))


def test_each_piece_is_accepted_by_the_holes_of_its_variant_only() -> None:
    scene = Scene(0)
    kit = scene.add(Kit("gray"))
    holes = [scene.add(Hole(variant), on=kit) for variant in ("star", "plus", "star")]
    pieces = [scene.add(Shape("red", variant)) for variant in ("plus", "star")]
    relation = inserted(pieces, holes)
    assert [place.accepts for place in relation.places] == [(pieces[1],), (pieces[0],), (pieces[1],)]
    assert relation.count == 2


def test_a_rope_lies_centred_along_its_line_and_across_the_open_side_of_its_square() -> None:
    scene = Scene(0)
    (along,) = spans(scene.add(Rope("red", 0.2)), scene.add(Line("blue", 0.3))).places
    assert (along.position, along.end) == ((-0.1, 0.0, 0.0), (0.1, 0.0, 0.0))
    (across,) = spans(scene.add(Rope("red", 0.2)), scene.add(Square("blue", 0.2))).places
    assert (across.position, across.end) == ((0.1, -0.1, 0.0), (0.1, 0.1, 0.0))


def test_disks_stand_on_each_other_on_their_rod() -> None:
    scene = Scene(0)
    disks = [scene.add(Disk("red", d)) for d in (0.1, 0.08)]
    relation = on_rod(disks, scene.add(Rods("blue")), 2)
    assert [place.position for place in relation.places] == [
        pytest.approx((0, 0.12, 0.01)),
        pytest.approx((0, 0.12, 0.026)),
    ]
    assert [place.needs for place in relation.places] == [(), (0,)]
