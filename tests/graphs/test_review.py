"""A person in the loop: tasks wait, answers take effect once, at a place that the ledger names."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from graphs.attempt import after_reflect
from graphs.ledger import Entry, Ledger
from graphs.review import Answer, ReviewFolder, Waiting, needs_person
from graphs.state import AttemptState
from graphs.summary import Progress, Watch
from memory.library import Library
from memory.workspace import Workspace
from sim.errors import UsageError
from tests.graphs.conftest import ATTEMPTS, LOOKAHEAD, SEED
from tests.graphs.entries import entry_of
from tests.graphs.small_world import ledger_of, settings_for, small_run, truth_of

REVIEWED = settings_for(attempts=8, review=True)


def waiting_in(root: Path) -> list[Entry]:
    return [entry for entry in ledger_of(root) if entry.outcome == "waiting"]


def answers_in(root: Path) -> ReviewFolder:
    return ReviewFolder(root / "runs" / "run-0001")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete run of which every task waits."""
    root = tmp_path_factory.mktemp("reviewed")
    asyncio.run(small_run(root, REVIEWED))
    return root


@pytest.fixture
def root(reviewed: Path, tmp_path: Path) -> Path:
    shutil.copytree(reviewed, tmp_path / "w")
    return tmp_path / "w"


def test_a_task_that_waits_is_in_its_attempts_folder_and_not_in_the_library(reviewed: Path) -> None:
    waiting = waiting_in(reviewed)
    assert len(waiting) >= 2
    library = Library(Workspace(reviewed).library)
    assert {record.origin for record in library.records()} == {"base"}
    for entry in waiting:
        folder = reviewed / "runs" / "run-0001" / "attempts" / f"{entry.attempt:06d}"
        left = Waiting.model_validate_json((folder / "waiting.json").read_bytes())
        assert left.name == entry.name
        for file in (left.program, left.report, left.preview, left.proposal):
            assert (folder / file).is_file()


async def test_without_answers_a_reviewed_run_is_deterministic(reviewed: Path, tmp_path: Path) -> None:
    await small_run(tmp_path, REVIEWED.model_copy(update={"workers": 4}))
    assert truth_of(tmp_path) == truth_of(reviewed)


async def test_a_run_says_what_waits_and_how_to_go_on(tmp_path: Path) -> None:
    summary = await small_run(tmp_path, settings_for(attempts=None, kept=2, review=True))
    assert summary.ended == "kept", "what waits counts: a run that nobody looks at must end"
    assert (summary.funnel.waiting, summary.funnel.kept, summary.kept) == (2, 0, ())
    assert "2 tasks wait for a person: `simwright review run-0001`" in summary.message
    with pytest.raises(UsageError, match="2 more wait for a person: answer with `simwright review run-0001`"):
        await small_run(tmp_path, settings_for(), resume="run-0001")


async def test_a_resume_follows_answers(root: Path) -> None:
    first, second, *others = waiting_in(root)
    answers_in(root).give(Answer(attempt=first.attempt, keep=True, comment="nice"))
    answers_in(root).give(Answer(attempt=second.attempt, keep=False, comment="the bowl hides it"))
    shown: list[Progress] = []
    summary = await small_run(root, settings_for(), resume="run-0001", watch=Watch(on_progress=shown.append))
    assert summary.attempts == 8
    assert [task.name for task in summary.kept] == [first.name]
    assert (summary.funnel.refused, summary.funnel.waiting) == (1, len(others))
    assert [progress.outcome for progress in shown] == ["", "kept", "dropped"]
    library = Library(Workspace(root).library)
    record = library.task(first.name).record
    assert (record.comment, record.run, record.attempt) == ("nice", "run-0001", first.attempt)
    refused = ledger_of(root)[second.attempt]
    assert (refused.outcome, refused.gate, refused.reason) == ("dropped", "review", "the bowl hides it")
    lesson = next(lesson for lesson in library.lessons() if lesson.id == refused.lesson)
    assert lesson.symptom == "solved, but turned down by a person: the bowl hides it"


async def test_a_no_without_a_comment_teaches_nothing(root: Path) -> None:
    attempt = waiting_in(root)[0].attempt
    answers_in(root).give(Answer(attempt=attempt, keep=False))
    await small_run(root, settings_for(), resume="run-0001")
    entry = ledger_of(root)[attempt]
    assert (entry.lesson, entry.reason) == ("", "a person turned it down")


async def test_a_refusal_lets_a_run_go_on_to_its_limit(tmp_path: Path) -> None:
    settings = settings_for(attempts=None, kept=2, review=True)
    await small_run(tmp_path, settings)
    made = len(ledger_of(tmp_path))
    answers_in(tmp_path).give(Answer(attempt=waiting_in(tmp_path)[0].attempt, keep=False))
    summary = await small_run(tmp_path, settings, resume="run-0001")
    assert summary.attempts > made
    assert summary.funnel.waiting == 2


