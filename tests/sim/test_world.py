"""The world puts things where the scene says, and is the same world each time."""

from __future__ import annotations

import pytest

from sim.frames import Frame
from sim.kinds import KINDS, Kind
from sim.world import TABLE, World
from tests.sim.scenes import blocks_in_bowls, lifted, only, settled, thing, tower


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_stays_where_it_was_put(kind: Kind) -> None:
    subject = thing(kind, "red", (0.5, 0.1, 0.3), fixed=False)
    with World() as world:
        foot = settled(world, subject).foot(0)
    assert foot.position == pytest.approx(subject.pose.position, abs=3e-4)
    assert foot.tilt < 0.002
    if kind != "ball":
        assert foot.yaw == pytest.approx(0.3, abs=1e-3)


def test_a_fall_ends_on_the_table() -> None:
    with World() as world:
        settled(world, lifted(thing("block", "red", (0.5, 0, 0)), 0.05))
        assert world.touched(0) == {TABLE}
        assert world.span_z(0)[0] == pytest.approx(0, abs=3e-4)
        assert world.steps > 16


def test_a_block_on_a_block_touches_it_and_not_the_table() -> None:
    with World() as world:
        low, high = thing("block", "red", (0.5, 0, 0)), thing("block", "blue", (0.5, 0, 0))
        settled(world, low, lifted(high, 0.04))
        assert world.touched(1) == {0}
        assert world.touched(0) == {1, TABLE}


def test_neighbours_five_millimetres_apart_do_not_touch() -> None:
    with World() as world:
        settled(world, thing("block", "red", (0.5, 0, 0)), thing("block", "blue", (0.545, 0, 0)))
        assert world.touched(0) == {TABLE}


def test_a_ball_comes_to_rest_on_its_lowest_point() -> None:
    with World() as world:
        settled(world, thing("ball", "red", (0.5, 0, 0)))
        assert world.foot(0).position[2] == pytest.approx(0, abs=3e-4)
        assert world.center(0)[2] == pytest.approx(0.02, abs=3e-4)


def test_a_rolling_ball_stops() -> None:
    things = [thing("ball", "red", (0.5, 0, 0)), thing("block", "blue", (0.505, 0.02, 0))]
    with World() as world:
        world.load(only(*things))
        assert world.settle(4 * 480)


def test_settling_gives_up_after_its_steps() -> None:
    with World() as world:
        world.load(only(lifted(thing("block", "red", (0.5, 0, 0)), 1.0)))
        assert not world.settle(48)
        assert world.steps == 48


def test_paint_is_in_nobodys_way() -> None:
    with World() as world:
        settled(world, thing("zone", "red", (0.5, 0, 0)), thing("block", "blue", (0.5, 0, 0)))
        assert world.foot(1).position[2] == pytest.approx(0, abs=3e-4)
        assert world.touched(0) == set()
        assert not world.movable(0)


def test_teleporting_stops_a_thing() -> None:
    with World() as world:
        world.load(only(lifted(thing("bowl", "red", (0.5, 0, 0), fixed=False), 0.3)))
        world.step(20)
        world.teleport(0, Frame((0.4, 0.1, 0.0)))
        assert world.velocity(0) == ((0, 0, 0), (0, 0, 0))
        assert world.foot(0).position == pytest.approx((0.4, 0.1, 0.0), abs=1e-9)


def test_boxes_about_things_fit_tightly() -> None:
    with World() as world:
        settled(world, thing("cylinder", "red", (0.5, 0, 0), (0.04, 0.04, 0.1)))
        low, high = world.box(0)
        assert (*low, *high) == pytest.approx((0.48, -0.02, 0, 0.52, 0.02, 0.1), abs=1e-3)


def test_what_a_client_ran_before_leaves_no_trace() -> None:
    with World() as used, World() as fresh:
        for other in (tower(1), blocks_in_bowls(2)):
            used.load(other)
            used.settle()
        ends = []
        for world in (used, fresh):
            world.load(blocks_in_bowls(3))
            world.settle()
            ends.append(world.feet())
        assert ends[0] == ends[1]


def test_a_closed_world_says_so() -> None:
    world = World()
    world.close()
    world.close()
    with pytest.raises(RuntimeError, match="closed"):
        world.load(tower(0))
