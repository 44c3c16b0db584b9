"""Wrong colours, kinds and numbers are found; whatever an honest sentence says is let pass."""

from __future__ import annotations

import pytest

from sim.spec import Basis, GoalSpec, ObjectSpec, SceneSpec, Slot
from sim.words import plural, wrong_words
from tests.sim.scenes import scene, thing

RED, BLUE, BALL = (
    thing("block", "red", (0.3, 0, 0)),
    thing("block", "blue", (0.4, 0, 0)),
    thing("ball", "green", (0.5, 0, 0)),
)
BOWL, BIN, ZONE = (
    thing("bowl", "yellow", (0.3, 0.3, 0)),
    thing("container", "brown", (0.5, 0.3, 0)),
    thing("zone", "pink", (0.5, -0.3, 0)),
)
THINGS = (RED, BLUE, BALL, BOWL, BIN, ZONE)


def asks(words: str, movers: tuple[int, ...], frame: int) -> GoalSpec:
    slots = tuple(
        Slot(relation="on", frame=frame, position=(0, 0, 0.1 * i), accepts=(mover,))
        for i, mover in enumerate(movers)
    )
    return GoalSpec(slots=slots, count=len(slots), instruction=words)


def faults(*goals: GoalSpec, things: tuple[ObjectSpec, ...] = THINGS) -> list[str]:
    made: SceneSpec = scene(things, *goals)
    return [fault for goal in made.goals for fault in wrong_words(made, goal)]


@pytest.mark.parametrize(
    ("words", "movers", "frame"),
    [
        ("put the red block into the yellow bowl", (0,), 3),
        ("Put both blocks, red first, into the brown box", (0, 1), 4),
        ("pack the two cubes into the container", (0, 1), 4),
        ("put all three things into the tray", (0, 1, 2), 4),
        ("line up the blocks in the pink zone", (0, 1), 5),
        ("stand the red block and the blue one in the pink area, in a square", (0, 1), 5),
        ("pile 2 blocks in the zone", (0, 1), 5),
        ("put the red and blue blocks into the brown container", (0, 1), 4),
        ("build a wall of two courses in the container", (0, 1), 4),
        ("tidy up", (0, 2), 4),
    ],
)
def test_true_sentences_pass(words: str, movers: tuple[int, ...], frame: int) -> None:
    assert faults(asks(words, movers, frame)) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "put the purple block into the bowl",
            "says purple, but nothing in its goal is purple; it should",
        ),
        ("put the blue block into the bowl", "says blue, but nothing in its goal is blue; it should be red"),
        (
            "put the red ball into the bowl",
            "says ball, but nothing in its goal is one; it should be block",
        ),
        ("put the red balls into the bowl", "says balls"),
        ("put the red block into the yellow zone", "says zone"),
        ("put the red block on the yellow line", "says line"),
        (
            "put the yellow block into the bowl",
            "says yellow block, which its goal lacks; it should be red",
        ),
        ("put two blocks into the bowl", "says two blocks, but its goal has one"),
        ("put 3 red blocks into the bowl", "says 3 blocks, but its goal has one"),
        ("stack the red block two layers high in the bowl", "says two layers, but its goal has one"),
        ("put the red star into the bowl", "says star"),
    ],
)
def test_a_wrong_word_is_named_with_what_it_should_be(words: str, fault: str) -> None:
    (found, *_) = faults(asks(words, (0,), 3))
    assert words in found
    assert fault in found


def test_a_number_may_count_what_moves_or_where_to_or_each() -> None:
    bowls = tuple(thing("bowl", "yellow", (0.3 + 0.15 * i, 0.3, 0)) for i in range(2))
    blocks = tuple(thing("block", "red", (0.3 + 0.1 * i, 0, 0)) for i in range(4))
    slots = tuple(
        Slot(relation="inside", frame=4 + i % 2, position=(0, 0, 0), accepts=(0, 1, 2, 3)) for i in range(4)
    )
    for words, wrong in {
        "put the four blocks into the two bowls": 0,
        "put two blocks into each bowl": 0,
        "put three blocks into each bowl": 1,
        "put the four blocks into the three bowls": 1,
    }.items():
        made = GoalSpec(slots=slots, count=4, instruction=words)
        assert len(faults(made, things=(*blocks, *bowls))) == wrong, words