async def test_a_run_that_walks_follows_an_answer_at_its_next_commit(tmp_path: Path) -> None:
    given: list[int] = []

    def answer_the_first(progress: Progress) -> None:
        if progress.outcome == "waiting" and not given:
            given.append(progress.statistics.attempts - 1)
            answers_in(tmp_path).give(Answer(attempt=given[0], keep=True))

    settings = settings_for(attempts=12, review=True)
    summary = await small_run(tmp_path, settings, watch=Watch(on_progress=answer_the_first))
    entry = ledger_of(tmp_path)[given[0]]
    assert entry.outcome == "kept"
    assert entry.ruling is not None
    assert entry.ruling.after in (given[0] + 1, given[0] + 2)
    assert [task.name for task in summary.kept] == [entry.name]
    later = [other for other in ledger_of(tmp_path) if other.attempt >= entry.ruling.after + 4]
    assert all(other.before >= entry.sequence for other in later)


async def test_an_answer_is_followed_once_after_a_kill_between_task_and_ledger(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(root, whole)
    attempt = waiting_in(root)[0].attempt
    for place in (root, whole):
        answers_in(place).give(Answer(attempt=attempt, keep=True, comment="nice"))
    await small_run(whole, settings_for(), resume="run-0001")
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            await small_run(root, settings_for(), resume="run-0001")
    assert ledger_of(root)[attempt].outcome == "waiting"
    with pytest.raises(UsageError, match="was taken already"):
        answers_in(root).give(Answer(attempt=attempt, keep=False))
    await small_run(root, settings_for(), resume="run-0001")
    assert truth_of(root) == truth_of(whole)


def killed(ledger: Ledger, entry: Entry) -> None:
    raise KeyboardInterrupt


async def test_the_last_answer_before_it_is_taken_wins(root: Path) -> None:
    attempt = waiting_in(root)[0].attempt
    answers_in(root).give(Answer(attempt=attempt, keep=False))
    answers_in(root).give(Answer(attempt=attempt, keep=True))
    await small_run(root, settings_for(), resume="run-0001")
    assert ledger_of(root)[attempt].outcome == "kept"
    with pytest.raises(UsageError, match=f"the answer about attempt {attempt} was taken already"):
        answers_in(root).give(Answer(attempt=attempt, keep=False))


async def test_what_its_like_landed_meanwhile_is_not_kept_by_a_yes(tmp_path: Path) -> None:
    settings = settings_for(attempts=ATTEMPTS, lookahead=LOOKAHEAD, seed=SEED, review=True)
    await small_run(tmp_path, settings)
    twins: dict[str, list[int]] = {}
    for entry in waiting_in(tmp_path):
        twins.setdefault(entry.signature, []).append(entry.attempt)
    first, second = next(attempts for attempts in twins.values() if len(attempts) > 1)[:2]
    for attempt in (first, second):
        answers_in(tmp_path).give(Answer(attempt=attempt, keep=True))
    await small_run(tmp_path, settings, resume="run-0001")
    ledger = ledger_of(tmp_path)
    assert ledger[first].outcome == "kept"
    assert (ledger[second].outcome, ledger[second].gate) == ("dropped", "commit")
    assert ledger[second].duplicate_of == ledger[first].name


def test_a_damaged_answer_counts_as_none(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    attempt = waiting_in(root)[0].attempt
    answers_in(root).give(Answer(attempt=attempt, keep=True)).write_text("{")
    assert answers_in(root).due(Ledger(root / "runs" / "run-0001" / "ledger.jsonl")) == []
    assert "is no answer" in caplog.text


def test_a_rejection_by_a_person_is_told_from_the_next_commit_on(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    for number in range(3):
        ledger.append(entry_of(number, outcome="waiting"))
    refused = entry_of(0, outcome="dropped", gate="review", reason="dull")
    ruling = {"keep": False, "comment": "dull", "after": 3}
    ledger.append(refused.model_validate({**refused.model_dump(), "ruling": ruling}))
    ledger.append(entry_of(3))
    assert ledger.rejections(through=2) == ()
    assert [one.reason for one in ledger.rejections(through=3)] == ["dull"]
    assert Ledger(tmp_path / "ledger.jsonl").entries == ledger.entries
    assert ledger.waiting == (1, 2)


@pytest.mark.parametrize(
    ("doubt", "review", "why"),
    [("2 of 4 votes", False, "2 of 4 votes"), ("", True, "every task"), ("", False, "")],
)
def test_a_person_is_asked_when_the_votes_or_the_run_say_so(doubt: str, review: bool, why: str) -> None:
    state: AttemptState = {"doubt": doubt, "votes": [True, False], "decision": "drop"}
    assert needs_person(state, settings_for(review=review)).startswith(why)
    assert after_reflect(state) == ("keep" if doubt else "drop")


async def test_what_votes_leave_to_a_person_waits_and_all_else_does_not(tmp_path: Path) -> None:
    await small_run(tmp_path, settings_for(attempts=12, votes=2, tie="person"))
    voted = [entry for entry in ledger_of(tmp_path) if entry.votes and entry.gate != "commit"]
    ties = [entry for entry in voted if len(set(entry.votes)) > 1]
    assert ties
    assert {(entry.outcome, entry.reason) for entry in ties} == {("waiting", "the 2 votes are even")}
    assert "waiting" not in {entry.outcome for entry in voted if entry not in ties}


def test_a_commit_of_a_ruling_needs_an_attempt_that_waits(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.append(entry_of(0))
    ruled = entry_of(0, ruling={"keep": True, "comment": "", "after": 1})
    with pytest.raises(ValueError, match="attempt 0 does not wait"):
        ledger.append(ruled)
