"""Steps on the way count once, in their turn; all else counts at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.frames import Frame
from sim.judge import Judgement, Referee
from sim.oracle import run_episode
from sim.progress import Progress
from sim.spec import GoalSpec, SceneSpec, Slot
from sim.world import World
from tests.sim.insertion_scenes import hanoi, transient
from tests.sim.scenes import goal, scene, thing

LEFT, RIGHT = 1, 2
AWAY = (0.5, 0.0)


@pytest.fixture
def world() -> Iterator[World]:
    with World() as world:
        yield world


def _zones(*order: int, end: int | None = None) -> SceneSpec:
    """A block that shall visit zones in an order, and stay in one at the end."""
    things = [
        thing("block", "red", (*AWAY, 0)),
        thing("zone", "blue", (0.5, 0.3, 0)),
        thing("zone", "green", (0.5, -0.3, 0)),
    ]
    goals = [_within(zone) for zone in order]
    steps = [transient(step) for step in goals]
    return scene(things, *steps, *([_within(end)] if end else []))


def _within(zone: int) -> GoalSpec:
    return goal(Slot(relation="within", frame=zone, position=(0, 0, 0), accepts=(0,)), say=f"to zone {zone}")


def _visit(world: World, asked: SceneSpec, *stops: int) -> Judgement:
    """Put the block into zones one after the other (0: into none); judge the episode."""
    world.start(asked)
    progress = Progress(asked)
    for stop in stops:
        x, y = AWAY if stop == 0 else asked.objects[stop].pose.position[:2]
        world.teleport(0, Frame((x, y, 0.0)))
        world.settle()
        progress.look(Referee(world, asked))
    return progress.finish(world)


def test_a_step_that_was_reached_is_not_asked_again(world: World) -> None:
    assert _visit(world, _zones(LEFT), LEFT, 0).success


def test_a_step_that_was_never_reached_is_missing(world: World) -> None:
    judged = _visit(world, _zones(LEFT, RIGHT), RIGHT, 0)
    assert (judged.success, judged.score) == (False, 0.0)
    assert len(judged.facts) == 2


def test_a_step_before_its_turn_does_not_count(world: World) -> None:
    judged = _visit(world, _zones(LEFT, RIGHT), RIGHT, LEFT, 0)
    assert [g.holds for g in judged.goals] == [True, False]
    assert judged.score == 0.5


def test_a_step_that_holds_out_of_turn_at_the_end_says_so(world: World) -> None:
    judged = _visit(world, _zones(LEFT, RIGHT), RIGHT)
    assert judged.facts[1] == "to zone 2: not reached in its turn"


def test_other_goals_must_hold_at_the_end(world: World) -> None:
    asked = _zones(LEFT, end=RIGHT)
    assert _visit(world, asked, LEFT, RIGHT).success
    assert not _visit(world, asked, LEFT, RIGHT, 0).success
    assert not _visit(world, asked, RIGHT).success


def test_the_goal_to_work_on_comes_in_its_turn(world: World) -> None:
    asked = _zones(LEFT, RIGHT, end=LEFT)
    world.start(asked)
    progress = Progress(asked)
    assert progress.look(Referee(world, asked)) is asked.goals[0]
    world.teleport(0, Frame((0.5, 0.3, 0.0)))
    world.settle()
    assert progress.look(Referee(world, asked)) is asked.goals[1]


def test_the_oracle_takes_the_steps_of_hanoi_in_order(world: World) -> None:
    episode = run_episode(world, hanoi(0))
    assert episode.success
    assert [o.grasp.held for o in episode.outcomes if o.grasp] == [3, 2, 3, 1, 3, 2, 3]


def test_a_short_cut_is_no_solution_of_hanoi(world: World) -> None:
    asked = hanoi(0)
    world.start(asked)
    end = [asked.objects[0].pose, *(disk.pose for disk in asked.objects[1:])]
    rods = Frame(end[0].position, world.foot(0).rotation)
    for level in range(3):
        world.teleport(1 + level, rods.compose(Frame((0.0, 0.12, 0.01 + 0.016 * level))))
    judged = Progress(asked).finish(world)
    assert judged.goals[-1].holds
    assert not judged.success
