"""Names and records of tasks that enter the library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs.records import record_of, unique_name
from memory.record import TaskRecord
from sim.report import EpisodeResult, Report
from sim.signature import Clause
from tests.graphs.small_world import solved


@pytest.mark.parametrize(
    ("wish", "taken", "name"),
    [
        ("stack-blocks", set(), "stack-blocks"),
        ("stack-blocks", {"stack-blocks"}, "stack-blocks-2"),
        ("stack-blocks", {"stack-blocks", "stack-blocks-2"}, "stack-blocks-3"),
        ("Stack the Blocks!", set(), "stack-the-blocks"),
        ("  ../../etc  ", set(), "etc"),
        ("方块", set(), "task"),
        ("a" * 200, {"a" * 80}, "a" * 78 + "-2"),
    ],
)
def test_a_name_is_kebab_case_and_free(wish: str, taken: set[str], name: str) -> None:
    assert unique_name(wish, taken) == name


@given(wish=st.text(max_size=120), taken=st.sets(st.sampled_from(["task", "a", "a-2", "0"])))
def test_whatever_is_wished_the_library_can_hold_it(wish: str, taken: set[str]) -> None:
    name = unique_name(wish, taken)
    record = record_of(name, wish, "source", REPORT, 0)
    assert TaskRecord.model_validate_json(record.model_dump_json()).name not in taken


CLAUSE = Clause(verb="inside", mover="block", target="bowl", selection="all")
REPORT = solved(CLAUSE, "")


def test_a_record_tells_what_was_verified_and_no_time() -> None:
    episode = EpisodeResult(seed=0, success=True, actions=1, cpu_s=1.5)
    timed = REPORT.model_copy(update={"episodes": (episode,)})
    record = record_of("put-block", "Put it in.", "source", timed, 7)
    assert record.kinds == ("block", "bowl")
    assert record.instructions == ("bring the block to the bowl",)
    assert record.signature == "inside(block -> bowl) by all"
    assert record.report.episodes[0].cpu_s == 0.0


def test_nothing_is_recorded_that_was_not_verified() -> None:
    unseen = Report(verdict="error", phase="build", reason="")
    with pytest.raises(ValueError, match="only verified tasks have records"):
        record_of("put-block", "Put it in.", "source", unseen, 0)
