"""The same scene ends the same, to the last bit; and where it would not, that is found."""

from __future__ import annotations

import math

from sim.benchmark import digest
from sim.frames import Frame
from sim.repeating import differing, repeat
from sim.world import World
from tests.sim.scenes import blocks_in_bowls, box_to_corner, tower
from tests.sim.soft_scenes import pile_to_zone, rope_to_line

SCENES = (box_to_corner(1), blocks_in_bowls(2), tower(3, 3), rope_to_line(4), pile_to_zone(5, 8))


async def test_scenes_end_the_same_in_any_order_and_process_and_under_load() -> None:
    found = await repeat(SCENES, 2, spinners=2)
    assert (found.scenes, found.repeats, found.processes, found.episodes) == (5, 2, 3, 20)
    assert (found.differing, found.which) == (0, ())


def test_a_digest_tells_places_apart_to_the_last_bit() -> None:
    with World() as world:
        digests = [digest(world) for _ in range(2) if world.start(SCENES[0])]
        x, y, z = world.foot(0).position
        for place in (x, math.nextafter(x, 1)):
            world.teleport(0, Frame((place, y, z)))
            digests.append(digest(world))
    assert digests[0] == digests[1]
    assert digests[2] != digests[3]


def test_a_scene_with_two_ends_is_named() -> None:
    orders, answers = [(0, 1, 0), (1, 0)], [("a", "b", "a"), ("b", "c")]
    assert differing(SCENES[:2], orders, answers) == ("HandMade seed 1",)
