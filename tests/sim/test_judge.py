"""What looks right from above but is not right in three dimensions does not pass."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.frames import Frame, about_y, about_z, multiply
from sim.judge import Judgement, judge, judge_at_rest, match, slot_holds
from sim.kinds import Vec3
from sim.spec import GoalSpec, ObjectSpec, SceneSpec, Slot
from sim.world import World
from tests.sim.scenes import goal, lifted, only, pyramid, scene, settled, thing

HERE = (0.5, 0.0, 0.0)
BLOCK = thing("block", "red", HERE)
BASE = thing("box", "gray", HERE, (0.10, 0.10, 0.04), fixed=True)
BOWL = thing("bowl", "blue", HERE)
ZONE = thing("zone", "green", HERE, (0.1, 0.1, 0.001))

INSIDE = Slot(relation="inside", frame=0, position=(0, 0, 0.004), accepts=(1,))
ON = Slot(relation="on", frame=0, position=(0, 0, 0.04), accepts=(1,))
WITHIN = Slot(relation="within", frame=0, position=(0, 0, 0), accepts=(1,))


def at(subject: ObjectSpec, x: float, y: float, z: float = 0.0, yaw: float = 0.0) -> ObjectSpec:
    """Put an object elsewhere, relative to the middle of the table."""
    return thing(subject.kind, subject.color, (0.5 + x, y, yaw), subject.size).model_copy(
        update={"pose": lifted(thing(subject.kind, subject.color, (0.5 + x, y, yaw)), z).pose}
    )


def verdict(slot: Slot, *things: ObjectSpec) -> Judgement:
    """Judge things at rest by one slot."""
    asked = scene(things, goal(slot, say="do it"))
    with World() as world:
        world.load(asked)
        return judge_at_rest(world, asked)


def why_not(slot: Slot, *things: ObjectSpec) -> str:
    """Judge things that must fail, and return what the judge says."""
    judgement = verdict(slot, *things)
    assert not judgement.success
    return judgement.facts[0]


def test_a_block_in_a_bowl_is_inside() -> None:
    assert verdict(INSIDE, BOWL, at(BLOCK, 0, 0, 0.01)).success


def test_a_block_on_a_block_in_a_bowl_is_above_the_rim() -> None:
    lower = at(thing("block", "green", HERE), 0, 0, 0.005)
    judged = why_not(INSIDE, BOWL, at(BLOCK, 0, 0, 0.045), lower)
    assert "the red block is not below the rim of the blue bowl" in judged


def test_a_block_leaning_on_a_bowls_rim_is_not_inside() -> None:
    tall = thing("box", "red", HERE, (0.02, 0.02, 0.1))
    with World() as world:
        asked = scene([BOWL, tall], goal(INSIDE))
        world.load(asked)
        leaning = multiply(about_y(-0.7), about_z(0.0))
        world.teleport(1, Frame((0.60, 0.0, 0.004), leaning))
        world.settle()
        assert 0 in world.touched(1)
        assert not judge(world, asked).success


def test_what_hovers_in_a_bowl_does_not_touch_it() -> None:
    with World() as world:
        asked = scene([BOWL, BLOCK], goal(INSIDE))
        world.load(asked)
        world.teleport(1, Frame((0.5, 0.0, 0.015)))
        world.step(1)
        assert "does not touch" in judge(world, asked).facts[0]


def test_a_pile_in_a_container_is_inside_as_a_whole() -> None:
    container = thing("container", "blue", HERE, (0.1, 0.1, 0.1))
    lower = at(thing("block", "green", HERE), 0, 0, 0.004)
    assert verdict(INSIDE, container, at(BLOCK, 0, 0, 0.044), lower).success


def test_a_block_on_a_base_is_on_it() -> None:
    assert verdict(ON, BASE, at(BLOCK, 0.02, 0.01, 0.04)).success


def test_a_block_beside_its_base_is_not_on_it() -> None:
    assert "the red block does not touch the gray box" in why_not(ON, BASE, at(BLOCK, 0.075, 0))
    assert "below the top" in why_not(ON, BASE, at(BLOCK, 0.0695, 0))


def test_a_block_on_the_table_beneath_a_beam_is_not_on_it() -> None:
    posts = [at(thing("box", "gray", HERE, (0.02, 0.05, 0.045)), x, 0) for x in (-0.07, 0.07)]
    beam = lifted(thing("box", "gray", HERE, (0.2, 0.05, 0.02)), 0.045)
    assert not verdict(ON, beam, BLOCK, *posts).success


def test_a_block_two_storeys_up_is_not_on_the_base() -> None:
    between = at(thing("block", "green", HERE), 0, 0, 0.04)
    assert "40 mm above the top of the gray box" in why_not(ON, BASE, at(BLOCK, 0, 0, 0.08), between)


def test_a_plank_held_by_another_has_its_centre_beside_the_base() -> None:
    plank = at(thing("box", "red", HERE, (0.16, 0.04, 0.02)), 0.07, 0, 0.04)
    post = at(thing("box", "green", HERE, (0.04, 0.04, 0.04)), 0.12, 0)
    assert "has its centre beside the gray box" in why_not(ON, BASE, plank, post)


def test_a_fallen_box_is_tilted() -> None:
    lying = thing("box", "red", HERE, (0.04, 0.04, 0.08))
    with World() as world:
        asked = scene([BASE, lying], goal(ON))
        world.load(asked)
        world.teleport(1, Frame((0.46, 0.0, 0.06), about_y(math.pi / 2)))
        world.settle()
        assert "is tilted by 90 degrees" in judge(world, asked).facts[0]


def test_a_painted_zone_is_carried_by_the_table() -> None:
    on_zone = ON.model_copy(update={"position": (0, 0, 0)})
    assert verdict(on_zone, ZONE, BLOCK).success
    assert "over the edge of the green zone" in why_not(on_zone, ZONE, at(BLOCK, 0.05, 0))


def test_half_over_a_zones_edge_is_not_within() -> None:
    assert verdict(WITHIN, ZONE, at(BLOCK, 0.029, 0.0)).success
    assert "20 mm over the edge" in why_not(WITHIN, ZONE, at(BLOCK, 0.05, 0.0))


def test_a_turned_block_sticks_out_by_its_corners() -> None:
    assert not verdict(WITHIN, ZONE, at(BLOCK, 0.029, 0.0, 0.0, math.pi / 4)).success


def test_on_a_block_in_a_zone_is_not_within_the_zone() -> None:
    lower = thing("block", "green", HERE)
    assert "does not rest on the table" in why_not(WITHIN, ZONE, at(BLOCK, 0, 0, 0.04), lower)


@pytest.mark.parametrize(
    ("x", "yaw", "holds"),
    [(0.008, 0.0, True), (0.012, 0.0, False), (0.0, 0.2, True), (0.0, 0.3, False), (0.0, math.pi, True)],
)
def test_a_place_is_met_to_ten_millimetres_and_fifteen_degrees(x: float, yaw: float, holds: bool) -> None:
    place = Slot(relation="at", frame=None, position=(0.5, 0, 0), accepts=(0,))
    box = thing("box", "red", HERE)
    assert verdict(place, at(box, x, 0, 0, yaw)).success == holds


def test_a_quarter_turn_is_wrong_for_a_box_and_right_for_a_block() -> None:
    place = Slot(relation="at", frame=None, position=(0.5, 0, 0), accepts=(0,))
    assert "is turned by 90 degrees" in why_not(place, at(thing("box", "red", HERE), 0, 0, 0, math.pi / 2))
    assert verdict(place, at(BLOCK, 0, 0, 0, math.pi / 2)).success


def test_a_strict_slot_follows_its_frame() -> None:
    turned = thing("pallet", "brown", (0.5, 0.1, 0.5))
    place = Frame((0.5, 0.1, 0.0), about_z(0.5)).point((0.05, 0.03, 0.044))
    strict = ON.model_copy(update={"strict": True, "position": (0.05, 0.03, 0.044)})
    right = lifted(thing("block", "red", (place[0], place[1], 0.5)), 0.044)
    assert verdict(strict, turned, right).success
    wrong = lifted(thing("block", "red", (place[0], place[1] + 0.011, 0.5)), 0.044)
    assert "is 11 mm from its place" in why_not(strict, turned, wrong)


def _tower(height: int, second: Vec3) -> tuple[SceneSpec, GoalSpec]:
    blocks = [BLOCK, at(thing("block", "blue", HERE), *second)]
    blocks += [at(thing("block", "green", HERE), 0, 0, 0.04 * level) for level in range(2, height)]
    slots = tuple(
        Slot(
            relation="on",
            frame=0,
            position=(0, 0, 0.04 * level),
            strict=True,
            accepts=(level,),
            needs=(level - 2,) if level > 1 else (),
        )
        for level in range(1, height)
    )
    asked = goal(*slots, say="stack")
    return scene(blocks, asked), asked


def test_a_tower_counts_every_storey() -> None:
    asked, tower = _tower(3, (0, 0, 0.04))
    with World() as world:
        world.load(asked)
        judged = judge_at_rest(world, asked).goals[0]
        assert judged.fillers == {0: 1, 1: 2}
        assert slot_holds(world, asked, tower, tower.slots[1], 2)
        assert not slot_holds(world, asked, tower, tower.slots[1], 1)


def test_a_block_beside_a_tower_is_not_stacked() -> None:
    asked, _ = _tower(2, (0.045, 0, 0))
    with World() as world:
        world.load(asked)
        judged = judge_at_rest(world, asked)
    assert not judged.success
    assert "the blue block is 45 mm from its place" in judged.facts[0]


def test_a_storey_needs_the_one_below() -> None:
    asked, tower = _tower(3, (0.1, 0, 0))
    with World() as world:
        world.load(asked)
        world.teleport(2, Frame((0.5, 0.0, 0.08)))
        world.step(1)
        assert not slot_holds(world, asked, tower, tower.slots[1], 2)


def test_one_object_fills_one_slot() -> None:
    two = [WITHIN, WITHIN.model_copy(update={"position": (0.03, 0, 0)})]
    asked = scene([ZONE, BLOCK], goal(*two, say="two in the zone"))
    with World() as world:
        world.load(asked)
        judged = judge_at_rest(world, asked)
    assert not judged.success
    assert judged.score == 0.5
    assert judged.facts == ("two in the zone: 1 of 2 done; no object is left for the rest",)


def test_enough_is_enough() -> None:
    slots = [WITHIN.model_copy(update={"accepts": (index,)}) for index in (1, 2)]
    asked = scene([ZONE, BLOCK, at(BLOCK, 0.2, 0.2)], goal(*slots, count=1))
    with World() as world:
        world.load(asked)
        assert judge_at_rest(world, asked).success


def test_nothing_holds_before_anyone_acts() -> None:
    asked = pyramid(1)
    with World() as world:
        world.load(asked)
        judged = judge_at_rest(world, asked)
    assert (judged.score, judged.goals[0].fillers) == (0.0, {})


def test_judging_moves_nothing() -> None:
    with World() as world:
        settled(world, BLOCK, at(BLOCK, 0.1, 0))
        before, steps = world.feet(), world.steps
        judge(world, only(BLOCK, at(BLOCK, 0.1, 0)))
        assert (world.feet(), world.steps) == (before, steps)


CHOICES = st.lists(st.lists(st.integers(0, 4), unique=True, max_size=4), max_size=5)


@given(CHOICES)
def test_as_many_slots_are_matched_as_possible(choices: list[list[int]]) -> None:
    matched = match(choices)
    assert len(set(matched.values())) == len(matched)
    assert all(index in choices[slot] for slot, index in matched.items())
    assert len(matched) == _most(choices, frozenset())


def _most(choices: list[list[int]], used: frozenset[int]) -> int:
    if not choices:
        return 0
    skip = _most(choices[1:], used)
    return max([skip, *(1 + _most(choices[1:], used | {i}) for i in choices[0] if i not in used)])


def test_a_free_choice_is_the_first() -> None:
    assert match([[2, 1], [1, 2]]) == {0: 2, 1: 1}
    assert match([[2, 1], [2]]) == {0: 1, 1: 2}
