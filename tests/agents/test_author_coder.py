"""Programs build what was promised, read well, and change as reports ask."""

from __future__ import annotations

import ast

import pytest

from agents.author import BuiltInAuthor
from agents.author.grammar import Cell, singles
from agents.author.words import name_of
from agents.roles import Program, Proposal
from sim.errors import ProgramError
from sim.program import parse_program
from sim.report import Report, Verdict
from sim.signature import clauses_of, signature
from tests.agents.samples import (
    as_program,
    build,
    code_request,
    composed,
    promised,
    proposal,
    sample_of_cells,
    step,
)

CODER = BuiltInAuthor().coder


async def coded(subject: Proposal, draw: int = 1) -> str:
    return (await CODER.code(code_request(subject, draw))).source


async def repaired(subject: Proposal, source: str, verdict: Verdict, reason: str = "") -> Program:
    report = Report(verdict=verdict, phase="oracle", reason=reason)
    request = code_request(subject).model_copy(update={"program": as_program(source), "report": report})
    return await CODER.code(request)


async def test_what_is_built_is_what_was_promised() -> None:
    wrong = {}
    for cell in sample_of_cells(6):
        subject = composed(cell)
        built = signature(clauses_of(build(await coded(subject))))
        if built != promised(subject):
            wrong[promised(subject)] = built
    assert not wrong


@pytest.mark.parametrize("cell", sample_of_cells(25), ids=name_of)
async def test_a_program_is_one_short_class_with_a_docstring(cell: Cell) -> None:
    source = await coded(composed(cell))
    info = parse_program(source)
    task = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    method = next(node for node in task.body if isinstance(node, ast.FunctionDef))
    assert info.task_name == name_of(cell)
    assert info.summary.endswith(".")
    assert "Scene:" in info.docstring
    assert "Success:" in info.docstring
    assert (method.end_lineno or 0) - method.lineno < 30
    assert sum(isinstance(n, ast.ImportFrom) for n in ast.walk(ast.parse(source))) == 1
    assert max(map(len, source.splitlines())) <= 110


@pytest.mark.parametrize("cell", sample_of_cells(60), ids=name_of)
async def test_seeds_change_the_scene_and_not_the_signature(cell: Cell) -> None:
    scenes = [build(await coded(composed(cell)), seed) for seed in range(3)]
    assert len({signature(clauses_of(scene)) for scene in scenes}) == 1
    assert len({scene.model_dump_json() for scene in scenes}) == 3


NEW_VERBS = ("inserted", "spans", "circle", "wall", "layer", "bridge")
SINGLES = [c for c in singles() if c[0].verb in NEW_VERBS or c[0].mover in ("pile", "shape", "disk")]


@pytest.mark.parametrize("wording", range(3))
async def test_what_fits_spans_or_is_swept_is_built_as_promised(wording: int) -> None:
    wrong = {}
    for cell in SINGLES:
        subject = composed(cell, seed=wording)
        source = await coded(subject)
        built = {signature(clauses_of(build(source, seed))) for seed in range(2)}
        if built != {promised(subject)}:
            wrong[promised(subject)] = built
    assert not wrong


async def test_a_tower_of_disks_is_moved_or_built() -> None:
    cell = next(c for c in SINGLES if c[0].mover == "disk" and c[0].selection == "size")
    sources = {await coded(composed(cell, seed)) for seed in range(12)}
    moved = [source for source in sources if "transient=True" in source]
    assert 0 < len(moved) < len(sources)
    assert {len(build(source).goals) for source in moved} == {4, 8}  # of two disks and of three
    assert all(build(source).goals[-1].transient is False for source in sources)


async def test_every_shape_has_a_hole_and_every_rope_a_mark_of_its_length() -> None:
    for cell in SINGLES:
        scene = build(await coded(composed(cell, 1)))
        holes = [(t.variant, t.size[0]) for t in scene.objects if t.kind == "hole"]
        shapes = [(t.variant, t.size[0]) for t in scene.objects if t.kind == "shape"]
        assert not holes or sorted(holes) == sorted(shapes)
        ropes = {t.size[0] for t in scene.objects if t.kind == "rope"}
        marks = {t.size[0] for t in scene.objects if t.kind in ("line", "square")}
        assert not ropes or max(ropes) <= min(marks) <= max(ropes) + 0.0101


async def test_the_same_request_gets_the_same_program() -> None:
    subject = composed(sample_of_cells(40)[2])
    assert await coded(subject) == await coded(subject)


@pytest.mark.parametrize("verdict", ["full", "impossible", "unsolved", "unstable", "trivial", "unrepeatable"])
async def test_a_repair_changes_the_program_and_keeps_the_promise(verdict: Verdict) -> None:
    subject = composed(sample_of_cells(40)[1])
    source = await coded(subject)
    program = await repaired(subject, source, verdict, "something is wrong")
    assert program.source != source
    assert "something is wrong" in program.reasons
    assert signature(clauses_of(build(program.source))) == promised(subject)


async def test_repairs_go_on_until_there_is_no_idea_left() -> None:
    subject = proposal(step("inside block container all", 4))
    source, seen = await coded(subject), set()
    for _ in range(12):
        seen.add(source)
        program = await repaired(subject, source, "full")
        if program.source == source:
            assert "no idea" in program.reasons
            break
        assert program.source not in seen
        source = program.source
    assert 4 <= len(seen) <= 6


async def test_large_first_drafts_are_rare_and_can_be_repaired() -> None:
    subject = proposal(step("inside cylinder bowl all", 3))
    usual = await coded(subject)
    drafts = [await coded(subject, draw) for draw in range(200)]
    large = [draft for draft in drafts if draft != usual]
    assert 4 <= len(large) <= 30
    mended = await repaired(subject, large[0], "unsolved", "too wide")
    assert mended.source == usual


@pytest.mark.parametrize("source", ["def (", "import os\n", "x = 1\n"])
async def test_a_strange_program_is_written_anew(source: str) -> None:
    subject = proposal(step("inside cylinder bowl all", 3))
    program = await repaired(subject, source, "syntax", "line 1 is not Python")
    assert signature(clauses_of(build(program.source))) == promised(subject)


@pytest.mark.parametrize(
    "subject",
    [
        proposal(step("inside block container color", 4)),
        proposal(step("within box zone color", 2), step("on block box all", 2, "object")),
        proposal(step("at box corner all", 1), step("on cylinder box all", 1, "object")),
        proposal(step("on cylinder pallet all", 6)),
        proposal(step("tower cylinder table all", 3)),
        proposal(step("row ball zone all", 3)),
    ],
)
async def test_a_proposal_of_somebody_else_gets_a_best_effort(subject: Proposal) -> None:
    program = await CODER.code(code_request(subject))
    try:
        built = signature(clauses_of(build(program.source)))
    except (ProgramError, StopIteration):
        assert subject.steps[0].clause.mover == "ball" or "no idea" in program.reasons
    else:
        assert built == promised(subject)


async def test_a_lesson_makes_it_careful() -> None:
    subject = proposal(step("inside cylinder bowl all", 3))
    usual = await coded(subject)
    for draw in range(100):
        request = code_request(subject, draw)
        lesson = ("inside(cylinder -> bowl): a wide one does not fit",)
        assert (await CODER.code(request.model_copy(update={"lessons": lesson}))).source == usual
