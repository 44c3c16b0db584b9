"""Readers: quick, without a lock, beside a run, and content with what they find."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys

import pytest

from memory.library import Library
from memory.memory import Memory
from memory.minilm import MiniLM
from memory.reading import Reader
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.memory.made_up import NAMES, HashEmbedder, fill, program_of, task_of

SEARCH = """
import sys
from pathlib import Path
from memory.reading import Reader
from memory.workspace import Workspace
found = Reader(Workspace(Path(sys.argv[1]))).search("stack coloured blocks into a tower", 5)
heavy = {"chromadb", "torch", "sentence_transformers", "pybullet", "scipy"} & sys.modules.keys()
sys.exit(f"imported {heavy}" if heavy or not found else 0)
"""


@pytest.fixture
def filled(workspace: Workspace, minilm: MiniLM) -> Workspace:
    with Memory(workspace, purpose="test", embedder=minilm) as memory:
        fill(memory)
    return workspace


def test_a_search_lists_the_nearest_first(filled: Workspace, minilm: MiniLM) -> None:
    found = Reader(filled, minilm).search("stack coloured blocks into a tower", 3)
    assert {neighbour.name for neighbour in found[:2]} == {"stack-blocks", "build-a-tower"}
    assert [n.score for n in found] == sorted((n.score for n in found), reverse=True)


def test_a_reader_scores_as_the_writer_does(filled: Workspace, minilm: MiniLM) -> None:
    with Memory(filled, purpose="test", embedder=minilm) as memory:
        written = {n.name: n.score for n in memory.similar_tasks("push", len(NAMES))}
    assert {n.name: n.score for n in Reader(filled, minilm).search("push", len(NAMES))} == written


def test_a_reader_sees_what_a_run_has_just_kept(workspace: Workspace) -> None:
    with Memory(workspace, purpose="test", embedder=HashEmbedder()) as memory:
        reader = Reader(workspace, HashEmbedder())
        fill(memory, NAMES[:2])
        assert len(reader.search("anything", 9)) == 2
        fill(memory, NAMES[2:])
        assert len(reader.search("anything", 9)) == len(NAMES)


def test_the_base_tasks_answer_for_an_empty_library(workspace: Workspace, minilm: MiniLM) -> None:
    reader = Reader(workspace, minilm)
    assert reader.from_base
    assert reader.search("stack coloured blocks into a tower", 1)[0].name == "stack-block-pyramid"
    shown = reader.show("stack-block-pyramid")
    assert shown.record is None
    assert "class StackBlockPyramid(Task)" in shown.program
    assert reader.stats().from_base
    assert not workspace.root.exists()


def test_missing_vectors_are_made_for_the_moment(filled: Workspace, minilm: MiniLM) -> None:
    reader = Reader(filled, minilm)
    before = reader.search("tower", 5)
    shutil.rmtree(filled.index)
    assert reader.search("tower", 5) == before
    assert reader.stats().missing_vectors == len(NAMES)
    assert not filled.index.exists()


def test_a_task_is_shown_with_program_and_picture(filled: Workspace, minilm: MiniLM) -> None:
    record, program, preview = Reader(filled, minilm).show("pack-boxes")
    assert record is not None
    assert record.name == "pack-boxes"
    assert program == program_of("pack-boxes")
    assert preview is not None
    assert preview.read_bytes() == b"picture"


@pytest.mark.parametrize("name", ["none", "", ".", "../tasks", "/tmp"])
def test_an_unknown_task_is_refused(workspace: Workspace, name: str) -> None:
    library = Library(workspace.library)
    library.prepare()
    library.write_task(task_of("pack-boxes", 0), None)
    with pytest.raises(UsageError, match="no task"):
        Reader(workspace).show(name)


def test_an_unknown_base_task_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="the base tasks are: align-box-corner"):
        Reader(workspace).show("none")


def test_stats_count_the_library(filled: Workspace, minilm: MiniLM) -> None:
    stats = Reader(filled, minilm).stats()
    assert (stats.tasks, stats.explored, stats.base, stats.lessons) == (5, 5, 0, 1)
    assert stats.kinds == {"block": 5, "zone": 5}
    assert (stats.vectors, stats.missing_vectors) == (3 * len(NAMES) + 1, 0)


def test_a_foreign_library_is_refused(filled: Workspace) -> None:
    (Library(filled.library).folder / "format.json").write_text('{"format": 9}')
    with pytest.raises(UsageError, match="reads format 1"):
        Reader(filled).search("x", 1)


@pytest.mark.slow
def test_a_cold_search_beside_a_writer_takes_two_seconds_at_most_and_nothing_heavy(filled: Workspace) -> None:
    with Memory.open(filled, purpose="test"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", SEARCH, filled.root], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time is the clock's on a machine with a core to spare, and means the same on a busy one.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
