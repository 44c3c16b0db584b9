"""Every role is shown what helps it, and the trace says what that was, how near, and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any  # Any: JSON as it came

import pytest

from graphs.recall import EXAMPLES, LESSONS, NEAR_ENOUGH, Plan, Recall, Shown
from memory.memory import Memory
from memory.workspace import Workspace
from simwright.spans import Span, read_spans
from tests.graphs.conftest import Finished

FIELDS = {"proposer": "examples", "critic": "nearest", "coder": "examples", "reflection": "nearest"}
WORDS = {"similar", "diverse", "signature", "drawn", "success", "failure"}


@pytest.fixture(scope="module")
def memory(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Memory]:
    """The memory that a run left; these tests only read it."""
    root = tmp_path_factory.mktemp("recall")
    shutil.copytree(finished.root / "library", root / "library")
    with Memory.open(Workspace(root), purpose="test") as opened:
        yield opened


async def test_a_run_about_something_grows_from_what_is_near_to_it(memory: Memory) -> None:
    about = "put a ball into a container"
    near = {task.name for task in memory.similar_tasks(about, NEAR_ENOUGH)}
    seen = [await Recall(memory).around_a_task((n,), about, memory.sequence) for n in range(40)]
    grown_from = {one.examples[0].name for one in seen}
    assert len(grown_from) > 1
    assert grown_from <= near < {record.name for record in memory.cards}
    drawn = [line for one in seen for line in one.told if line.endswith(" drawn")]
    assert {line.split()[0] for line in drawn} <= near


async def test_proposer_and_critic_see_tasks_that_are_near_and_tasks_that_differ(memory: Memory) -> None:
    whys = set()
    for record in memory.cards:
        near = await Recall(memory).near(record.description, memory.sequence)
        whys |= {line.rpartition(" ")[2] for line in near.told}
    assert whys == {"similar", "diverse"}


async def test_the_coder_sees_programs_and_lessons_with_their_ids(memory: Memory) -> None:
    record = memory.cards[-1]
    plan = Plan("Something else altogether.", record.signature)
    found = await Recall(memory).for_coder(plan, memory.lessons[0].symptom, memory.sequence)
    assert record.name in [example.name for example in found.examples]
    assert all(example.program for example in found.examples)
    assert (len(found.examples), len(found.lessons)) == (EXAMPLES, LESSONS)
    ids = {line.split()[1] for line in found.told if line.startswith("lesson ")}
    assert len(ids) == LESSONS
    assert ids <= {lesson.id for lesson in memory.lessons}


async def test_reflection_sees_the_nearest_successes_and_the_nearest_failures(memory: Memory) -> None:
    kept = {(record.run, record.attempt) for record in memory.cards}
    mended = {lesson.id for lesson in memory.lessons if (lesson.run, lesson.attempt) in kept}
    assert mended
    found = await Recall(memory).for_reflection(memory.cards[-1].description, memory.sequence)
    failed = [line.split()[1:] for line in found.told if line.startswith("lesson ")]
    assert len(failed) == len(found.lessons) == LESSONS
    assert {why for _, _, why in failed} == {"failure"}
    assert not {id_ for id_, _, _ in failed} & mended


async def test_a_blind_run_is_shown_nothing(memory: Memory) -> None:
    blind, now = Recall(memory, blind=True), memory.sequence
    shown = [
        await blind.around_a_task((0,), "", now),
        await blind.near("balls", now),
        await blind.for_coder(Plan("balls", ""), "balls", now),
        await blind.for_reflection("balls", now),
    ]
    assert shown == [Shown()] * 4


def questions(spans: list[Span]) -> Iterator[Span]:
    for span in spans:
        if span.name.startswith("invoke_agent"):
            yield span
        yield from questions(span.children)


def test_the_trace_tells_of_every_question_what_was_retrieved_for_it(finished: Finished) -> None:
    seen = dict.fromkeys(FIELDS, 0)
    for root in read_spans(finished.folder / "spans.jsonl"):
        for span in questions([root]):
            role = span.name.partition(" ")[2]
            file = finished.folder / "attempts" / f"{root.attempt:06d}" / str(span.attributes["answer"])
            request: dict[str, Any] = json.loads(file.read_bytes())["request"]  # Any: see the import
            told = [line.split() for line in retrieved_of(span)]
            tasks = [words for words in told if words[0] != "lesson"]
            shown = request[FIELDS[role]]
            assert [name for name, *_ in tasks] == [example["name"] for example in shown]
            scores = [float(score) for _, score, _ in tasks]
            assert scores == pytest.approx([example["score"] for example in shown], abs=0.0051)
            assert {words[-1] for words in told} <= WORDS
            assert len(told) - len(tasks) == len(request.get("lessons", request.get("failures", ())))
            seen[role] += len(told)
    assert all(seen.values())


def retrieved_of(span: Span) -> list[str]:
    found = span.attributes["retrieved"]
    assert isinstance(found, list)
    return found
