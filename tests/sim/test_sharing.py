"""Goals that share a support get places beside each other on it, whatever fills them."""

from __future__ import annotations

import math

import pytest

from sim.errors import ImpossibleGoal
from sim.language import Block, Bowl, Container, Scene, Task, Zone, any_of, at, beside, inside, within
from sim.task import build_scene


class TwoGoalsOneContainer(Task):
    """Fill one container by two sentences."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("blue", size=(0.2, 0.16, 0.05)))
        for color in ("red", "green"):
            self.goal(inside(scene.add(Block(color)), container), f"put the {color} block into the container")


def test_goals_that_share_a_container_get_places_beside_each_other() -> None:
    first, second = (goal.slots[0].position for goal in build_scene(TwoGoalsOneContainer, 0).goals)
    assert math.dist(first, second) >= 0.04


class Shared(Task):
    """Fill one container by a choice and by name."""

    def build(self, scene: Scene) -> None:
        tray = scene.add(Container("gray", (0.2, 0.16, 0.05)))
        blocks = [scene.add(Block("red")) for _ in range(3)]
        self.goal(inside(any_of(blocks, 2), tray), "put any two red blocks into the gray container")
        self.goal(inside(scene.add(Block("blue")), tray), "put the blue block into the gray container")


def test_what_shares_a_container_with_a_choice_gets_a_place_of_its_own() -> None:
    chosen, named = build_scene(Shared, 0).goals
    assert chosen.any_will_do
    assert not named.any_will_do
    assert len({slot.position for slot in (*chosen.slots, *named.slots)}) == 3


class BesideWhatIsFull(Task):
    """Fill a zone by two sentences, and stand something beside it."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("gray", (0.2, 0.1)))
        for color in ("red", "green"):
            self.goal(within(scene.add(Block(color)), zone), f"put the {color} block in the gray zone")
        self.goal(at(scene.add(Block("blue")), beside(zone, "left")), "put the blue block left of the zone")


def test_a_spot_takes_no_room_from_what_it_is_beside() -> None:
    *inner, spot = build_scene(BesideWhatIsFull, 0).goals
    assert len({goal.slots[0].position for goal in inner}) == 2
    assert spot.slots[0].is_spot


class TooMuch(Task):
    """Ask one bowl to hold two things, in two sentences."""

    def build(self, scene: Scene) -> None:
        bowl = scene.add(Bowl("gray"))
        for color in ("red", "green"):
            self.goal(inside(scene.add(Block(color)), bowl), f"put the {color} block into the gray bowl")


def test_goals_that_ask_too_much_together_are_refused() -> None:
    with pytest.raises(ImpossibleGoal, match="too much of the gray bowl"):
        build_scene(TooMuch, 0)
