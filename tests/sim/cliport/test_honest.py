"""The honest world: what a record says in our own language, and what cannot be said."""

from __future__ import annotations

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
        ("env.add_object('hanoi/stand.urdf', ((0.5, 0, 0), (0, 0, 0, 1)), 'fixed')", "hanoi/stand"),
        ("env.add_object('block/block.urdf', ((0.5, 0, 0), (1, 0, 0, 0)))", "a tilted block"),
        ("self.primitive = primitives.push", "piles"),
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
    assert reason == "seed 0: our language has no word for 2 objects in 1 places"


def test_a_goal_with_a_mistake_cannot_be_told() -> None:
    with pytest.raises(Untold, match="no matrix"):
        told(BLOCK + "target = ((0.5, 0.2, 0.02), (0, 0, 0, 1))" + GOAL.replace("np.ones((1, 1))", "[[1]]"))
