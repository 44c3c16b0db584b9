"""Training learns, and a kill does not change what it comes to."""

from __future__ import annotations

import math
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from policy.card import PolicyCard
from policy.checkpoint import CARD as CARD_FILE
from policy.checkpoint import WEIGHTS, load_card, load_policy
from policy.demos.rows import Row
from policy.fast import fast_rate
from policy.feed import Share, batch_of
from policy.kinds import KINDS
from policy.learning import Deck, augmented
from policy.logbook import LOGS
from policy.pictures import sample_of
from policy.plan import Learned, Lesson, Machine, Plan
from policy.targets import BINS, OFFSETS
from policy.train import train
from policy.words import Vocabulary
from sim.errors import UsageError
from tests.policy.stage import HashEncoder, bowl_rows
from tests.policy.train_small import PLAN, train_small

CARD = PolicyCard(
    encoder=HashEncoder.identity, tasks=("bowls",), episodes=2, steps=0, planned=6, batch=2, seed=0
)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return bowl_rows(2)


class Killed(Exception):
    """What a kill looks like from inside."""


def trained(folder: Path, rows: list[Row], plan: Plan, die_at: int = 0) -> list[Learned]:
    """Train into a folder, and perhaps die after a checkpoint."""
    heard: list[Learned] = []

    def show(learned: Learned) -> None:
        heard.append(learned)
        if learned.step == die_at:
            raise Killed

    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    train(lesson, folder, CARD, plan, show)
    return heard


@pytest.mark.slow
def test_a_kill_does_not_change_the_weights(tmp_path: Path, rows: list[Row]) -> None:
    plan = Plan(steps=6, batch=2, save_every=2)
    trained(tmp_path / "whole", rows, plan)
    with pytest.raises(Killed):
        trained(tmp_path / "broken", rows, plan, die_at=4)
    trained(tmp_path / "broken", rows, plan)
    assert (tmp_path / "broken" / WEIGHTS).read_bytes() == (tmp_path / "whole" / WEIGHTS).read_bytes()


@pytest.mark.slow
def test_training_that_is_killed_from_outside_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    train_small(whole)
    with subprocess.Popen([sys.executable, "-m", "tests.policy.train_small", str(broken)]) as child:
        while not (broken / CARD_FILE).exists():
            assert child.poll() is None
            time.sleep(0.01)
        child.kill()
    assert child.returncode == -signal.SIGKILL
    assert load_card(broken).steps < PLAN.steps
    train_small(broken)
    assert (broken / WEIGHTS).read_bytes() == (whole / WEIGHTS).read_bytes()


@pytest.mark.slow
def test_what_is_seen_again_and_again_is_learned(tmp_path: Path, rows: list[Row]) -> None:
    heard = trained(tmp_path, rows[:1], Plan(steps=24, batch=2, save_every=1))
    blind = 2 * math.log(160 * 80) + math.log(BINS) + 2 * math.log(OFFSETS)  # what knowing nothing costs
    assert sum(heard[0].costs.values()) > 0.8 * blind
    assert sum(heard[-1].costs.values()) < 0.75 * blind


def test_an_example_depends_on_seed_and_step_alone(rows: list[Row]) -> None:
    deck = Deck({"bowls": rows})
    fast = KINDS["fast"]
    whole = Share(0, 2)
    first, again = (batch_of(fast, one, (0, 5), whole) for one in (deck, Deck({"bowls": rows})))
    other = batch_of(fast, deck, (0, 6), whole)
    assert torch.equal(first.pictures, again.pictures)
    assert not torch.equal(first.pictures, other.pictures)


def test_a_sentence_with_a_direction_is_not_turned(rows: list[Row]) -> None:
    sample = sample_of({**rows[0], "instruction": "put the red block left of the blue bowl"})
    moved = augmented(sample, np.random.default_rng(3))
    before = (sample.place[0] - sample.pick[0], sample.place[1] - sample.pick[1])
    after = (moved.place[0] - moved.pick[0], moved.place[1] - moved.pick[1])
    assert after == pytest.approx(before)


