"""The honest world: what a record says in our own language, and what cannot be said."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from sim.cliport.honest import scene_of, translated
from sim.cliport.recorder import record
from sim.cliport.things import Untold
from sim.spec import SceneSpec
from tests.sim.cliport.making import GOAL, planted, recorded

BLOCK = "block = env.add_object('block/block.urdf', ((0.5, -0.2, 0.02), (0, 0, 0, 1)), color='blue')\n"


def told(lines: str) -> SceneSpec:
    return scene_of(recorded(lines))


def test_a_block_for_the_table_is_told_as_a_place_there() -> None:
    scene = told(BLOCK + "target = ((0.5, 0.2, 0.7), (0, 0, 0, 1))" + GOAL)
    block, slot = scene.objects[0], scene.goals[0].slots[0]
    assert (block.kind, block.color, block.pose.position) == ("block", "blue", (0.5, -0.2, 0.0))
    assert (slot.relation, slot.frame, slot.position) == ("at", None, (0.5, 0.2, 0.0))


@pytest.mark.parametrize(
    ("asset", "relation"),
    [("bowl/bowl", "inside"), ("pallet/pallet", "on"), ("zone/zone", "within"), ("stacking/stand", "on"),
     ("corner/corner-template", "at")],
)  # fmt: skip
def test_what_lies_at_a_target_says_what_shall_hold(asset: str, relation: str) -> None:
    lines = f"""
target = ((0.5, 0.2, 0.0), (0, 0, 0, 1))
env.add_object('{asset}.urdf', target, 'fixed')
"""
    scene = told(BLOCK + lines + GOAL)
    slot = scene.goals[0].slots[0]
    assert (slot.relation, slot.frame, slot.accepts) == (relation, 1, (0,))


def test_a_tower_needs_what_was_built_before() -> None:
    source = planted("floating_tower")
    scene = scene_of(record(compile(source, "program.py", "exec"), "FloatingTower", 0))
    last = scene.goals[-1]
    assert [slot.needs for slot in last.slots] == [(), (0,), (1,)]
    assert [slot.position[2] for slot in last.slots] == pytest.approx([0.0, 0.04, 0.08])
    assert last.count == 3


def test_a_pyramid_carries_its_rows_on() -> None:
    source = planted("stack_block_pyramid")
    scene = scene_of(record(compile(source, "program.py", "exec"), "StackBlockPyramid", 0))
    assert [goal.count for goal in scene.goals] == [3, 5, 6]
    assert [len(slot.needs) for slot in scene.goals[-1].slots] == [0, 0, 0, 2, 2, 2]


def test_a_zone_has_the_size_that_the_goal_states() -> None:
    lines = """
zone = ((0.5, 0.2, 0.0), (0, 0, 0, 1))
env.add_object('zone/zone.urdf', zone, 'fixed')
self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[zone], replace=True, rotations=False,
              metric='zone', params=[(zone, (0.2, 0.1, 0))], step_max_reward=1)
"""
    scene = told(BLOCK + lines)
    assert scene.objects[1].size == (0.2, 0.1, 0.001)
    assert scene.goals[0].slots[0].relation == "within"


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("block = env.add_object('bowl/bowl.urdf', (0.4, 0, 0))", "a bowl that is carried: it is hollow"),
        ("block = env.add_object('pallet/pallet.urdf', (0.4, 0, 0.02))", "a pallet that is carried: ours"),
        ("env.add_object('insertion/fixture.urdf', (0.5, 0.2, 0.02), 'fixed')", "a block in a fixture"),
        ("env.add_object('block/small.urdf', (0.5, 0, 0.005))", "an object made of block/small"),
        ("env.add_object('block/block.urdf', ((0.5, 0, 0), (1, 0, 0, 0)))", "a tilted block"),
        ("self.primitive = primitives.push", "things that are pushed, and are no pile"),
        ("env.add_object(self.fill_template('ball/ball-template.urdf', {'DIM': (0.1,)}), (0.5, 0, 0.1))",
         "a ball of 200"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_named(lines: str, missing: str) -> None:
    with pytest.raises(Untold, match=missing):
        told(BLOCK + lines + "\ntarget = ((0.5, 0.2, 0.02), (0, 0, 0, 1))" + GOAL)


def test_more_objects_than_places_cannot_be_told() -> None:
    source = planted("shared_target")
    scenes, reason = translated([record(compile(source, "program.py", "exec"), "SharedTarget", 0)])
    assert scenes == ()
    assert reason == "seed 0: our language has no word for 2 objects in 1 places with room for one"


def test_objects_that_share_a_place_with_room_are_all_told_into_it() -> None:
    lines = """
