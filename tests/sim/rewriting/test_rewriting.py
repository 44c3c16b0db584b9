"""Scenes become programs again: of our base tasks, and of planted programs in GenSim's style."""

from __future__ import annotations

import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from sim.builder import load
from sim.catalog import base_tasks
from sim.cliport.honest import scene_of
from sim.cliport.recorder import record
from sim.program import parse_program
from sim.rewriting import Unwritable, program_of
from sim.signature import clauses_of, signature
from sim.spec import SceneSpec
from sim.task import build_scene
from tests.sim.cliport.making import planted, recorded

SEEDS = range(12)
# Sentences of these change their length with the seed; of one, some colours go together.
NOT_YET = {"assembling-kits-seq", "packing-boxes-pairs", "packing-shapes", "place-red-in-green"}
BASE = {task.name: task for task in base_tasks()}
PLANTED = (
    "align_box_corner", "block_in_container", "block_insertion", "blocks_in_zone", "corner_anchors",
    "ells_into_fixtures", "floating_tower", "forgets_reset", "place_red_in_green", "put_block_in_bowl",
    "stack_block_pyramid", "tower_then_ball", "manipulating_rope", "rope_to_line", "plural_piles",
    "towers_of_hanoi",
)  # fmt: skip


def scenes_of(source: str) -> list[SceneSpec]:
    """Build scenes of a program of ours."""
    return [build_scene(load(source), seed) for seed in SEEDS]


@cache
def scenes_of_planted(name: str) -> tuple[SceneSpec, ...]:
    """Record a planted program and translate it."""
    source = planted(name)
    code = compile(source, "program.py", "exec")
    kind = parse_program(source).class_name
    return tuple(scene_of(record(code, kind, seed)) for seed in SEEDS)


def rewritten(name: str) -> str:
    return program_of(scenes_of_planted(name), "A summary.", "A head.")


@pytest.mark.parametrize("name", sorted(set(BASE) - NOT_YET))
def test_a_base_task_is_written_again_from_its_scenes_alone(name: str) -> None:
    scenes = scenes_of(BASE[name].source)
    again = scenes_of(program_of(scenes, BASE[name].description, "A head."))
    assert signature(clauses_of(again[0])) == signature(clauses_of(scenes[0]))
    kinds = [sorted({thing.kind for thing in scene.objects}) for scene in (scenes[0], again[0])]
    assert kinds[0] == kinds[1]


@pytest.mark.parametrize("name", sorted(NOT_YET))
def test_what_this_author_cannot_explain_is_a_reason(name: str) -> None:
    with pytest.raises(Unwritable, match=r"sentence|always have one colour"):
        program_of(scenes_of(BASE[name].source), "", "A head.")


def test_what_is_drawn_is_drawn_and_what_is_fixed_is_fixed() -> None:
    assert rewritten("put_block_in_bowl").partition("-> None:\n")[2] == (
        "        bowl_color, block_color = scene.colors(2)\n"
        "        bowls = [scene.add(Bowl(bowl_color)) for _ in range(scene.integer(1, 3))]\n"
        "        blocks = [scene.add(Block(block_color)) for _ in range(scene.integer(1, len(bowls)))]\n"
        "        self.goal(inside(blocks, bowls), "
        'f"put the {block_color} blocks in a {bowl_color} bowl")\n'
    )


def test_goals_of_one_sort_become_a_loop_whose_words_follow_the_things() -> None:
    assert rewritten("block_in_container").endswith(
        '        for color in ("red", "yellow"):\n'
        "            block = scene.add(Block(color))\n"
        '            self.goal(inside(block, container), f"put the {color} block into the container")\n'
    )


def test_a_pyramid_told_in_rows_is_told_in_rows() -> None:
    text = rewritten("stack_block_pyramid")
    assert "parts = pyramid(blocks, on=stand).steps()" in text
    assert 'self.goal(parts[4], "make the middle row with yellow, orange")' in text


def test_a_tower_at_a_place_that_nothing_marks_grows_on_its_first_block() -> None:
    assert "for part in stacked(blocks).steps():" in rewritten("floating_tower")


def test_a_tower_in_a_corner_begins_in_the_corner() -> None:
    text = rewritten("corner_anchors_and_tower")
    assert 'self.goal(at(block, corner), "build the tower in the corner")' in text
    assert "for part in stacked([block, *blocks_2]).steps():" in text


def test_a_range_that_was_drawn_is_found_again() -> None:
    size = "size = (scene.uniform(0.05, 0.15), scene.uniform(0.05, 0.15), scene.uniform(0.01, 0.06))"
    assert size in rewritten("align_box_corner")