def test_the_rate_of_the_fast_policy_rises_and_falls() -> None:
    assert fast_rate(0, 1000) < fast_rate(99, 1000) > fast_rate(500, 1000) > fast_rate(999, 1000) > 0


def test_a_policy_is_read_with_its_own_encoder_only(tmp_path: Path, rows: list[Row]) -> None:
    trained(tmp_path, rows[:1], Plan(steps=1, batch=1))
    assert load_card(tmp_path).steps == 1
    picture = sample_of(rows[0]).picture
    assert load_policy(tmp_path, HashEncoder()).decide(picture, "red").picks.sum() == pytest.approx(
        1.0, abs=1e-3
    )

    class Other(HashEncoder):
        identity = "other:1"

    with pytest.raises(UsageError, match="other:1"):
        load_policy(tmp_path, Other())


def test_a_policy_that_was_begun_otherwise_is_left_alone(tmp_path: Path, rows: list[Row]) -> None:
    trained(tmp_path, rows[:1], Plan(steps=1, batch=1))
    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    other = CARD.model_copy(update={"tasks": ("bowls", "towers")})
    with pytest.raises(UsageError, match="tasks"):
        train(lesson, tmp_path, other, Plan(steps=1, batch=1), lambda learned: None)


@pytest.mark.slow
def test_two_devices_learn_what_one_does(
    tmp_path: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:  # Fabric finds a port, too, but leaves its socket open
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("MASTER_PORT", str(free.getsockname()[1]))
    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    plan = Plan(steps=2, batch=2)
    for name, machine in (("one", Machine()), ("two", Machine(devices=2))):
        train(lesson, tmp_path / name, CARD, plan, nobody_listens, machine)
    one, two = (load_file(tmp_path / name / WEIGHTS) for name in ("one", "two"))
    assert all(torch.isfinite(weight).all() for weight in two.values())
    drift = [float((one[name] - two[name]).abs().max()) for name in one]
    assert max(drift) < 1e-3


def nobody_listens(learned: Learned) -> None:
    """Hear where training stands; a function of a module, so that other processes can be told to call it."""


def test_training_ends_when_exams_do_not_get_better_and_keeps_the_best(
    tmp_path: Path, rows: list[Row]
) -> None:
    marks = iter([0.4, 0.6, 0.6, 0.5])
    seen: list[bytes] = []

    def exam(folder: Path) -> dict[str, float]:
        seen.append((folder / WEIGHTS).read_bytes())
        return {"bowls": next(marks)}

    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()), held_out={"bowls": rows[:1]}, exam=exam)
    plan = Plan(steps=6, batch=1, save_every=1, exam_every=1, patience=2)
    heard: list[Learned] = []
    train(lesson, tmp_path, CARD, plan, heard.append)
    assert [learned.success["bowls"] for learned in heard] == [0.4, 0.6, 0.6, 0.5]
    assert (tmp_path / WEIGHTS).read_bytes() == seen[1]
    assert all(learned.held_out["bowls"] > 0 for learned in heard)
    assert list((tmp_path / LOGS).glob("events*"))
    train(lesson, tmp_path, CARD, plan, heard.append)
    assert len(heard) == 4


def test_progress_needs_demonstrations_to_see_it(tmp_path: Path, rows: list[Row]) -> None:
    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    with pytest.raises(UsageError, match="no demonstrations for validation"):
        train(lesson, tmp_path, CARD, Plan(steps=1, sampling="progress"), nobody_listens)


def test_a_batch_that_devices_cannot_share_is_a_clear_error(tmp_path: Path, rows: list[Row]) -> None:
    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    with pytest.raises(UsageError, match="cannot share"):
        train(lesson, tmp_path, CARD, Plan(steps=1, batch=3), nobody_listens, Machine(devices=2))


def test_no_policy_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no policy"):
        load_card(tmp_path / "nothing")
