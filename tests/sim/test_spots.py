"""Spots are where the words say, wherever the things are, and their ground is kept free."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest

from sim.errors import ImpossibleGoal, ProgramError, TableFull
from sim.judge import judge_at_rest
from sim.language import (
    Ball,
    Block,
    Bowl,
    Box,
    Container,
    Corner,
    Cylinder,
    Disk,
    Ell,
    Pallet,
    Scene,
    Task,
    Zone,
    aligned,
    any_of,
    at,
    beside,
    between,
    inside,
)
from sim.oracle import run_episode
from sim.relations import Relation
from sim.shapes import reach
from sim.spec import Basis, SceneSpec, Slot
from sim.spots import frame_of
from sim.task import build_scene
from sim.words import wrong_words
from sim.world import World
from tests.sim.scenes import goal, lifted, scene, thing

SEEDS = range(50)
ANCHOR, SECOND = (0.45, 0.10), (0.55, -0.20)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as world:
        yield world


class Spots(Task):
    """Say where with every word there is."""

    def build(self, scene: Scene) -> None:
        bowls = [scene.add(Bowl(color)) for color in ("red", "blue")]
        pallet = scene.add(Pallet("brown", size=(0.12, 0.16)))
        left, middle, last = scene.add(Block("green")), scene.add(Ell("pink")), scene.add(Disk("cyan"))
        blocks = [scene.add(Block("gray", 0.03)) for _ in range(3)]
        self.goal(at(left, beside(pallet, "left")), "put the green block to the left of the brown pallet")
        self.goal(at(middle, between(*bowls)), "put the pink ell between the red bowl and the blue bowl")
        self.goal(
            at(last, aligned(*bowls)), "put the cyan disk in line with both bowls, next to the blue one"
        )
        self.goal(inside(any_of(blocks), bowls[0]), "put any gray block into the red bowl")


def test_the_oracle_fills_every_sort_of_spot_and_nothing_holds_before(world: World) -> None:
    scenes = [build_scene(Spots, seed) for seed in SEEDS]
    assert [word for spec in scenes for asked in spec.goals for word in wrong_words(spec, asked)] == []
    idle = [world.start(spec) and judge_at_rest(world, spec).score for spec in scenes]
    assert max(idle) == 0
    episodes = [run_episode(world, spec) for spec in scenes]
    assert sum(episode.success for episode in episodes) >= 48
    assert {episode.actions for episode in episodes if episode.success} == {4}


@pytest.mark.parametrize(
    ("basis", "place"),
    [
        ("left", (0.45, 0.20)), ("right", (0.45, 0.0)), ("front", (0.35, 0.10)), ("behind", (0.55, 0.10)),
    ],
)  # fmt: skip
def test_sides_are_the_robots(basis: Basis, place: tuple[float, float]) -> None:
    assert frame_of(basis, ANCHOR).point((0.1, 0, 0))[:2] == pytest.approx(place)


def test_between_is_the_middle_and_aligned_beyond_the_second() -> None:
    assert frame_of("between", ANCHOR, SECOND).position == pytest.approx((0.5, -0.05, 0))
    x, y, _ = frame_of("aligned", ANCHOR, SECOND).point((0.1, 0, 0))
    assert math.dist((x, y), SECOND) == pytest.approx(0.1)
    assert math.dist((x, y), ANCHOR) == pytest.approx(math.dist(ANCHOR, SECOND) + 0.1)


def left_of(x: float, y: float, height: float = 0.0, basis: Basis = "left") -> SceneSpec:
    """A block whose spot is 0.1 m beside a turned box at ANCHOR, and where the block is."""
    block = lifted(thing("block", "red", (x, y, 0.5)), height)
    slot = Slot(relation="at", frame=1, basis=basis, position=(0.1, 0, 0), strict=True, accepts=(0,))
    return scene([block, thing("box", "gray", (*ANCHOR, 1.1))], goal(slot, say="to the left"))


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        (left_of(0.458, 0.20), ""),
        (left_of(0.462, 0.20), "12 mm from its place"),
        (left_of(0.45, 0.0), "200 mm from its place"),
        (left_of(0.45, 0.20, basis="behind"), "141 mm from its place"),
    ],
)
def test_a_spot_is_judged_to_ten_millimetres_at_any_yaw(world: World, asked: SceneSpec, missing: str) -> None:
    world.start(asked)
    facts = " ".join(judge_at_rest(world, asked).facts)
    assert missing in facts
    assert (facts == "") == (missing == "")


def test_who_stands_on_something_does_not_stand_at_the_spot(world: World) -> None:
    sheet = thing("box", "green", (0.45, 0.20, 0), (0.08, 0.08, 0.01))
    asked = left_of(0.45, 0.20, 0.01).model_copy(
        update={"objects": (*left_of(0.45, 0.2, 0.01).objects, sheet)}
    )
    world.start(asked)
    assert not judge_at_rest(world, asked).success


def test_a_spot_follows_the_thing_that_it_is_beside(world: World) -> None:
    asked = left_of(0.45, 0.20)
    world.start(asked)
    foot = world.foot(1)
    world.teleport(1, type(foot)((0.45, 0.07, 0.0), foot.rotation))
    assert not judge_at_rest(world, asked).success
    block = world.foot(0)
    world.teleport(0, type(block)((0.45, 0.17, 0.0), block.rotation))
    assert judge_at_rest(world, asked).success


class TwoPallets(Task):
    """Leave hardly any room."""

    def build(self, scene: Scene) -> None:
        pallets = scene.add(Pallet("red")), scene.add(Pallet("blue"))
        self.goal(at(scene.add(Box("green")), between(*pallets)), "between the pallets")


def test_large_anchors_are_placed_again_until_their_spot_is_free() -> None:
    for seed in range(10):
        spec = build_scene(TwoPallets, seed)
        spot = frame_of("between", *(spec.objects[i].pose.position[:2] for i in (0, 1))).position
        box = spec.objects[2]
        assert math.dist(spot, box.pose.position) > 2 * reach(box)


def test_a_table_without_room_for_a_spot_is_full() -> None:
    class Full(Task):
        """Ask for a spot beside each of too many things."""

        def build(self, scene: Scene) -> None:
            boxes = [scene.add(Box("red", (0.2, 0.2, 0.04))) for _ in range(5)]
            self.goal(at(scene.add(Box("blue", (0.2, 0.2, 0.04))), [beside(b, "left") for b in boxes]), "x")

    with pytest.raises(TableFull, match="use fewer"):
        build_scene(Full, 0)


REFUSED: dict[str, tuple[Callable[[Scene], Relation], str]] = {
    "a side that is none": (
        lambda s: at(s.add(Block("red")), beside(s.add(Bowl("red")), "over")),  # type: ignore[arg-type]  # may be anything
        "'over'; the sides are: left, right, front, behind",
    ),
    "a gap that is none": (lambda s: at(s.add(Block("red")), beside(s.add(Bowl("red")), "left", 0.5)), "0.5"),
    "beside a ball": (lambda s: at(s.add(Block("red")), beside(s.add(Ball("red")), "left")), "use one of"),
    "beside what starts elsewhere": (
        lambda s: at(s.add(Block("red")), beside(s.add(Block("blue"), on=s.add(Zone("red"))), "left")),
        "does not start on the table",
    ),
    "a ball at a spot": (lambda s: at(s.add(Ball("red")), beside(s.add(Bowl("red")), "left")), "rolls away"),
    "two at one spot": (
        lambda s: at([s.add(Block("red")), s.add(Block("blue"))], beside(s.add(Bowl("red")), "left")),
        "any_of",
    ),
    "beside itself": (lambda s: (lambda b: at(b, beside(b, "left")))(s.add(Block("red"))), "other things"),
    "between one thing": (
        lambda s: (lambda b: at(s.add(Block("red")), between(b, b)))(s.add(Bowl("red"))),
        "twice",
    ),
    "a corner and a spot": (
        lambda s: at(s.add(Block("red")), [s.add(Corner("red")), beside(s.add(Bowl("red")), "left")]),  # type: ignore[arg-type]  # may be anything
        "not both",
    ),
    "one spot twice": (
        lambda s: (lambda b: at(s.add(Cylinder("red")), [beside(b, "left")] * 2))(s.add(Container("red"))),
        "different spots",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_never_stand_there_is_refused_with_the_remedy(name: str) -> None:
    make, message = REFUSED[name]
    with pytest.raises((ProgramError, ImpossibleGoal), match=message):
        make(Scene(0))
