"""Somebody else's programs come in once they are verified, in their order, and never twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from graphs.importing import Candidate, Importer, ImportSettings, Outcome, candidates_of
from memory.library import Library, program_hash
from memory.memory import Memory
from memory.workspace import Workspace
from sim.verify import Verifier
from tests.memory.made_up import HashEmbedder
from tests.sim.cliport.making import PROGRAMS, planted

ESCAPES = PROGRAMS / "escapes"
ATTACKS = sorted(path.stem for path in ESCAPES.glob("*.py") if path.stem != "endless")[:4]
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def verifier() -> AsyncIterator[Verifier]:
    async with Verifier(workers=1) as shared:
        yield shared


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    workspace = Workspace(tmp_path / "workspace")
    with Memory(workspace, purpose="a test", embedder=HashEmbedder()) as opened:
        yield opened


def of_gensim(*names: str) -> list[Candidate]:
    return [
        Candidate(name.replace("_", "-"), f"Task {name}.", planted(name), f"{name}.py", "gensim")
        for name in names
    ]


async def brought(
    memory: Memory, verifier: Verifier, candidates: Sequence[Candidate], **how: bool
) -> list[Outcome]:
    importer = Importer(memory, verifier, ImportSettings(episodes=1, workers=2, **how))
    return await importer.bring_in(candidates, asyncio.Event())


async def test_what_is_judged_alike_is_kept_in_our_language_with_the_original_beside(
    memory: Memory, verifier: Verifier
) -> None:
    (outcome,) = await brought(memory, verifier, of_gensim("block_insertion"))
    assert (outcome.outcome, outcome.verdict, outcome.gensim) == ("rewritten", "solved", "pass")
    library = Library(memory.workspace.library)
    task = library.task("block-insertion")
    assert "sim.language" in task.program
    assert library.original(task.record) == planted("block_insertion")
    assert task.record.origin == "imported"
    assert task.record.description == "Task block_insertion."
    assert task.record.report.gensim is not None
    came = task.record.provenance
    assert came is not None
    assert (came.library, came.file, came.rewritten) == ("gensim", "block_insertion.py", True)
    assert came.sha256 == program_hash(planted("block_insertion"))


async def test_what_cannot_be_rewritten_is_kept_as_it_is_and_what_is_not_solved_is_refused(
    memory: Memory, verifier: Verifier
) -> None:
    kept, refused, repeated = await brought(
        memory, verifier, [*of_gensim("missing_asset", "wrong_name"), *again_named("missing_asset", "other")]
    )
    assert kept.outcome == "as it is"
    assert "nothing marks" in kept.reason
    assert kept.leniencies
    library = Library(memory.workspace.library)
    assert library.task("missing-asset").program == planted("missing_asset")
    assert library.original(library.task("missing-asset").record) == ""
    assert refused.outcome == "refused"
    assert refused.reason.startswith("error: line 27: NameError")
    assert repeated.outcome == "refused"
    assert repeated.reason == "repeats missing-asset"
    assert [record.name for record in memory.cards] == ["missing-asset"]


def again_named(name: str, called: str) -> list[Candidate]:
    """Return the same task in another file: a comment makes it another program."""
    return [Candidate(called, "Another.", planted(name) + "# another\n", f"{called}.py", "gensim")]


class Counting(Verifier):
    """Counts what is verified."""

    def __init__(self, inner: Verifier) -> None:
        self.__dict__ = inner.__dict__
        self.__dict__.setdefault("asked", 0)
        self.__dict__["asked"] = 0

    async def verify(self, source: str, *, episodes: int = 10, first_seed: int = 0):  # type: ignore[no-untyped-def]  # noqa: ANN201 - that of the parent
        self.__dict__["asked"] += 1
        return await super().verify(source, episodes=episodes, first_seed=first_seed)


async def test_a_second_import_verifies_nothing_unless_it_is_told_to(
    memory: Memory, verifier: Verifier
) -> None:
    candidates = of_gensim("wrong_name", "block_insertion")
    first = await brought(memory, verifier, candidates)
    counting = Counting(verifier)
    second = await brought(memory, counting, candidates)
    assert counting.__dict__["asked"] == 0
    assert [outcome.outcome for outcome in second] == ["refused", "known"]
    assert second[0] == first[0]
    third = await brought(memory, counting, candidates, again=True)
    assert counting.__dict__["asked"] == 1
    assert [outcome.outcome for outcome in third] == ["refused", "known"]


async def test_what_repeated_a_task_that_is_gone_is_looked_at_again(
    memory: Memory, verifier: Verifier
) -> None:
    twins = [*of_gensim("block_insertion"), *again_named("block_insertion", "other")]
    assert [one.outcome for one in await brought(memory, verifier, twins)] == ["rewritten", "refused"]
    memory.remove_task("block-insertion")
    assert [one.outcome for one in await brought(memory, verifier, twins[1:])] == ["rewritten"]


async def test_a_stop_keeps_what_was_begun_and_the_next_call_goes_on(
    memory: Memory, verifier: Verifier
) -> None:
    candidates = of_gensim("block_insertion", "align_box_corner", "blocks_in_zone")
    stop = asyncio.Event()
    importer = Importer(memory, verifier, ImportSettings(episodes=1, workers=1))
    outcomes = await importer.bring_in(candidates, stop, lambda _: stop.set())
    assert len(outcomes) < len(candidates)
    assert [record.name for record in memory.cards] == [outcome.name for outcome in outcomes]
    rest = await brought(memory, verifier, candidates)
    assert [one.outcome for one in rest[: len(outcomes)]] == ["known"] * len(outcomes)
    assert [record.name for record in memory.cards] == [c.name for c in candidates]


async def test_a_damaged_note_is_no_reason_to_stop(memory: Memory, verifier: Verifier) -> None:
    await brought(memory, verifier, of_gensim("wrong_name"))
    (note,) = memory.workspace.imports.iterdir()
    note.write_text("{")
    (again,) = await brought(memory, verifier, of_gensim("wrong_name"))
    assert again.outcome == "refused"


@pytest.mark.slow
async def test_a_library_of_ours_goes_out_and_comes_in_again(
    memory: Memory, verifier: Verifier, tmp_path: Path
) -> None:
    ours = Candidate("in-bowls", "Blocks.", base_program(), "in_bowls.py", "file")
    await brought(memory, verifier, [*of_gensim("block_insertion", "missing_asset"), ours])
    there = Library(memory.workspace.library)
    there.copy_tasks([record.name for record in memory.cards], tmp_path / "copy")
    with Memory(Workspace(tmp_path / "new"), purpose="a test", embedder=HashEmbedder()) as other:
        outcomes = await brought(other, verifier, candidates_of(Library(tmp_path / "copy")))
        assert [one.outcome for one in outcomes] == ["rewritten", "as it is", "as it is"]
        here = Library(other.workspace.library)
        assert here.records() == there.records()
        for record in here.records():
            assert here.program(record) == there.program(record)
            assert here.original(record) == there.original(record)


def base_program() -> str:
    return Path("sim/tasks/put_block_in_bowl.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ATTACKS)
async def test_there_is_no_other_road_into_a_library_than_through_the_sandbox(
    memory: Memory, verifier: Verifier, name: str
) -> None:
    source = (ESCAPES / f"{name}.py").read_text(encoding="utf-8")
    (outcome,) = await brought(memory, verifier, [Candidate("escape", "", source, f"{name}.py", "gensim")])
    assert outcome.outcome == "refused"
    assert memory.cards == ()
