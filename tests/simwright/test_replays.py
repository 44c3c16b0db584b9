"""What a replay tells, and what it refuses to be told."""

from __future__ import annotations

import json

import pytest
import typer

from graphs.replay import Change, Difference, Replayed
from sim.errors import UsageError
from simwright.replays import refuse_beside_replay, tell_replay

FOUND = Difference(
    attempt=3, name="stack-blocks", changes=(Change(what="verdict", recorded="solved", replayed="unsolved"),)
)
REPLAYED = Replayed(
    run="run-0002",
    replays="run-0001",
    recorded=4,
    replayed=4,
    same=4,
    different=(),
    missing=0,
    message="fine",
)


def test_flags_that_were_not_given_are_no_matter() -> None:
    refuse_beside_replay({"seed": None, "about": None})


def test_flags_that_were_given_are_named_as_they_are_written() -> None:
    with pytest.raises(UsageError, match="so --seed, --max-usd cannot go with it"):
        refuse_beside_replay({"seed": 0, "about": None, "max_usd": 1.5})


def test_a_replay_that_is_the_same_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    tell_replay(REPLAYED, json=False)
    assert "4 of 4 attempts the same" in capsys.readouterr().out


def test_what_differs_is_in_the_table_and_in_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    differs = REPLAYED.model_copy(update={"same": 3, "different": (FOUND,)})
    for as_json in (False, True):
        with pytest.raises(typer.Exit) as left:
            tell_replay(differs, json=as_json)
        assert left.value.exit_code == 1
    table, data = capsys.readouterr().out.rsplit("\n{", 1)
    assert all(word in table for word in ("stack-blocks", "verdict", "solved", "unsolved"))
    assert json.loads("{" + data)["different"][0]["attempt"] == 3