def test_disks_start_as_they_lay_the_lowest_first() -> None:
    scenes = [scenes_of(BASE["towers-of-hanoi"].source)[0], *scenes_of_planted("towers_of_hanoi")[:1]]
    texts = [
        program_of(scenes_of(BASE["towers-of-hanoi"].source), "", "A head."),
        rewritten("towers_of_hanoi"),
    ]
    for before, text in zip(scenes, texts, strict=True):
        assert tower(scenes_of(text)[0]) == tower(before)


def tower(scene: SceneSpec) -> list[float]:
    """Return how wide the disks of a scene are, the lowest first."""
    disks = [thing for thing in scene.objects if thing.kind == "disk"]
    return [disk.size[0] for disk in sorted(disks, key=lambda disk: disk.pose.position[2])]


def test_a_bystander_that_is_loose_stays_loose() -> None:
    assert 'exclude=("red", "green"))[0]), fixed=False)' in rewritten("place_red_in_green")


@pytest.mark.parametrize("name", ["missing_asset", "block_across_bridge"])
def test_a_place_that_nothing_marks_is_a_reason(name: str) -> None:
    with pytest.raises(Unwritable, match="nothing marks"):
        rewritten(name)


def test_one_scene_does_not_tell_what_is_drawn() -> None:
    with pytest.raises(Unwritable, match="too few"):
        program_of(scenes_of_planted("block_insertion")[:1], "", "A head.")


def test_scenes_of_different_tasks_are_no_task() -> None:
    mixed = [*scenes_of_planted("block_insertion")[:6], *scenes_of_planted("blocks_in_zone")[:6]]
    with pytest.raises(Unwritable, match="differ from seed to seed"):
        program_of(mixed, "", "A head.")


def test_what_is_written_is_formatted_as_the_house_formats(tmp_path: Path) -> None:
    for name in PLANTED:
        (tmp_path / f"{name}.py").write_text(rewritten(name), encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--check", "--isolated", "--line-length", "110"]
    ran = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_written_is_a_program_and_the_same_each_time(name: str) -> None:
    assert parse_program(rewritten(name)).docstring.splitlines()[0] == "A summary."
    assert rewritten(name) == rewritten(name)
    assert scenes_of(rewritten(name))


def muddled(scene: SceneSpec, chance: random.Random) -> SceneSpec:
    """Return a scene with one slot that asks for something else, and one thing too many."""
    goals, count = list(scene.goals), len(scene.objects)
    place = chance.randrange(len(goals))
    slots = list(goals[place].slots)
    frame = chance.choice([None, *range(count)])
    relation = chance.choice(["on", "inside", "within", "at", "inserted"])
    changes = {"frame": frame, "relation": relation, "accepts": (chance.randrange(count),)}
    which = chance.randrange(len(slots))
    slots[which] = slots[which].model_copy(update=changes)
    goals[place] = goals[place].model_copy(update={"slots": tuple(slots)})
    chance.shuffle(goals)
    more = scene.objects[: chance.randrange(2)]
    return scene.model_copy(update={"goals": tuple(goals), "objects": (*scene.objects, *more)})


@pytest.mark.parametrize("name", PLANTED)
def test_scenes_that_make_no_sense_are_a_reason_or_a_program_and_never_an_exception(name: str) -> None:
    for turn in range(6):
        scenes = [muddled(scene, random.Random(turn)) for scene in scenes_of_planted(name)]
        scenes[0] = scenes_of_planted(name)[0] if turn % 2 else scenes[0]
        try:
            assert parse_program(program_of(scenes, "", "A head.")).class_name
        except Unwritable as reason:
            assert str(reason)  # noqa: PT017 - either is fine


HOSTILE = 'x"""\nimport os\\N{BULLET} {0} \x1b[2J \u202e' + "y" * 500


def test_a_hostile_summary_stays_words() -> None:
    text = program_of(scenes_of_planted("block_insertion"), HOSTILE, "A head.")
    assert parse_program(text).summary.isprintable()
    assert scenes_of(text)


def test_a_hostile_sentence_stays_words() -> None:
    words = 'put it in\\"\\", {self.__class__}'
    lines = f"""
        pose = self.get_random_pose(env, (0.12, 0.12, 0))
        env.add_object("bowl/bowl.urdf", pose, "fixed")
        block = env.add_object("block/block.urdf", self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True,
                      metric="pose", params=None, step_max_reward=1, symmetries=[0],
                      language_goal={words!r} + " " + random.choice(["red", "blue"])[:0] + "now")
    """
    scenes = [scene_of(recorded(lines, seed)) for seed in SEEDS]
    assert scenes_of(program_of(scenes, "", "A head."))[0].goals[0].instruction == f"{words} now"
