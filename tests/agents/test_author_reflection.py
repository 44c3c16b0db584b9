"""Votes tell a task whose sentences are true from one whose sentences are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.author import BuiltInAuthor
from agents.author.words import name_of
from agents.roles import Example, Program, Proposal, Reflection, ReflectRequest, Step
from sim.report import Report
from sim.signature import clauses_of
from tests.agents.samples import (
    as_program,
    build,
    code_request,
    composed,
    promised,
    proposal,
    sample_of_cells,
    solved_report,
)

TEAM = BuiltInAuthor()

SORTED = """from sim.language import Block, Bowl, Scene, Task, inside
class SortBlocks(Task):
    def build(self, scene: Scene) -> None:
        for color in ("red", "blue", "green"):
            bowl = scene.add(Bowl(color))
            block = scene.add(Block(color))
            self.goal(inside(block, bowl), f"put the {color} block into the {color} bowl")
"""
TOWER = """ORDER = "the red block, then the blue block, then the pink block"
from sim.language import Ball, Block, Scene, Task, Zone, stacked
class Tower(Task):
    def build(self, scene: Scene) -> None:
        zone = scene.add(Zone("green"))
        blocks = [scene.add(Block(color)) for color in ("red", "blue", "pink")]
        self.goal(stacked(blocks, on=zone), "stack in the zone " + ORDER)
"""
CHOSEN = """from sim.language import Block, Container, Scene, Task, inside
class Chosen(Task):
    def build(self, scene: Scene) -> None:
        container = scene.add(Container("brown"))
        block = scene.add(Block("red"))
        other = scene.add(Block("blue"))
        self.goal(inside(block, container), "put the red block into the container")
"""

KIT = """from sim.language import Hole, Kit, Scene, Shape, Task, inserted
class FillKit(Task):
    def build(self, scene: Scene) -> None:
        kit = scene.add(Kit("gray"))
        for color, variant in (("red", "star"), ("blue", "heart")):
            shape = scene.add(Shape(color, variant))
            self.goal(inserted(shape, scene.add(Hole(variant), on=kit)), f"fit the {shape.name} into the kit")
"""
HANOI = """from sim.language import Disk, Rods, Scene, Task, on_rod
class Hanoi(Task):
    def build(self, scene: Scene) -> None:
        rods = scene.add(Rods("brown"))
        big, small = scene.add(Disk("red", 0.10), on=rods), scene.add(Disk("blue", 0.07), on=rods)
        for disk, rod in ((small, 1), (small, 0), (small, 1)):
            words = f"move the {disk.name} to the {('first', 'middle', 'last')[rod]} rod"
            self.goal(on_rod(disk, rods, rod, 1 - rod), words, transient=True)
        self.goal(on_rod(big, rods, 2), "move the red disk to the last rod")
"""
SWEEP = """from sim.language import Pile, Scene, Task, Zone, within
class Sweep(Task):
    def build(self, scene: Scene) -> None:
        pile = scene.add(Pile("red", count=12))
        self.goal(within(pile, scene.add(Zone("green", (0.16, 0.16)))), "sweep the pile into the zone")
