"""Attempts that were turned away are grouped by what was wrong with them."""

from __future__ import annotations

from sim.report import Report
from simwright.dropped import dropped_groups, fingerprint
from tests.simwright.door import entry


def test_the_dropped_are_grouped_the_commonest_first() -> None:
    entries = [entry(i, gate="critique", reason=f"fault {i}") for i in range(5)]
    entries.append(entry(5, gate="verification", phase="build", verdict="misuse", reason="no such colour"))
    entries.append(entry(6, outcome="kept"))
    groups = dropped_groups(entries)
    assert [(group.phase, group.count) for group in groups] == [("critique", 5), ("verification, build", 1)]
    assert [example.attempt for example in groups[0].examples] == [0, 1, 2]


def test_the_same_fault_has_the_same_fingerprint_whatever_its_numbers_and_names() -> None:
    plain = {"gate": "verification", "verdict": "unsolved", "phase": "oracle"}
    reasons = ("'block' solved 3 of 10 seeds", "'red box' solved 0 of 10 seeds", "the arm got stuck")
    one, two, other = (entry(n, **plain, reason=reason) for n, reason in enumerate(reasons))
    assert fingerprint(one) == fingerprint(two) != fingerprint(other)
    assert [group.count for group in dropped_groups([one, other, two])] == [2, 1]


def test_a_fingerprint_is_that_of_the_report() -> None:
    report = Report(verdict="unsolved", phase="oracle", reason="3 of 10 seeds")
    found = entry(0, gate="verification", verdict="unsolved", phase="oracle", reason="7 of 10 seeds")
    assert fingerprint(found) == report.fingerprint


def test_what_is_merely_known_has_no_fault() -> None:
    repeats = [entry(n, gate="novelty", reason=f"repeats task-{n}") for n in range(3)]
    assert {fingerprint(one) for one in [*repeats, entry(9, outcome="kept")]} == {""}
    (group,) = dropped_groups(repeats)
    assert (group.count, group.verdict) == (3, "the library holds it already")
