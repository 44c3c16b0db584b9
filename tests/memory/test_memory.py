"""The memory of the one writer: what it finds, what it refuses, and how it gets over damage."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from memory.library import program_hash
from memory.memory import Memory
from memory.minilm import MiniLM
from memory.record import Neighbour
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.memory.made_up import NAMES, HashEmbedder, fill, lesson_of, program_of, record_of

KILLED = """
import os, signal, sys
from pathlib import Path
from memory.memory import Memory
from memory.workspace import Workspace
from tests.memory.made_up import HashEmbedder, fill
memory = Memory(Workspace(Path(sys.argv[1])), purpose="test", embedder=HashEmbedder())
fill(memory)
os.kill(os.getpid(), signal.SIGKILL)
"""


def opened(workspace: Workspace, embedder: HashEmbedder | None = None) -> Memory:
    return Memory(workspace, purpose="test", embedder=embedder or HashEmbedder())


def names(found: list[Neighbour]) -> list[str]:
    return [neighbour.name for neighbour in found]


def answers(memory: Memory) -> list[object]:
    """Ask one question of each kind."""
    return [
        memory.similar_tasks("a tower of blocks", 3),
        memory.similar_programs("a tower of blocks", "on(block -> zone) by all", 3),
        memory.lessons_near("timeout", 3),
    ]


def test_nothing_is_made_until_somebody_writes(workspace: Workspace) -> None:
    assert not workspace.root.exists()
    assert not workspace.library.exists()


def test_an_empty_memory_knows_nothing(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    with opened(workspace) as memory:
        assert memory.cards == ()
        assert memory.sequence == 0
        assert answers(memory) == [[], [], []]
        assert memory.signatures() == {}
    assert "index" not in caplog.text


def test_the_default_model_finds_what_is_meant(workspace: Workspace) -> None:
    with Memory.open(workspace, purpose="test") as memory:
        fill(memory)
        assert memory.similar_tasks("a tall tower", 2)[0].name == "build-a-tower"
        assert memory.similar_tasks("each ball goes into a bowl", 2)[0].name == "sort-balls-into-bowls"


def test_added_tasks_are_found_before_and_after_a_flush_and_after_reopening(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory)
        before = answers(memory)
        memory.flush()
        assert answers(memory) == before
        assert [record.name for record in memory.cards] == list(NAMES)
    with opened(workspace) as memory:
        assert answers(memory) == before
        assert [record.name for record in memory.cards] == list(NAMES)
        assert memory.sequence == len(NAMES) + 1


def test_a_snapshot_does_not_see_what_came_later(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory, NAMES[:2])
        early = [memory.similar_tasks("tower", 5), memory.lessons_near("x", 5), memory.signatures()]
        now = memory.sequence
        for name in NAMES[2:]:
            memory.add_task(record_of(name, memory.sequence), program_of(name), None)
        memory.add_lesson(lesson_of("later", memory.sequence))
        late = [
            memory.similar_tasks("tower", 5, before=now),
            memory.lessons_near("x", 5, before=now),
            memory.signatures(before=now),
        ]
        assert late == early
        assert len(memory.similar_tasks("tower", 5)) == 5


def test_programs_come_with_source_and_the_nearest_signature_first(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        for name, signed in (("a", "inside(ball -> bowl) by color"), ("b", "tower(block -> zone) by size")):
            record = record_of(name, memory.sequence, signature=signed)
            memory.add_task(record, program_of(name), None)
        found = memory.similar_programs("anything", "tower(block -> pallet) by size", 2)
        assert names(found) == ["b", "a"]
        assert found[0].program == program_of("b")


def test_a_program_of_the_same_signature_is_found_however_far_its_text_is(workspace: Workspace) -> None:
    signed = "tower(block -> pallet) by size"
    with opened(workspace) as memory:
        for number in range(60):
            name = f"task-{number}"
            signature = signed if number == 59 else f"inside(ball -> bowl) by color, {number}"
            memory.add_task(record_of(name, number, signature=signature), program_of(name), None)
        found = memory.similar_programs("anything", signed, 3)
        by_text = memory.similar_programs("anything", "", 60)
    assert (found[0].name, found[0].why) == ("task-59", "signature")
    assert "signature" not in {neighbour.why for neighbour in by_text}


def test_lessons_say_whether_their_attempt_led_to_a_task(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        kept = {"run": "run-0001", "attempt": 3}
        memory.add_task(record_of("a", 0, **kept), program_of("a"), None)
        for number, attempt in enumerate((3, 4, 5), start=1):
            lesson = lesson_of(f"lesson-{attempt}", number, symptom=f"symptom {attempt}")
            memory.add_lesson(lesson.model_copy(update={"run": "run-0001", "attempt": attempt}))
        near = {found.lesson.id: found.why for found in memory.lessons_near("symptom 3", 5)}
        assert near == {"lesson-3": "success", "lesson-4": "failure", "lesson-5": "failure"}
        failed = memory.lessons_near("symptom 3", 5, only_failures=True)
        assert {found.lesson.id for found in failed} == {"lesson-4", "lesson-5"}


def test_a_duplicate_is_named_within_its_snapshot(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory)
        signed = memory.cards[3].signature
        assert memory.duplicate_of("new", "New.", signed) == "build-a-tower"
        assert memory.duplicate_of("new", "New.", signed, before=3) == ""
        assert memory.signatures()[signed] == "build-a-tower"


def test_adding_the_same_again_changes_nothing(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory)
        before = answers(memory), memory.sequence
        kept = memory.add_task(record_of(NAMES[0], memory.sequence), program_of(NAMES[0]), b"picture")
        assert kept.sequence == 0
        assert memory.add_lesson(lesson_of("lesson-1", memory.sequence)).sequence == len(NAMES)
        assert (answers(memory), memory.sequence) == before


def test_another_task_of_a_known_name_is_refused(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory)
        with pytest.raises(UsageError, match="choose another name"):
            memory.add_task(record_of(NAMES[0], 9, description="Else."), program_of(NAMES[0]), None)
        other = record_of(NAMES[0], 9, program_sha256=program_hash("other"))
        with pytest.raises(UsageError, match="choose another name"):
            memory.add_task(other, "other", None)


def test_a_program_that_was_foreseen_is_not_embedded_again(workspace: Workspace) -> None:
    embedder = HashEmbedder()
    with opened(workspace, embedder) as memory:
        record, program = record_of(NAMES[0], 0), program_of(NAMES[0])
        memory.foresee(record.signature, program)
        assert len(embedder.embedded) == 1
        memory.add_task(record, program, None)
        assert len(embedder.embedded) == len(set(embedder.embedded)) == 3


def test_a_place_in_the_past_is_refused(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory)
        with pytest.raises(UsageError, match=f"the next free one is {len(NAMES) + 1}"):
            memory.add_task(record_of("new", 0), program_of("new"), None)
        assert not (workspace.library / "tasks" / "new").exists()


def test_a_second_writer_is_refused_and_the_first_goes_on(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        with pytest.raises(UsageError, match="being written to by 'test'"):
            opened(workspace)
        fill(memory)
    opened(workspace).close()


def test_a_memory_that_cannot_open_gives_the_lock_back(workspace: Workspace) -> None:
    with opened(workspace) as memory:
        fill(memory)
    record = workspace.library / "tasks" / NAMES[0] / "record.json"
    whole = record.read_text()
    record.write_text("{")
    with pytest.raises(UsageError, match="is damaged"):
        opened(workspace)
    record.write_text(whole)
    opened(workspace).close()


def test_each_text_is_embedded_once_in_the_life_of_a_workspace(workspace: Workspace) -> None:
    embedder = HashEmbedder()
    with opened(workspace, embedder) as memory:
        fill(memory)
    assert len(embedder.embedded) == len(set(embedder.embedded)) == 3 * len(NAMES) + 1
    again = HashEmbedder()
    opened(workspace, again).close()
    assert again.embedded == []


def test_threads_may_ask_while_one_writes(workspace: Workspace) -> None:
    with opened(workspace) as memory, ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(memory.similar_tasks, f"question {number}", 3) for number in range(100)]
        fill(memory, [f"task-{number}" for number in range(70)])  # more than one flush
        assert all(len(future.result()) <= 3 for future in asked)
        assert len(memory.similar_tasks("all", 100)) == 70


def lose_the_index(workspace: Workspace) -> None:
    shutil.rmtree(workspace.index)


def lose_chroma(workspace: Workspace) -> None:
    shutil.rmtree(chroma(workspace))


def lose_the_flat_vectors(workspace: Workspace) -> None:
    shutil.rmtree(workspace.index / "flat")


def tear_the_flat_vectors(workspace: Workspace) -> None:
    path = workspace.index / "flat" / "vectors.bin"
    os.truncate(path, path.stat().st_size - 700)


def scramble_the_database(workspace: Workspace) -> None:
    (chroma(workspace) / "chroma.sqlite3").write_bytes(b"no database" * 1000)


def double_the_index(workspace: Workspace) -> None:
    shutil.copytree(chroma(workspace), workspace.index / "chroma-copy")


def remove_a_task(workspace: Workspace) -> None:
    shutil.rmtree(workspace.library / "tasks" / NAMES[2])


def reword_a_task(workspace: Workspace) -> None:
    record = workspace.library / "tasks" / NAMES[2] / "record.json"
    record.write_text(record.read_text().replace("Pack boxes on", "Pack the boxes on"))


def chroma(workspace: Workspace) -> Path:
    return next(workspace.index.glob("chroma-*"))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lose_the_index, "it is missing; made again"),
        (lose_chroma, "it is missing; made again"),
        (lose_the_flat_vectors, "the flat vectors are missing; mended"),
        (tear_the_flat_vectors, "the last flat vector is torn; mended"),
        (scramble_the_database, "its files are not as they were left; made again"),
        (double_the_index, "there are 2 of it; made again"),
        (remove_a_task, "tasks: 1 unknown; programs: 1 unknown"),
        (reword_a_task, "tasks: 1 changed"),
    ],
)
def test_damage_is_noticed_explained_and_mended(
    workspace: Workspace,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Workspace], None],
    reason: str,
) -> None:
    with opened(workspace) as memory:
        fill(memory)
    damage(workspace)
    with caplog.at_level(logging.WARNING), opened(workspace) as memory:
        mended = answers(memory)
    assert reason in caplog.text
    caplog.clear()
    shutil.rmtree(workspace.index)
    with opened(workspace) as memory:
        assert answers(memory) == mended
    caplog.clear()
    opened(workspace).close()
    assert caplog.text == ""


def test_vectors_of_another_model_are_made_again(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(workspace) as memory:
        fill(memory)
    other = HashEmbedder("other")
    with opened(workspace, other) as memory:
        assert len(memory.similar_tasks("x", 5)) == 5
    assert "not of format 1 and other:0" in caplog.text
    assert "was made for" in caplog.text
    assert len(other.embedded) == 3 * len(NAMES) + 2


def test_an_index_that_breaks_during_a_run_is_made_again(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(workspace) as memory:
        fill(memory)
        memory.flush()
        before = answers(memory)
        memory._index._client.delete_collection("tasks")
        assert answers(memory) == before
    assert "made again from the library" in caplog.text


def test_a_killed_writer_loses_nothing(workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, workspace.root], check=False)
    assert done.returncode == -signal.SIGKILL
    embedder = HashEmbedder()
    with opened(workspace, embedder) as memory:
        assert [record.name for record in memory.cards] == list(NAMES)
        assert embedder.embedded == []
        assert len(memory.similar_tasks("x", 5)) == 5
    assert "it was not closed, so it may be half written; made again" in caplog.text


def test_the_library_is_the_same_bytes_each_time(tmp_path: Path, minilm: MiniLM) -> None:
    found = []
    for name in ("one", "two"):
        workspace = Workspace(tmp_path / name)
        with Memory(workspace, purpose="test", embedder=minilm) as memory:
            fill(memory)
        files = sorted(path for path in workspace.library.rglob("*") if path.is_file())
        found.append([(path.relative_to(workspace.root), path.read_bytes()) for path in files])
    assert found[0] == found[1]