pallet = ((0.5, 0.2, 0.02), (0, 0, 0, 1))
env.add_object('pallet/pallet.urdf', pallet, 'fixed')
other = env.add_object('block/block.urdf', (0.4, -0.2, 0.02))
self.add_goal(objs=[block, other], matches=np.ones((2, 1)), targ_poses=[pallet], replace=True, rotations=True,
              metric='pose', params=None, step_max_reward=1)
"""
    goal = told(BLOCK + lines).goals[0]
    assert [(slot.relation, slot.accepts, slot.strict) for slot in goal.slots] == [
        ("on", (0,), False), ("on", (2,), False),
    ]  # fmt: skip
    assert goal.slots[0].position != goal.slots[1].position


def told_of(name: str) -> SceneSpec:
    class_name = "".join(word.capitalize() for word in name.split("_"))
    return scene_of(record(compile(planted(name), "program.py", "exec"), class_name, 0))


def test_the_disks_of_hanoi_are_told_move_by_move() -> None:
    scene = told_of("towers_of_hanoi")
    assert [thing.kind for thing in scene.objects] == ["rods", "disk", "disk", "disk"]
    heights = sorted(thing.pose.position[2] for thing in scene.objects[1:])
    assert heights == pytest.approx([0.01, 0.026, 0.042], abs=1e-3)
    levels = [round((goal.slots[0].position[2] - 0.01) / 0.016) for goal in scene.goals]
    assert levels == [0, 0, 1, 0, 0, 1, 2]
    assert [goal.transient for goal in scene.goals] == [True, True, True, False, True, False, False]


@pytest.mark.parametrize("name", ["rope_to_line", "manipulating_rope"])
def test_a_rope_is_told_as_one_thing_that_lies_free_and_straight(name: str) -> None:
    scene = told_of(name)
    assert sorted(thing.kind for thing in scene.objects) in (["line", "rope"], ["rope", "square"])
    rope = next(thing for thing in scene.objects if thing.kind == "rope")
    slot = scene.goals[0].slots[0]
    assert len(rope.parts) == 20
    assert slot.relation == "spans"
    assert slot.end is not None
    assert math.dist(slot.position, slot.end) == pytest.approx(rope.size[0], abs=1e-3)


def test_a_pile_is_told_as_one_thing_whose_cubes_do_not_meet() -> None:
    scene = told_of("sweeping_piles")
    zone, pile = scene.objects
    assert (zone.kind, pile.kind, len(pile.parts), scene.tool) == ("zone", "pile", 50, "spatula")
    gaps = (max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in combinations(pile.parts, 2))
    assert min(gaps) > 0.012
    assert scene.goals[0].slots[0].relation == "within"


def test_a_pile_is_not_pushed_over_a_wall() -> None:
    with pytest.raises(Untold, match="a pile that is pushed elsewhere than into one zone on the table"):
        told_of("piles_into_container")


def test_boxes_that_come_one_by_one_come_in_that_order_to_places_of_their_own() -> None:
    scene = told_of("palletizing_boxes")
    (feeder,) = scene.feeders
    assert len(feeder.queue) == 18
    where = {slot.accepts: slot.position[2] for slot in scene.goals[0].slots}
    heights = [where[index,] for index in feeder.queue]
    assert heights == sorted(heights)
    assert {thing.pose.position[:2] for thing in scene.objects[1:]} == {feeder.pose.position[:2]}


def test_each_object_of_several_zones_belongs_in_the_one_that_it_aims_at() -> None:
    goal = told_of("two_zones").goals[0]
    assert [(slot.relation, slot.frame, slot.accepts) for slot in goal.slots] == [
        ("within", 0, (1,)), ("within", 2, (3,)),
    ]  # fmt: skip


def test_a_loose_bowl_that_nobody_carries_is_filled_where_it_stands() -> None:
    assert [goal.slots[0].relation for goal in told_of("block_in_loose_bowl").goals] == ["inside", "inside"]


def test_an_object_that_may_go_nowhere_cannot_be_told() -> None:
    with pytest.raises(Untold, match="an object that may take none of the places"):
        told_of("kit_of_plain_list")


def test_a_goal_with_a_mistake_cannot_be_told() -> None:
    with pytest.raises(Untold, match="no matrix"):
        told(BLOCK + "target = ((0.5, 0.2, 0.02), (0, 0, 0, 1))" + GOAL.replace("np.ones((1, 1))", "[[1]]"))
