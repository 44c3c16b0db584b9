"""Verification: every planted fault gets its own verdict, phase and one helpful sentence."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from sim.build import Builder
from sim.catalog import BaseTask, base_tasks
from sim.errors import UsageError
from sim.verify import Verifier

FAULTY = Path(__file__).parent.parent / "programs" / "faulty"
EXPECTED = {
    "any_move_wins": ("random", "random", "too easy: a random policy solves it in"),
    "already_holds": ("trivial", "idle", "holds before anyone acts"),
    "forbidden_import": ("rejected", "parse", "line 1 imports 'os'"),
    "full_table": ("full", "build", "use fewer or smaller things"),
    "greedy_memory": ("memory", "build", "line 8"),
    "impossible_goal": ("impossible", "build", "a red ball rolls"),
    "own_exception": ("error", "build", "line 8: ZeroDivisionError"),
    "syntax_error": ("syntax", "parse", "line 8 is not Python"),
    "unknown_color": ("misuse", "build", "color 'turquoise' does not exist"),
    "unsolvable": ("unsolved", "oracle", "of 10 episodes; at seed"),
    "wrong_word": ("language", "language", "says blue, but nothing in its goal is blue; it should be red"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def verifier() -> AsyncIterator[Verifier]:
    async with Verifier(workers=1) as shared:
        yield shared


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_arm_plays_in_the_end_when_it_is_asked() -> None:
    source = next(task.source for task in base_tasks() if task.name == "align-box-corner")
    async with Verifier(workers=1, arm_episodes=2) as with_arm:
        report = await with_arm.verify(source, episodes=3)
    assert (report.verdict, report.phase) == ("solved", "arm")
    assert [episode.seed for episode in report.arm] == [0, 1]
    assert all(episode.success for episode in report.arm)
    assert all(episode.cpu_s == 0 for episode in report.without_times().arm)


async def test_the_arm_can_act_in_all_phases() -> None:
    source = next(task.source for task in base_tasks() if task.name == "align-box-corner")
    async with Verifier(workers=1, motion="arm") as with_arm:
        report = await with_arm.verify(source, episodes=2)
    assert (report.verdict, report.phase, report.arm) == ("solved", "repeat", ())


@pytest.mark.parametrize("name", EXPECTED)
async def test_a_planted_fault_gets_its_own_verdict(verifier: Verifier, name: str) -> None:
    verdict, phase, sentence = EXPECTED[name]
    report = await verifier.verify((FAULTY / f"{name}.py").read_text())
    assert (report.verdict, report.phase) == (verdict, phase)
    assert sentence in report.reason


async def test_an_endless_loop_is_ended_and_its_line_named() -> None:
    async with Builder() as builder:
        built = await builder.build((FAULTY / "endless_loop.py").read_text(), (0,), cpu_s=0.5)
    assert built.failure is not None
    assert (built.failure.verdict, built.failure.phase) == ("timeout", "build")
    assert "endless loop" in built.failure.reason
    assert built.failure.traceback.startswith(("  line 9", "  line 10"))


async def test_every_planted_program_is_expected_somewhere() -> None:
    assert {path.stem for path in FAULTY.glob("*.py")} == {*EXPECTED, "endless_loop"}


PATIENT = ("sweeping", "ropes", "stacking")  # families with many steps of physics, or many actions


@pytest.mark.parametrize(
    "task",
    [
        pytest.param(task, id=task.name, marks=[pytest.mark.slow] if task.family in PATIENT else [])
        for task in base_tasks()
    ],
)
async def test_every_base_task_is_solved_on_fresh_seeds(verifier: Verifier, task: BaseTask) -> None:
    episodes = 1 if task.family in PATIENT else 10
    report = await verifier.verify(task.source, episodes=episodes, first_seed=5000)
    assert report.solved, report.reason
    assert report.success_rate == 1.0
    assert [e.seed for e in report.episodes] == list(range(5000, 5000 + episodes))
    assert report.scene is not None
    assert report.signature
    assert report.random_rate is not None
    assert report.random_rate <= 0.2
    assert report.difficulty is not None
    assert report.difficulty.actions >= 1


async def test_two_verifications_agree_but_for_the_time(verifier: Verifier) -> None:
    source = base_tasks()[0].source
    first, second = [await verifier.verify(source, episodes=3) for _ in range(2)]
    assert first.without_times() == second.without_times()


async def test_a_lost_simulator_is_a_report_and_the_next_program_is_served(verifier: Verifier) -> None:
    source = base_tasks()[0].source
    pool = verifier._simulator
    (child,) = pool._children
    child._process.send_signal(signal.SIGABRT)  # SIGKILL, the kernel's way, would have it asked again
    lost = await verifier.verify(source, episodes=1)
    assert (lost.verdict, lost.phase) == ("crashed", "settle")
    assert "SIGABRT" in lost.reason
    assert (await verifier.verify(source, episodes=1)).solved


async def test_a_failed_import_names_no_path_of_this_machine(verifier: Verifier) -> None:
    source = base_tasks()[0].source.replace("import ", "import Mug, ", 1)
    report = await verifier.verify(source, episodes=1)
    assert report.reason.endswith("cannot import name 'Mug' from 'sim.language'")
    assert "language.py" not in report.traceback


async def test_senseless_arguments_are_the_callers_fault(verifier: Verifier) -> None:
    with pytest.raises(UsageError, match="episodes=0"):
        await verifier.verify("x", episodes=0)
    with pytest.raises(UsageError, match="workers is 0"):
        Verifier(workers=0)


async def test_many_programs_at_once_leave_the_event_loop_free(verifier: Verifier) -> None:
    source = base_tasks()[0].source
    work = asyncio.gather(*(verifier.verify(source, episodes=2) for _ in range(3)))
    ticks = 0
    while not work.done():
        await asyncio.sleep(0.005)
        ticks += 1
    assert ticks > 3
    assert all(report.solved for report in await work)


async def test_a_simulator_that_hung_is_replaced_and_the_report_says_by_what_it_was_ended() -> None:
    program = next(task.source for task in base_tasks() if task.name == "put-block-in-bowl")
    others = psutil.Process().children()
    async with Verifier(workers=1) as verifier:
        assert (await verifier.verify(program, episodes=1)).solved
        ours = [one for one in psutil.Process().children() if one not in others]
        (simulator,) = [one for one in ours if "sim.worker" in one.cmdline()]
        simulator.send_signal(signal.SIGXCPU)  # as the kernel does when it has used up its processor time
        report = await verifier.verify(program, episodes=1)
        assert (report.verdict, report.layer) == ("crashed", "limits")
        assert "hung and was replaced" in report.reason
        assert (await verifier.verify(program, episodes=1)).solved
