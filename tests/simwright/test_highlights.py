"""The best and the oddest of a run are chosen by what is written about them, always the same ones."""

from __future__ import annotations

import numpy as np

from memory.card import TaskCard
from memory.library import program_hash
from memory.reading import Placed
from memory.record import TaskRecord
from sim.report import Difficulty, Report
from simwright.highlights import best, oddest


def record(name: str, number: int, signature: str, actions: float, rate: float = 1.0) -> TaskRecord:
    report = Report(
        verdict="solved",
        phase="repeat",
        reason="",
        success_rate=rate,
        difficulty=Difficulty(actions=actions, success_rate=rate, slack_m=0.01),
    )
    return TaskRecord(
        name=name,
        description=name,
        instructions=(name,),
        signature=signature,
        skeleton=signature,
        kinds=("block",),
        origin="explored",
        sequence=number,
        program_sha256=program_hash(""),
        report=report,
    )


def test_the_best_ask_most_and_are_solved_for_sure() -> None:
    records = [
        record("short", 0, "on(block -> block) by all", 2),
        record("unsure", 1, "on(block -> block) by all + inside(ball -> bowl) by all", 9, rate=0.9),
        record("two-steps", 2, "on(block -> block) by all + inside(ball -> bowl) by all", 3),
        record("long", 3, "on(block -> block) by all", 8),
    ]
    found = best(records)
    assert [one.name for one in found] == ["two-steps", "long", "short"]
    assert found[0].why == "2 different steps, 3 actions, 10 mm of slack"
    assert [one.name for one in best(records[1:2])] == ["unsure"]  # better than nothing
    assert best([]) == ()


def placed(name: str, *vector: float) -> Placed:
    values = np.asarray(vector, np.float32)
    card = TaskCard.model_construct(name=name)
    return Placed(card, values / np.linalg.norm(values))


def test_the_oddest_are_farthest_from_their_nearest_neighbour() -> None:
    library = [placed("base", 1, 0, 0), placed("near", 1, 0.1, 0), placed("odd", 0, 0, 1)]
    found = oddest(["near", "odd", "gone"], library)
    assert [one.name for one in found] == ["odd", "near"]
    assert found[0].why.endswith("at a cosine of 0.00")
    assert "base, at a cosine of" in found[1].why


def test_a_library_of_one_has_nothing_odd() -> None:
    assert oddest(["only"], [placed("only", 1, 0)]) == ()
