"""Sixty-six planted scenes that are easy to get wrong, each judged as it should be; half of them must fail.

The scenes are data, `tests/cases/<family>.json`, to be read by people: things by their names ("red block"),
lengths in millimetres, angles in degrees, positions of feet in the world. Each case says in a sentence what
is hard about it. Those with a `goal` are judged at rest, after one pick and place if they have both points;
those with a `pick` alone are grasps. What is expected is what a person would say who looks closely, not what
the judge happens to do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import pytest
from pydantic import TypeAdapter

from sim.colors import ColorName
from sim.frames import Frame, about_y, about_z, multiply
from sim.hands import act, open_world
from sim.judge import judge_at_rest
from sim.kinds import Kind, Vec3, facts
from sim.motion import Action, Grasp, pick
from sim.spec import Basis, Data, GoalSpec, ObjectSpec, Pose, Relation, SceneSpec, Slot
from sim.world import World

CASES = Path(__file__).parents[1] / "cases"
NUMBER = 66
STIRRED_M = 0.002  # what settling may shift a thing that is planted at rest ...
STIRRED_RAD = math.radians(1.5)  # ... and tilt it
WITHIN_REACH_MM = 50  # of the pick point: what is carried

Mm = float
Degrees = float


class Planted(Data):
    """One thing of a case: where its foot is, turned by `yaw` after it was tilted about its own y axis."""

    at: tuple[Mm, Mm, Mm]
    yaw: Degrees = 0.0
    tilt: Degrees = 0.0
    size: tuple[Mm, Mm, Mm] | None = None
    fixed: bool | None = None
    variant: str = ""
    parts: tuple[tuple[Mm, Mm, Mm], ...] = ()

    @property
    def foot(self) -> Frame:
        """Where the thing is planted."""
        turned = multiply(about_z(math.radians(self.yaw)), about_y(math.radians(self.tilt)))
        return Frame(metres(self.at), turned)


class Wanted(Data):
    """One slot of a case's goal, relative to the thing `of`, or to the world; with a basis, a spot."""

    relation: Relation
    of: str | None = None
    basis: Basis = "foot"
    other: str | None = None
    at: tuple[Mm, Mm, Mm] = (0.0, 0.0, 0.0)
    yaw: Degrees = 0.0
    end: tuple[Mm, Mm, Mm] | None = None
    strict: bool = False
    fill: tuple[str, ...]
    needs: tuple[int, ...] = ()


class Case(Data):
    """One planted scene, what is done to it, and what must come of it."""

    name: str
    what: str
    things: dict[str, Planted]
    goal: tuple[Wanted, ...] = ()
    pick: tuple[Mm, Mm] | None = None
    place: tuple[Mm, Mm, Degrees] | None = None
    falls: bool = False  # the point is that something does not stay where it is put
    expect: Literal["holds", "fails", "held", "not held"]
    why: str = ""  # words of the reason; of a grasp that holds: what is held

    @property
    def good(self) -> bool:
        """Whether the goal shall hold, or something shall be held."""
        return self.expect in ("holds", "held")


@dataclass(frozen=True)
class Verdict:
    """What the simulator says to a case: whether it is so, and why not."""

    good: bool
    words: str


def metres(mm: tuple[Mm, Mm, Mm]) -> Vec3:
    x, y, z = (value / 1000 for value in mm)
    return (x, y, z)


