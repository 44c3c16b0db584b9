"""The coder repairs what others wrote, from the report alone: small mends, each tried for real."""

from __future__ import annotations

import asyncio
import inspect
import json
from pathlib import Path

import pytest

import sim.language
from agents.author import BuiltInAuthor
from agents.author.mends import lexicon
from agents.author.mends.goals import added, sentence
from agents.author.mends.mending import MENDS, mended
from agents.author.mends.splicing import calls, spliced
from agents.author.mends.syntax import python
from agents.roles import CodeRequest, Program, Proposal
from sim.report import Report, Verdict
from sim.scene import Scene
from sim.task import Task
from sim.verify import Verifier

BROKEN = Path(__file__).parent.parent / "programs" / "broken"
WANTED: dict[str, dict[str, str | int]] = json.loads((BROKEN / "wanted.json").read_text())
REPAIRS = 3  # as in the graph
LEAST = 12  # of the twenty

HEAD = "from sim.language import Block, Bowl, Scene, Task, inside\n\n\nclass Try(Task):\n"
BUILD = "    def build(self, scene: Scene) -> None:\n"


def report(verdict: Verdict, reason: str) -> Report:
    return Report(verdict=verdict, phase="build", reason=reason)


async def repaired(name: str, verifier: Verifier) -> Report:
    """Verify and repair as the graph does: three times at most, and never after the same fault again."""
    words = name.replace("_", " ")
    proposal = Proposal(
        reasons="", name=name, description=words, assets=(), steps=(), distractors=(), parents=()
    )
    program = Program(reasons="", source=(BROKEN / f"{name}.py").read_text())
    outcome, faults = await verifier.verify(program.source), set()
    for _ in range(REPAIRS):
        if outcome.solved or outcome.fingerprint in faults:
            break
        faults.add(outcome.fingerprint)
        request = CodeRequest(
            draw=(0,), proposal=proposal, examples=(), lessons=(), program=program, report=outcome
        )
        program = await BuiltInAuthor().coder.code(request)
        outcome = await verifier.verify(program.source)
    return outcome


def is_as_meant(name: str, outcome: Report) -> bool:
    wanted = WANTED[name]
    goals = len(outcome.scene.goals) if outcome.scene else 0
    signature = wanted.get("signature", outcome.signature)
    return outcome.solved and goals >= int(wanted["goals"]) and outcome.signature == signature


@pytest.mark.slow
async def test_most_of_twenty_broken_programs_are_repaired_from_their_reports() -> None:
    failed = {}
    async with Verifier(workers=2) as verifier:
        outcomes = await asyncio.gather(*(repaired(name, verifier) for name in WANTED))
        for name, outcome in zip(WANTED, outcomes, strict=True):
            if not is_as_meant(name, outcome):
                failed[name] = (outcome.verdict, outcome.reason, outcome.signature)
    assert len(WANTED) == len(list(BROKEN.glob("*.py"))) == 20
    assert len(WANTED) - len(failed) >= LEAST, failed


def test_the_lexicon_says_what_the_language_has() -> None:
    offered = {name: getattr(sim.language, name) for name in sim.language.__all__}
    offered |= {name: getattr(Scene, name) for name in lexicon.SCENE} | {"goal": Task.goal}
    functions = {name: made for name, made in offered.items() if inspect.isfunction(made)}
    assert set(lexicon.NAMES) == set(sim.language.__all__)
    assert set(lexicon.PARAMETERS) == set(functions)
    for name, made in functions.items():
        given = [p for p in inspect.signature(made).parameters.values() if p.name != "self"]
        assert lexicon.parameters(name) == tuple(p.name for p in given), name
        assert lexicon.required(name) == sum(p.default is p.empty for p in given), name


SLIPS = {
    "a colon": (BUILD, BUILD.replace(":\n", "\n")),
    "a quote": ('scene.add(Bowl("red"))', 'scene.add(Bowl("red))'),
    "a comma": ("inside(block, bowl)", "inside(block bowl)"),
    "two brackets": ('scene.add(Block("red"))', 'scene.add(Block("red"'),
    "one bracket too many": ('scene.add(Bowl("red"))', 'scene.add(Bowl("red")))'),
    "a line too far in": ("        bowl =", "          bowl ="),
    "a tabulator": ("        bowl =", "\tbowl ="),
    "fences": (HEAD, f"Sure! Here you are.\n```python\n{HEAD}"),
}
WHOLE = (
    f'{HEAD}{BUILD}        block = scene.add(Block("red"))\n        bowl = scene.add(Bowl("red"))\n'
    '        self.goal(inside(block, bowl), "put the block into the bowl")\n'
)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_pen_is_found(slip: str) -> None:
    right, wrong = SLIPS[slip]
    assert wrong != right
    broken = WHOLE.replace(right, wrong)
    assert python(broken, report("syntax", "line 1 is not Python")) == WHOLE


# From a line of a program and what the report says of it to the line that it should be.
REPORTED: dict[str, tuple[Verdict, str, str, str]] = {
    "relation and sentence in each other's place": (
        "misuse", "self.goal('x', ...): it takes a relation such as inside(block, bowl)",
        'self.goal("x", inside(a, b))', 'self.goal(inside(a, b), "x")',
    ),
    "goals in a list": (
        "error", "'function' object has no attribute 'append'",
        'self.goals.append((inside(a, b), "x"))', 'self.goal(inside(a, b), "x")',
    ),
    "a rope too long": (
        "impossible", "the rope is 0.3 m long and the line only 0.2 m; make the line longer",
        'c = scene.add(Line("red", length=0.2))', 'c = scene.add(Line("red", length=0.31))',
    ),
    "the small carries the large": (
        "impossible", "the red box is 0.03 m wide, too narrow to carry the blue box of 0.06 m; a support is",
        "sizes = (0.03, 0.06)", "sizes = (0.06, 0.03)",
    ),
    "a size in words": (
        "misuse", "Zone size is 'large'; it takes two lengths in metres, (x, y)",
        'c = scene.add(Zone("red", size="large"))', 'c = scene.add(Zone("red"))',
    ),
    "a mover that is fixed": (
        "impossible", "the red block is fixed to the table; add it without fixed=True to move it",
        'c = scene.add(Block("red"), fixed=True)', 'c = scene.add(Block("red"))',
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", REPORTED)
def test_a_line_is_mended_by_what_the_report_says(slip: str) -> None:
    verdict, reason, wrong, right = REPORTED[slip]
    head = (
        WHOLE.replace("Bowl", "Bowl, Line, Zone", 1) + '        a = scene.add(Block("pink"))\n        b = a\n'
    )
    better = mended(f"{head}        {wrong}\n", report(verdict, reason))
    assert better
    assert f"        {right}\n" in better.source


def test_what_is_added_already_is_not_added_again() -> None:
    assert added(WHOLE, report("misuse", "")) is None


def test_a_sentence_is_written_over_the_things_themselves() -> None:
    (relation,) = calls(WHOLE, "inside")
    assert sentence(WHOLE, relation) == 'f"put the {block.name} into the {bowl.name}"'


def test_cuts_are_applied_from_the_end_and_never_within_each_other() -> None:
    assert spliced("abcdef", [(0, 1, "x"), (2, 5, "-"), (3, 4, "?")]) == "xb-f"
    assert spliced("abc", []) is None


@pytest.mark.parametrize("verdict", MENDS)
def test_a_mend_that_does_not_apply_leaves_the_program_alone(verdict: Verdict) -> None:
    better = mended(WHOLE, report(verdict, "something else"))
    assert better is None or better.source != WHOLE
    assert mended("", report(verdict, "something else")) is None