"""


async def votes(
    source: str, *, actions: int = 3, subject: Proposal | None = None, nearest: tuple[Example, ...] = ()
) -> list[Reflection]:
    report = solved_report(source, actions)
    given = subject or composed(sample_of_cells(100)[0])
    requests = [
        ReflectRequest(
            draw=(0,), vote=vote, proposal=given, program=as_program(source), report=report, nearest=nearest
        )
        for vote in range(3)
    ]
    return [await TEAM.reflection.reflect(request) for request in requests]


@pytest.mark.parametrize("source", [SORTED, TOWER, CHOSEN, KIT, HANOI, SWEEP])
async def test_true_sentences_and_needed_objects_are_kept(source: str) -> None:
    language, taste, _ = await votes(source)
    assert language.keep, language.reasons
    assert taste.keep, taste.reasons


MISMATCHES = Path(__file__).parent.parent / "programs" / "mismatches"
MISSED = 5  # of thirty tasks whose sentence is not true, at most
WRONGED = 2  # of thirty whose sentence is, at most


async def is_kept(file: Path) -> tuple[bool, set[str]]:
    """Vote as the graph does: more than half of the votes have to want it."""
    source = file.read_text()
    steps = tuple(Step(clause=clause, count=1) for clause in clauses_of(build(source)))
    answers = await votes(source, subject=proposal(*steps))
    reasons = {reason for answer in answers if not answer.keep for reason in answer.reasons}
    return sum(answer.keep and answer.language_matches for answer in answers) > len(answers) / 2, reasons


async def test_tasks_whose_sentence_is_not_true_are_voted_down() -> None:
    outcomes = {file.stem: await is_kept(file) for file in sorted((MISMATCHES / "false").glob("*.py"))}
    passed = [name for name, (kept, _) in outcomes.items() if kept]
    assert len(outcomes) == 30
    assert len(passed) <= MISSED, passed


async def test_tasks_whose_sentence_is_true_are_kept() -> None:
    outcomes = {file.stem: await is_kept(file) for file in sorted((MISMATCHES / "true").glob("*.py"))}
    refused = {name: reasons for name, (kept, reasons) in outcomes.items() if not kept}
    assert len(outcomes) == 30
    assert len(refused) <= WRONGED, refused


LIES = {
    "another colour": (CHOSEN, "put the red", "put the purple"),
    "the colour of the wrong one": (CHOSEN, "put the red", "put the blue"),
    "another kind": (CHOSEN, "red block into", "red ball into"),
    "another place": (CHOSEN, "the container", "the bowl"),
    "no colour where there are two": (CHOSEN, "put the red block", "put the block"),
    "twins": (CHOSEN, 'Block("blue")', 'Block("red")'),
    "another order": (TOWER, "red block, then the blue block", "blue block, then the red block"),
    "a size that nobody has": (TOWER, "stack in the zone", "stack by size in the zone"),
    "a wrong number": (TOWER, "stack in the zone", "stack the four blocks in the zone:"),
    "another shape": (KIT, "the {shape.name}", "the letter M"),
    "no word of the shape": (KIT, "the {shape.name}", "the {shape.color} one"),
    "colours that do not match": (SORTED, "into the {color} bowl", "into the white bowl"),
}


@pytest.mark.parametrize("name", LIES)
async def test_a_planted_lie_is_found(name: str) -> None:
    source, true, false = LIES[name]
    language, *_ = await votes(source.replace(true, false))
    assert not language.keep
    assert not language.language_matches
    assert language.lesson


BAD_TASTE = {
    "an object that nobody needs": (TOWER, "blocks = [", 'scene.add(Ball("red"))\n        blocks = ['),
    "a colour word that tells nothing": (CHOSEN, '        other = scene.add(Block("blue"))\n', ""),
}


@pytest.mark.parametrize("name", BAD_TASTE)
async def test_bad_taste_is_found(name: str) -> None:
    source, good, bad = BAD_TASTE[name]
    _, taste, _ = await votes(source.replace(good, bad))
    assert not taste.keep
    assert taste.lesson


async def test_a_chore_is_refused() -> None:
    _, taste, _ = await votes(TOWER, actions=9)
    assert not taste.keep


async def test_a_pile_may_take_many_strokes_and_one_move_of_it_is_no_trifle() -> None:
    assert [(await votes(SWEEP, actions=n))[1].keep for n in (1, 12, 17)] == [True, True, False]


async def test_what_was_not_promised_and_what_is_known_is_refused() -> None:
    twin = Example(name="twin", description="", signature=solved_report(SORTED).signature, score=0.9)
    _, _, novelty = await votes(SORTED, nearest=(twin,))
    assert len(novelty.reasons) == 2
    assert not novelty.keep


async def test_a_report_without_a_scene_is_no_reason_to_keep() -> None:
    request = ReflectRequest(
        draw=(0,), vote=0, proposal=composed(sample_of_cells(100)[0]), program=as_program(CHOSEN),
        report=Report(verdict="solved", phase="repeat", reason=""), nearest=(),
    )  # fmt: skip
    assert not (await TEAM.reflection.reflect(request)).keep


async def test_what_the_author_writes_is_kept() -> None:
    refused = {}
    for cell in sample_of_cells(8):
        subject = composed(cell)
        program: Program = await TEAM.coder.code(code_request(subject))
        answers = await votes(program.source, actions=4, subject=subject)
        reasons = [answer.reasons for answer in answers if not answer.keep]
        if reasons:
            refused[name_of(cell)] = reasons
    assert not refused
    assert promised(composed(sample_of_cells(8)[0]))