def read_cases() -> dict[str, Case]:
    """Read all cases, by "family: name"."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.json"))}
    return {
        f"{family}: {case.name}": case
        for family, text in files.items()
        for case in TypeAdapter(tuple[Case, ...]).validate_json(text)
    }


def scene_of(case: Case) -> SceneSpec:
    """Turn a case into a scene; tilts are left to `plant`. A grasp gets a goal that nobody reads."""
    names = list(case.things)
    slots = tuple(slot_of(wanted, names) for wanted in case.goal) or (
        Slot(relation="at", frame=None, position=(0, 0, 0), accepts=(0,)),
    )
    goal = GoalSpec(slots=slots, count=len(slots), instruction=case.name)
    objects = tuple(object_of(name, planted) for name, planted in case.things.items())
    return SceneSpec(task="HardCase", seed=0, objects=objects, goals=(goal,))


def object_of(name: str, planted: Planted) -> ObjectSpec:
    """Make the object that is called "red block"."""
    color, kind = name.split()
    usual = facts(cast(Kind, kind))
    return ObjectSpec(
        kind=cast(Kind, kind),
        color=cast(ColorName, color),
        size=metres(planted.size) if planted.size else usual.default_size,
        mass=usual.mass_kg,
        pose=Pose(position=metres(planted.at), yaw=math.radians(planted.yaw)),
        fixed=usual.fixed if planted.fixed is None else planted.fixed,
        variant=planted.variant,
        parts=tuple(map(metres, planted.parts)),
    )


def slot_of(wanted: Wanted, names: list[str]) -> Slot:
    return Slot(
        relation=wanted.relation,
        frame=None if wanted.of is None else names.index(wanted.of),
        basis=wanted.basis,
        other=None if wanted.other is None else names.index(wanted.other),
        position=metres(wanted.at),
        yaw=math.radians(wanted.yaw),
        end=None if wanted.end is None else metres(wanted.end),
        strict=wanted.strict,
        accepts=tuple(map(names.index, wanted.fill)),
        needs=wanted.needs,
    )


def plant(world: World, case: Case) -> SceneSpec:
    """Load a case, tilts and all, exactly as it is written."""
    scene = scene_of(case)
    world.load(scene)
    for index, planted in enumerate(case.things.values()):
        if planted.tilt:
            world.teleport(index, planted.foot)
    return scene


def verdict_on(world: World, case: Case) -> Verdict:
    """Let the simulator say what a case is."""
    scene = plant(world, case)
    if case.pick is not None:
        world.settle()
        tip = (case.pick[0] / 1000, case.pick[1] / 1000)
        if case.place is None:
            return grasped(world, tip)
        x, y, yaw = case.place
        outcome = act(world, Action((*tip, 0.0), (x / 1000, y / 1000, 0.0), math.radians(yaw)))
        assert outcome.reason == ""
    judgement = judge_at_rest(world, scene)
    return Verdict(judgement.success, " ".join(judgement.facts))


def grasped(world: World, tip: tuple[float, float]) -> Verdict:
    """Say whether the tip holds something, and what, or why not."""
    grasp = pick(world, tip)
    return Verdict(True, world.things[grasp.held].name) if isinstance(grasp, Grasp) else Verdict(False, grasp)


def stirred(world: World, case: Case) -> list[str]:
    """Name the things that do not rest where they are planted, aside from the one that was carried."""
    carried = case.pick if case.place else None
    moved = []
    for index, (name, planted) in enumerate(case.things.items()):
        foot, start = world.foot(index), planted.foot
        far = math.dist(foot.position, start.position) > STIRRED_M
        if carried and math.dist(carried, planted.at[:2]) < WITHIN_REACH_MM:
            continue
        if far or abs(foot.tilt - start.tilt) > STIRRED_RAD:
            moved.append(name)
    return moved


ALL = read_cases()
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=key) for key, case in ALL.items()])


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as world:
        yield world


@pytest.fixture(scope="module")
def arm_world() -> Iterator[World]:
    with open_world("arm") as world:
        yield world


def test_there_are_sixty_six_and_half_of_them_must_fail() -> None:
    assert len(ALL) == NUMBER
    assert sum(case.good for case in ALL.values()) == NUMBER // 2


def test_whoever_states_no_goal_asks_for_a_grasp() -> None:
    assert all((case.goal == ()) == (case.expect in ("held", "not held")) for case in ALL.values())


@EACH
def test_each_is_judged_as_it_should_be(world: World, case: Case) -> None:
    verdict = verdict_on(world, case)
    assert verdict.good == case.good, verdict.words
    assert case.why in verdict.words


@EACH
def test_each_rests_as_planted_unless_its_point_is_that_it_falls(world: World, case: Case) -> None:
    verdict_on(world, case)
    assert world.settle()
    assert bool(stirred(world, case)) == case.falls


def test_the_arm_comes_to_the_same_verdict_in_nine_of_ten(arm_world: World) -> None:
    acted = [case for case in ALL.values() if case.pick is not None]
    differing = [case.name for case in acted if arm_verdict(arm_world, case) != case.good]
    assert len(differing) <= 0.1 * len(acted), differing


def arm_verdict(world: World, case: Case) -> bool:
    """Say what comes of a case when the arm acts: a grasp case is carried to where nothing is."""
    scene = plant(world, case)
    world.settle()
    assert case.pick is not None
    x, y, yaw = case.place or (600, 450, 0)
    pick_at = (case.pick[0] / 1000, case.pick[1] / 1000, 0.0)
    outcome = act(world, Action(pick_at, (x / 1000, y / 1000, 0.0), math.radians(yaw)))
    return outcome.grasp is not None if case.place is None else judge_at_rest(world, scene).success
