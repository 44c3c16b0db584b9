"""`simwright benchmark sim` and `simwright language`, as a person types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policy.kinds import KINDS
from sim.reference import markdown
from tests.policy.cliport.small import SMALL_KIND
from tests.simwright.door import Knock

CASES = Path(__file__).parents[1] / "cases"


@pytest.mark.slow
def test_the_benchmark_of_the_simulator_has_all_the_figures(knock: Knock) -> None:
    ran = knock("benchmark", "sim", "--seeds", "1", "--json")
    assert ran.code == 0
    fast = ran.data["motions"]["fast"]
    for name in (
        "cpu_s_per_action",
        "cpu_s_per_reset",
        "soft_cpu_s_per_action",
        "episodes_per_hour_per_core",
    ):
        assert fast[name].keys() == {"median", "p90"}
    assert ran.data["peak_rss_mb"] <= 150
    assert ran.data["image_ms"] > 0
    assert ran.data["breakdown"]


@pytest.mark.slow
def test_a_leak_test_tells_a_person_that_all_is_flat(knock: Knock) -> None:
    ran = knock("benchmark", "sim", "--leak", "--episodes", "40", "--seeds", "1")
    assert "40 episodes in one process" in ran.out
    assert "memory grew by" in ran.out


@pytest.mark.slow
def test_every_base_task_ends_the_same_when_it_is_played_again(knock: Knock) -> None:
    ran = knock("benchmark", "sim", "--repeat", "1", "--seeds", "1", "--json")
    assert ran.code == 0
    assert ran.data["episodes"] == 2 * ran.data["scenes"]
    assert (ran.data["repeats"], ran.data["differing"]) == (1, 0)


def test_the_arm_comes_to_the_verdicts_of_the_fast_motion(knock: Knock) -> None:
    chosen = ("--task", "align-box-corner", "--task", "block-insertion", "--seeds", "2")
    ran = knock("benchmark", "arm", *chosen, "--json")
    assert ran.code == 0, ran.out
    assert (ran.data["episodes"], ran.data["agreement"], ran.data["differing"]) == (4, 1, [])
    assert ran.data["cpu_s_per_action"]["median"] > 0


def test_the_arm_is_not_compared_on_what_is_no_base_task(knock: Knock) -> None:
    ran = knock("benchmark", "arm", "--task", "align-ropes")
    assert ran.code == 2
    assert "align-rope" in ran.err


def test_the_arm_is_compared_on_planted_cases(knock: Knock, tmp_path: Path) -> None:
    (tmp_path / "half-inserted-ell.json").write_text((CASES / "half-inserted-ell.json").read_text())
    ran = knock("benchmark", "arm", "--cases", str(tmp_path), "--json")
    assert ran.code == 0, ran.out
    assert (ran.data["episodes"], ran.data["agreement"]) == (3, 1)


def test_the_arm_is_not_compared_on_cases_and_tasks_at_once(knock: Knock, tmp_path: Path) -> None:
    ran = knock("benchmark", "arm", "--cases", str(tmp_path), "--task", "align-rope")
    assert ran.code == 2
    assert "takes the place of the base tasks" in ran.err


def test_two_tests_at_a_time_are_refused(knock: Knock) -> None:
    ran = knock("benchmark", "sim", "--leak", "--repeat", "2")
    assert ran.code == 2
    assert "one at a time" in ran.err


@pytest.mark.slow
def test_the_benchmark_of_the_sandbox_leaves_nothing_behind(knock: Knock) -> None:
    ran = knock("benchmark", "sandbox", "--programs", "20", "--json")
    assert ran.code == 0
    assert ran.data["programs"] == sum(ran.data["verdicts"].values()) == 20
    assert ran.data["parent_alive"] is True
    assert (ran.data["leaked_processes"], ran.data["leaked_files"]) == (0, 0)
    assert ran.data["rss_growth"] < 0.2
    assert {"overhead_ms_median", "pool_start_s"} <= ran.data.keys()


def test_the_language_is_written_as_markdown_into_a_pipe(knock: Knock) -> None:
    ran = knock("language")
    assert (ran.code, ran.out) == (0, markdown())


def test_the_language_is_data_for_a_program(knock: Knock) -> None:
    ran = knock("language", "--json")
    assert ran.data["markdown"] == markdown()
    assert [part["title"] for part in ran.data["sections"]][:2] == ["A program", "The task"]


GENSIM = Path(__file__).parent.parent / "programs" / "cliport"


def test_programs_for_gensim_are_measured(knock: Knock) -> None:
    program = str(GENSIM / "put_block_in_bowl.py")
    ran = knock("benchmark", "cliport", program, "--seeds", "2", "--json")
    assert ran.code == 0
    assert (ran.data["programs"], ran.data["episodes"], ran.data["passed"]) == (1, 2, 1)
    assert ran.data["ratio"] == pytest.approx(ran.data["gensim_s"] / ran.data["median_s"], rel=0.01)
    assert ran.data["median_s"] < ran.data["map_median_s"] < ran.data["views_median_s"]
    assert ran.data["target_ratio"] == 500
    assert "GenSim needs 14.4 s" in knock("benchmark", "cliport", program, "--seeds", "1").out


def test_what_cannot_be_measured_as_a_program_for_gensim_is_refused(knock: Knock, tmp_path: Path) -> None:
    ours = GENSIM.parent / "faulty" / "own_exception.py"
    assert "does not import cliport" in knock("benchmark", "cliport", str(ours)).err
    assert "there is no file" in knock("benchmark", "cliport", "nowhere.py").err
    (tmp_path / "programs").mkdir()
    shutil.copy(GENSIM / "syntax_error.py", tmp_path / "programs")
    assert "no program could be built" in knock("benchmark", "cliport", str(tmp_path / "programs")).err


@pytest.mark.slow
def test_kinds_of_policies_are_measured_side_by_side(knock: Knock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "cliport", SMALL_KIND)
    assert knock("demos", "block-insertion", "-n", "1").code == 0
    words = ("benchmark", "policies", "--demos", "block-insertion", "--seconds", "0")
    ran = knock(*words, "--json")
    fast, cliport = ran.data["kinds"]["fast"], ran.data["kinds"]["cliport"]
    assert ran.data["ratio"] == pytest.approx(
        fast["samples_per_cpu_s"] / cliport["samples_per_cpu_s"], rel=0.1
    )
    assert "times as many" in knock(*words).out
