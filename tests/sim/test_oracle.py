"""The oracle solves what can be solved and says why it could not do the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sim.oracle import Episode, default_limit, run_episode
from sim.spec import SceneSpec, Slot
from sim.world import World
from tests.sim.scenes import BUILDERS, blocks_in_bowls, goal, lifted, scene, thing, tower

SEEDS = range(20)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def failure(world: World, asked: SceneSpec, limit: int | None = None) -> Episode:
    """Run an episode that must fail."""
    episode = run_episode(world, asked, limit)
    assert not episode.success
    assert episode.reason
    return episode


@pytest.mark.parametrize("build", BUILDERS)
def test_nearly_every_scene_is_solved_with_the_fewest_actions(
    world: World, build: Callable[[int], SceneSpec]
) -> None:
    episodes = [(build(seed), run_episode(world, build(seed))) for seed in SEEDS]
    solved = [episode for _, episode in episodes if episode.success]
    assert len(solved) >= 0.95 * len(episodes)
    assert all(e.actions == sum(g.count for g in asked.goals) for asked, e in episodes if e.success)


@pytest.mark.parametrize("height", [3, 4, 5])
def test_towers_of_all_heights_stand(world: World, height: int) -> None:
    assert all(run_episode(world, tower(seed, height)).success for seed in range(10))


def test_an_episode_says_what_was_done(world: World) -> None:
    episode = run_episode(world, blocks_in_bowls(0))
    assert (episode.success, episode.actions, episode.reason) == (True, 3, "")
    assert [o.grasp.held for o in episode.outcomes if o.grasp] == [0, 1, 2]
    assert len(episode.done) == 3


def _zone_goal(accepts: tuple[int, ...], places: int, count: int | None = None) -> SceneSpec:
    slots = [
        Slot(relation="within", frame=0, position=(-0.05 + 0.05 * i, 0, 0), accepts=accepts)
        for i in range(places)
    ]
    zone = thing("zone", "gray", (0.5, 0.2, 0), (0.2, 0.1, 0.001))
    blocks = [thing("block", "red", (0.35 + 0.08 * i, -0.2, 0.3)) for i in range(max(accepts))]
    return scene([zone, *blocks], goal(*slots, count=count, say="fill the zone"))


def test_more_objects_than_slots_are_no_trouble(world: World) -> None:
    episode = run_episode(world, _zone_goal((1, 2, 3, 4), 2))
    assert (episode.success, episode.actions) == (True, 2)


def test_fewer_objects_than_slots_fill_what_they_can(world: World) -> None:
    episode = failure(world, _zone_goal((1, 2), 3))
    assert episode.judgement.score == pytest.approx(2 / 3)
    assert "no object is left for the rest" in episode.reason


def test_fewer_objects_than_slots_are_enough_when_fewer_count(world: World) -> None:
    assert run_episode(world, _zone_goal((1, 2), 3, count=2)).success


def test_a_load_is_taken_off_first(world: World) -> None:
    low, high = thing("block", "red", (0.5, -0.2, 0)), thing("block", "blue", (0.5, -0.2, 0))
    zone = thing("zone", "gray", (0.5, 0.2, 0), (0.1, 0.1, 0.001))
    slot = Slot(relation="within", frame=2, position=(0, 0, 0), accepts=(0,))
    episode = run_episode(world, scene([low, lifted(high, 0.04), zone], goal(slot)))
    assert (episode.success, episode.actions) == (True, 2)


def test_what_stands_in_a_slot_is_moved_aside(world: World) -> None:
    slot = Slot(relation="at", frame=None, position=(0.5, 0.2, 0), accepts=(0,))
    things = [thing("block", "red", (0.4, -0.2, 0)), thing("block", "blue", (0.51, 0.21, 0.5))]
    episode = run_episode(world, scene(things, goal(slot)))
    assert (episode.success, episode.actions) == (True, 2)


def test_no_more_than_two_are_moved_aside(world: World) -> None:
    slot = Slot(relation="at", frame=None, position=(0.5, 0.2, 0), accepts=(0,))
    blue = [lifted(thing("block", "blue", (0.5, 0.2, 0)), 0.04 * level) for level in range(3)]
    episode = failure(world, scene([thing("block", "red", (0.4, -0.2, 0)), *blue], goal(slot)))
    assert episode.actions == 2
    assert "more than 2 objects are in the way" in episode.reason


def test_what_stays_put_in_a_slot_is_named(world: World) -> None:
    slot = Slot(relation="at", frame=None, position=(0.5, 0.2, 0), accepts=(0,))
    things = [thing("block", "red", (0.4, -0.2, 0)), thing("pallet", "brown", (0.5, 0.2, 0))]
    assert (
        "the brown pallet is where the red block should go"
        in failure(world, scene(things, goal(slot))).reason
    )


def test_a_toppled_box_ends_the_episode(world: World) -> None:
    perch = thing("block", "gray", (0.45, 0, 0), fixed=True)
    pole = lifted(thing("box", "red", (0.476, 0, 0), (0.02, 0.02, 0.12)), 0.041)
    slot = Slot(relation="at", frame=None, position=(0.5, 0.3, 0), accepts=(1,))
    high = scene([perch, pole], goal(slot))
    episode = failure(world, high)
    assert episode.reason == "the red box has tipped over; suction cannot right it"


def test_a_tower_without_room_for_its_needs_waits(world: World) -> None:
    slots = [
        Slot(relation="on", frame=0, position=(0, 0, 0.04), strict=True, accepts=(1,)),
        Slot(relation="on", frame=0, position=(0, 0, 0.08), strict=True, accepts=(2,), needs=(0,)),
    ]
    blocks = [
        thing("block", "red", (0.5, 0, 0)),
        thing("block", "blue", (0.5, 0.2, 0), fixed=True),
        thing("block", "green", (0.5, -0.2, 0)),
    ]
    episode = failure(world, scene(blocks, goal(*slots)))
    assert episode.actions == 0
    assert "what should carry the green block is not in place" in episode.reason


def test_what_no_suction_can_lift_is_left(world: World) -> None:
    bowl = thing("bowl", "red", (0.4, -0.2, 0), fixed=False)
    asked = scene([bowl], goal(Slot(relation="at", frame=None, position=(0.5, 0.2, 0), accepts=(0,))))
    assert failure(world, asked).actions == 0


def test_a_limit_is_kept_and_named(world: World) -> None:
    episode = failure(world, tower(1), 2)
    assert episode.actions == 2
    assert episode.reason.startswith("gave up after 2 actions: stack the blocks: 2 of 4 done")


def test_the_default_limit_grows_with_the_slots() -> None:
    assert default_limit(tower(0)) == 3 * 4 + 4


def test_an_object_that_another_goal_needs_is_spared(world: World) -> None:
    zones = [thing("zone", "gray", (0.5, y, 0), (0.1, 0.1, 0.001)) for y in (0.15, 0.35)]
    blocks = [thing("block", "red", (0.35, -0.2, 0)), thing("block", "blue", (0.5, -0.2, 0))]
    anyone = Slot(relation="within", frame=0, position=(0, 0, 0), accepts=(2, 3))
    red = Slot(relation="within", frame=1, position=(0, 0, 0), accepts=(2,))
    episode = run_episode(world, scene([*zones, *blocks], goal(anyone), goal(red)))
    assert (episode.success, episode.actions) == (True, 2)


def test_what_does_not_stay_is_tried_twice(world: World) -> None:
    floating = Slot(relation="at", frame=None, position=(0.5, 0.2, 0.2), accepts=(0,))
    episode = failure(world, scene([thing("block", "red", (0.4, -0.2, 0))], goal(floating)))
    assert episode.actions == 2
    assert episode.reason == "nothing left to try: do it: 0 of 1 done; the red block is 200 mm too low"


def test_no_free_spot_is_a_reason(world: World) -> None:
    full = thing("zone", "gray", (0.5, 0.0, 0), (0.3, 0.4, 0.001))
    zones = [full, *(thing("zone", "gray", (0.5, y, 0), (0.3, 0.4, 0.001)) for y in (-0.4, 0.4))]
    slot = Slot(relation="at", frame=None, position=(0.5, 0.2, 0), accepts=(0,))
    things = [thing("block", "red", (0.4, -0.2, 0)), thing("block", "blue", (0.5, 0.2, 0)), *zones]
    assert "no free spot on the table" in failure(world, scene(things, goal(slot))).reason