def test_a_sentence_may_speak_of_what_an_earlier_goal_put_below() -> None:
    first = asks("put the red block into the pink zone", (0,), 5)
    second = asks("put the blue block on the red block in the pink zone", (1,), 0)
    assert faults(first, second) == []
    assert len(faults(second, first)) == 2  # pink, and zone: not yet


def test_a_hole_is_part_of_its_kit_and_a_shape_goes_by_its_name() -> None:
    kit, hole = thing("kit", "gray", (0.5, 0, 0)), thing("hole", "white", (0.5, 0, 0))
    star = thing("shape", "red", (0.3, 0, 0)).model_copy(update={"variant": "star"})
    things = (star, hole.model_copy(update={"variant": "star"}), kit)
    assert faults(asks("put the red star into its hole in the gray kit", (0,), 1), things=things) == []
    assert faults(asks("put the red heart into the gray kit", (0,), 1), things=things)


def test_what_is_many_to_a_speaker_is_not_counted() -> None:
    pile, rods = thing("pile", "blue", (0.3, 0, 0)), thing("rods", "brown", (0.5, 0, 0))
    assert faults(asks("sweep the 20 cubes into the pink zone", (0,), 1), things=(pile, ZONE)) == []
    assert faults(asks("put it on one of the three rods", (0,), 1), things=(BALL, rods)) == []


def spot(words: str, basis: Basis, other: int | None = None) -> GoalSpec:
    slot = Slot(relation="at", frame=3, basis=basis, other=other, position=(0.1, 0, 0), accepts=(0,))
    return GoalSpec(slots=(slot,), count=1, instruction=words)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (spot("put the red block to the left of the yellow bowl", "left"), ""),
        (spot("put the red block in front of the yellow bowl", "front"), ""),
        (spot("put the red block beside the yellow bowl", "left"), "does not say where; it should say left"),
        (spot("put the red block to the right of the bowl", "left"), "says right, but that is not the side"),
        (spot("put the red block between the bowl and the box", "between", 4), ""),
        (spot("put the red block near the bowl and the box", "between", 4), "should say between or middle"),
        (spot("line the red block up with the bowl and the box", "aligned", 4), ""),
        (spot("put the red block behind the bowl and the box", "aligned", 4), "it should say line or row"),
    ],
)
def test_a_sentence_says_where_a_spot_is(asked: GoalSpec, fault: str) -> None:
    found = faults(asked)
    assert fault in " ".join(found)
    assert bool(found) == bool(fault)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("put any two blocks into the bin", ""),
        ("put any two of the blocks into the bin", ""),
        ("put two of the blocks into the bin", ""),
        ("put two of the blocks into one of the bins", ""),
        ("put the blocks into the bin", "does not say that any will do; it should say any two or two of the"),
        ("put any three blocks into the bin", "lets one choose three, but its goal takes two"),
        ("put any block into the bin", "lets one choose one, but its goal takes two"),
        ("put one of the blocks into the bin", "lets one choose one, but its goal takes two"),
    ],
)
def test_a_sentence_says_that_any_will_do(words: str, fault: str) -> None:
    blocks = tuple(thing("block", "red", (0.3 + 0.1 * i, 0, 0)) for i in range(3))
    slot = Slot(relation="inside", frame=4, position=(0, 0, 0), accepts=(0, 1, 2))
    things = (*blocks, BALL, BIN)
    made = GoalSpec(slots=(slot, slot), count=2, instruction=words)
    found = faults(made, things=things)
    assert fault in " ".join(found)
    assert bool(found) == bool(fault)


def test_plurals() -> None:
    assert [plural(word) for word in ("block", "box", "dish")] == ["blocks", "boxes", "dishes"]
