"""The only writer: what it writes, in which order, and that it may write it again."""

from __future__ import annotations

from pathlib import Path

from agents.roles import Proposal, ProposeRequest
from graphs.context import Crew
from graphs.explore import Start, explore_with
from graphs.summary import RunSummary, Watch
from memory.library import Library
from memory.workspace import Workspace
from sim.report import Report, nameless
from tests.graphs.conftest import Finished
from tests.graphs.small_world import PICTURE, SmallProver, SmallTeam, ledger_of, settings_for, small_library


def library_of(finished: Finished) -> Library:
    return Library(Workspace(finished.root).library)


def test_a_kept_task_has_program_picture_and_ancestry(finished: Finished) -> None:
    library = library_of(finished)
    names = {record.name for record in library.records()}
    for entry in ledger_of(finished.root):
        if entry.outcome == "kept":
            record = library.task(entry.name).record
            assert (record.run, record.attempt, record.origin) == ("run-0001", entry.attempt, "explored")
            assert set(record.parents) <= names
            assert record.parents
            picture = library.preview(entry.name)
            assert picture is not None
            assert picture.read_bytes() == PICTURE


def test_sequence_numbers_follow_the_order_of_the_attempts(finished: Finished) -> None:
    library = library_of(finished)
    explored = [record for record in library.records() if record.origin == "explored"]
    written = [(r.sequence, r.attempt) for r in explored]
    written += [(lesson.sequence, lesson.attempt) for lesson in library.lessons()]
    written.sort()
    assert [sequence for sequence, _ in written] == list(range(5, 5 + len(written)))
    assert [attempt for _, attempt in written] == sorted(attempt or 0 for _, attempt in written)
    assert ledger_of(finished.root)[-1].sequence == 5 + len(written)


def test_lessons_come_from_faults_and_from_repairs(finished: Finished) -> None:
    lessons = {lesson.id: lesson for lesson in library_of(finished).lessons()}
    for entry in ledger_of(finished.root):
        if entry.gate == "verification":
            assert lessons[entry.lesson].fix == ""
        if entry.outcome == "kept":
            assert bool(entry.lesson) == (entry.repairs > 0)
        if entry.outcome == "kept" and entry.lesson:
            assert lessons[entry.lesson].fix == "looked again"
            assert lessons[entry.lesson].symptom
        if entry.gate == "novelty":
            assert not entry.lesson


def test_no_lesson_is_learned_twice(finished: Finished) -> None:
    lessons = {lesson.id: lesson for lesson in library_of(finished).lessons()}
    said = [(one.signature, nameless(one.symptom), one.fix) for one in lessons.values()]
    assert len(said) == len(set(said))
    taught = [entry for entry in ledger_of(finished.root) if entry.lesson]
    assert {entry.lesson for entry in taught} == set(lessons)


def test_base_tasks_come_first_and_have_no_run(finished: Finished) -> None:
    base = library_of(finished).records()[:5]
    assert [record.origin for record in base] == ["base"] * 5
    assert [record.sequence for record in base] == list(range(5))
    assert {record.run for record in base} == {""}


def test_times_are_kept_apart(finished: Finished) -> None:
    lines = (finished.folder / "times.jsonl").read_text().splitlines()
    assert len(lines) == finished.summary.attempts
    assert Path(finished.folder / "ledger.jsonl").read_text().count("walked_s") == 0


class SameName(SmallTeam):
    """Calls every task alike."""

    async def propose(self, request: ProposeRequest) -> Proposal:
        proposal = await super().propose(request)
        return proposal.model_copy(update={"name": "move-things"})


class Crashing(SmallProver):
    """Loses its process so many times before it answers."""

    def __init__(self, crashes: int) -> None:
        self._crashes = crashes

    async def verify(self, source: str, *, episodes: int = 10, first_seed: int = 0) -> Report:
        if source.startswith("{") and self._crashes:
            self._crashes -= 1
            return Report(verdict="crashed", phase="settle", reason="the process was lost")
        return await super().verify(source, episodes=episodes, first_seed=first_seed)


async def run_of(root: Path, crew: Crew, attempts: int) -> RunSummary:
    settings = settings_for(attempts=attempts, workers=1)
    return await explore_with(crew, Start(settings, Workspace(root), "", Watch(), small_library()))


async def test_different_tasks_of_one_name_are_numbered(tmp_path: Path) -> None:
    summary = await run_of(tmp_path, Crew(SameName(), SmallProver()), 10)
    names = [task.name for task in summary.kept]
    assert len(names) >= 3
    assert names[:3] == ["move-things", "move-things-2", "move-things-3"]


async def test_a_crash_of_the_prover_gets_a_second_try(tmp_path: Path) -> None:
    await run_of(tmp_path, Crew(SmallTeam(), Crashing(1)), 1)
    (entry,) = ledger_of(tmp_path)
    assert entry.verdict != "crashed"


async def test_two_crashes_drop_the_attempt_and_teach_nothing(tmp_path: Path) -> None:
    await run_of(tmp_path, Crew(SmallTeam(), Crashing(2)), 1)
    (entry,) = ledger_of(tmp_path)
    assert (entry.outcome, entry.verdict, entry.repairs) == ("dropped", "crashed", 0)
    assert entry.lesson == ""
