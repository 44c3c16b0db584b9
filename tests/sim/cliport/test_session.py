"""One run's memory: files, bodies and numbers."""

from __future__ import annotations

import pytest

from sim.cliport.record import MAX_BODIES
from sim.cliport.session import FIRST_BODY, Refused, Session


def test_bodies_are_numbered_after_those_of_the_robot() -> None:
    session = Session(0)
    assert session.add(session.load("block/block.urdf")) == FIRST_BODY
    assert session.index(FIRST_BODY) == 0


@pytest.mark.parametrize("number", [0, 6, "block", None])
def test_what_is_no_body_is_named(number: object) -> None:
    session = Session(0)
    session.add(session.load("block/block.urdf"))
    with pytest.raises(KeyError, match="no body"):
        session.body(number)


def test_there_are_only_so_many_bodies() -> None:
    session = Session(0)
    for _ in range(MAX_BODIES):
        session.add(session.load("block/small.urdf"))
    with pytest.raises(Refused, match="more than 250 bodies"):
        session.add(session.load("block/small.urdf"))


def test_a_filled_template_is_found_by_its_path() -> None:
    session = Session(0)
    path = session.fill("box/box-template.urdf", {"DIM": (0.1, 0.2, 0.3)})
    assert path.startswith("/tmp/box-template.urdf.")
    assert session.load(path).shape.visual[0].size == (0.1, 0.2, 0.3)
    assert not session.notes


def test_a_file_that_is_no_template_is_not_filled() -> None:
    session = Session(0)
    assert session.fill("lamp/lamp.urdf", {"DIM": (1,)}) == "lamp/lamp.urdf"


def test_a_half_filled_template_gets_the_rest_by_chance() -> None:
    session = Session(0)
    made = session.load(session.fill("box/box-template.urdf", {"DIM": (0.1, 0.2)}))
    x, y, z = made.shape.visual[0].size
    assert (x, y) == (0.1, 0.2)
    assert 0.03 <= z <= 0.05


def test_what_is_filled_with_no_size_becomes_a_dummy_block() -> None:
    session = Session(0)
    made = session.load(session.fill("box/box-template.urdf", {"DIM": (0.1, 0.2, -1)}))
    assert made.asset == "stacking/block.urdf"
    assert "cannot be loaded" in session.notes[0]


def test_the_map_follows_what_is_moved() -> None:
    session = Session(0)
    made = session.load("block/block.urdf")
    session.add(made)
    for y in (0.0, 0.2):
        made.position = (0.5, y, 0.02)
        assert session.sight().bodies[160 + round(y / 0.003125), 80] == 0
    assert session.sight().bodies[160, 80] == -1


def test_a_template_that_is_not_there_under_either_name_fails_as_in_gensim() -> None:
    with pytest.raises(FileNotFoundError, match="no template line/red-line-template"):
        Session(0).load("line/red-line-template.urdf")
    assert Session(0).load("block/block-template.urdf").asset == "block/block.urdf"


@pytest.mark.parametrize("fields", [{"FNAME": ("lamp.stl",)}, {"SCALE": ("wide", 1, 1)}])
def test_a_template_filled_with_what_is_no_number_becomes_a_dummy_block(fields: dict[str, object]) -> None:
    session = Session(0)
    whole = {"FNAME": ("03.obj",), "SCALE": (0.003, 0.003, 0.001), "COLOR": (1, 0, 0)}
    made = session.load(session.fill("kitting/object-template.urdf", whole | fields))
    assert made.asset == "stacking/block.urdf"
