"""Programs fill scenes."""

from __future__ import annotations

import math

import pytest
from shapely import MultiPoint
from shapely.geometry.base import BaseGeometry

from sim.arrangements import ROW_GAP_M
from sim.builder import load
from sim.catalog import BaseTask, base_tasks
from sim.errors import ProgramError, TableFull
from sim.language import Ball, Block, Bowl, Box, Container, Hole, Scene, Task, Zone, in_row, inside, within
from sim.placement import CLEARANCE_M, footprint
from sim.spec import ObjectSpec, SceneSpec
from sim.task import build_scene

TASKS = base_tasks()


def outline(thing: ObjectSpec) -> BaseGeometry:
    x, y, _ = thing.pose.position
    if not thing.parts:
        return footprint(thing.kind, thing.size, x, y, thing.pose.yaw)
    cos, sin = math.cos(thing.pose.yaw), math.sin(thing.pose.yaw)
    return MultiPoint([(x + cos * u - sin * v, y + sin * u + cos * v) for u, v, _ in thing.parts]).convex_hull


def on_the_table(scene: SceneSpec) -> list[ObjectSpec]:
    """What has a place of its own: not what starts on another thing, nor what waits in a queue."""
    waiting = {index for feeder in scene.feeders for index in feeder.queue[1:]}
    return [t for i, t in enumerate(scene.objects) if i not in waiting and t.pose.position[2] == 0]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_the_same_seed_gives_the_same_bytes(task: BaseTask) -> None:
    kind = load(task.source)
    assert build_scene(kind, 7).model_dump_json() == build_scene(kind, 7).model_dump_json()
    assert build_scene(kind, 7) != build_scene(kind, 8).model_copy(update={"seed": 7})


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_nothing_touches_at_the_start(task: BaseTask) -> None:
    kind = load(task.source)
    for seed in range(20):
        outlines = [outline(thing) for thing in on_the_table(build_scene(kind, seed))]
        for i, one in enumerate(outlines):
            assert all(one.distance(other) >= CLEARANCE_M - 1e-5 for other in outlines[:i])


class Row(Task):
    """Line up blocks."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("green", size=(0.08, 0.3)))
        blocks = [scene.add(Block(color)) for color in scene.colors(3)]
        self.goal(in_row(blocks, on=zone), "line the blocks up from left to right")


def test_an_ordered_row_runs_from_left_to_right_as_the_robot_sees_it() -> None:
    for seed in range(20):
        scene = build_scene(Row, seed)
        zone = scene.objects[0]
        assert abs(zone.pose.yaw) <= math.pi / 4
        left_to_right = [slot.position[1] * math.cos(zone.pose.yaw) for slot in scene.goals[0].slots]
        assert left_to_right == sorted(left_to_right, reverse=True)  # the robot's left is +y


class GradedRow(Task):
    """Line up blocks of different sizes."""

    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("green", size=(0.08, 0.3)))
        blocks = [scene.add(Block("red", size)) for size in (0.06, 0.05, 0.03)]
        self.goal(in_row(blocks, on=zone), "line the blocks up from the largest to the smallest")


def test_neighbours_in_a_row_of_different_sizes_keep_their_gap() -> None:
    scene = build_scene(GradedRow, 0)
    centers = [slot.position[1] for slot in scene.goals[0].slots]
    widths = [scene.objects[slot.accepts[0]].size[1] for slot in scene.goals[0].slots]
    gaps = [a - b - (u + v) / 2 for a, b, u, v in zip(centers, centers[1:], widths, widths[1:], strict=False)]
    assert gaps == pytest.approx([ROW_GAP_M, ROW_GAP_M])


class StartsInside(Task):
    """Move a ball out of a container into a zone."""

    def build(self, scene: Scene) -> None:
        container = scene.add(Container("blue"))
        balls = [scene.add(Ball("red"), on=container) for _ in range(2)]
        zone = scene.add(Zone("green"))
        self.goal(within(balls, zone), "put the red balls in the green zone")


def test_things_can_start_in_a_container() -> None:
    container, *balls, _ = build_scene(StartsInside, 3).objects
    for ball in balls:
        assert outline(container).contains(outline(ball))
        assert ball.pose.position[2] > 0


def scene_of(fill: object) -> SceneSpec:
    """Build a scene from a bare function, for the misuse table."""

    class Misuse(Task):
        """Do something wrong."""

        def build(self, scene: Scene) -> None:
            if callable(fill):
                fill(self, scene)

    return build_scene(Misuse, 0)


@pytest.mark.parametrize(
    ("fill", "message"),
    [
        (lambda task, scene: scene.add(Block("red")), "states no goal"),
        (lambda task, scene: scene.add("block"), r"scene\.add\('block'\)"),
        (lambda task, scene: task.goal("inside", "x"), "takes a relation"),
        (lambda task, scene: scene.colors(99), "there are 10 colors"),
        (lambda task, scene: scene.choice([]), "nothing to choose from"),
        (lambda task, scene: scene.integer(3, 1), "must not exceed"),
        (lambda task, scene: scene.uniform(3, 1), "must not exceed"),
        (lambda task, scene: scene.add(Zone("red"), fixed=False), "always fixed"),
        (lambda task, scene: scene.add(Hole("star")), "painted on a Kit"),
        (lambda task, scene: scene.feed([]), "at least one"),
        (lambda task, scene: scene.feed([Bowl("red")]), "can be carried"),
        (
            lambda task, scene: task.goal(
                inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put it in", transient=True
            ),
            "every goal is transient",
        ),
        (lambda task, scene: scene.add(Zone("red"), on=scene.add(Zone("blue"))), "only carried things"),
        (
            lambda task, scene: task.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), " "),
            "the instruction is a sentence",
        ),
    ],
)
def test_misuse_is_answered_with_value_rule_and_remedy(fill: object, message: str) -> None:
    with pytest.raises(ProgramError, match=message):
        scene_of(fill)


def test_an_init_that_forgets_super_is_named() -> None:
    class Forgetful(Task):
        """Forget."""

        def __init__(self) -> None:
            self.blocks = 3

        def build(self, scene: Scene) -> None:
            scene.add(Block("red"))

    with pytest.raises(ProgramError, match=r"super\(\).__init__"):
        build_scene(Forgetful, 0)


def test_a_full_table_says_how_many_things_fitted() -> None:
    def fill(task: Task, scene: Scene) -> None:
        big = [scene.add(Box("red", size=(0.25, 0.25, 0.1))) for _ in range(12)]
        task.goal(inside(scene.add(Block("blue")), scene.add(Bowl("red"))), f"{len(big)} boxes in the way")

    with pytest.raises(TableFull, match="of 14 things fit"):
        scene_of(fill)
