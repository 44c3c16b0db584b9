"""The policy learns what was shown, decides, and goes through training and files like any other kind."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from policy.card import ClipSource, PolicyCard
from policy.checkpoint import WEIGHTS, load_policy
from policy.cliport.blocks import Sizes
from policy.cliport.clip import clip_source
from policy.cliport.learner import CliportBatch, CliportPolicy, MeanWords, cliport_batch
from policy.demos.rows import Row
from policy.kinds import KINDS
from policy.learning import Deck
from policy.pictures import sample_of
from policy.plan import Learned, Lesson, Plan
from policy.train import train
from policy.words import Vocabulary
from sim.aim import Aim
from sim.errors import UsageError
from sim.pixels import COLUMNS, ROWS
from tests.policy.cliport.small import SMALL, SMALL_KIND, save_small_clip
from tests.policy.stage import HashEncoder, bowl_rows


class Killed(Exception):
    """What a kill looks like from inside."""


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return bowl_rows(1)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kind be small."""
    monkeypatch.setitem(KINDS, "cliport", SMALL_KIND)


def card(clip: ClipSource | None = None) -> PolicyCard:
    return PolicyCard(
        kind="cliport",
        encoder=HashEncoder.identity,
        tasks=("bowls",),
        episodes=1,
        steps=0,
        planned=4,
        batch=1,
        seed=0,
        clip=clip,
    )


def trained(
    folder: Path, rows: list[Row], steps: int, clip: ClipSource | None = None, die_at: int = 0
) -> None:
    def show(learned: Learned) -> None:
        if learned.step == die_at:
            raise Killed

    lesson = Lesson(Deck({"bowls": rows}), Vocabulary(HashEncoder()))
    train(lesson, folder, card(clip), Plan(steps, 1, save_every=2), show)


def policy() -> CliportPolicy:
    torch.manual_seed(0)
    return CliportPolicy(MeanWords(Vocabulary(HashEncoder())), sizes=SMALL)


@pytest.mark.slow
def test_what_is_seen_again_and_again_is_learned() -> None:
    torch.manual_seed(0)
    learner = CliportPolicy(MeanWords(Vocabulary(HashEncoder())), sizes=Sizes(width=16, rotations=4, crop=32))
    picture = torch.zeros(1, 6, 64, 32)
    picture[0, :, 12:20, 8:16], picture[0, :, 40:48, 16:24] = 0.4, -0.4
    batch = CliportBatch(
        ("red",), picture, torch.tensor([[16, 12]]), torch.tensor([[44, 20]]), torch.tensor([math.pi])
    )
    optimizer = torch.optim.Adam(learner.parameters(), 3e-4)
    costs = []
    for _ in range(14):
        optimizer.zero_grad()
        cost = torch.stack(list(learner.losses(batch).values())).sum()
        torch.autograd.backward(cost)
        optimizer.step()
        costs.append(float(cost.detach()))
    blind = 2 * math.log(64 * 32) + math.log(4)  # what knowing nothing costs
    assert costs[0] == pytest.approx(blind, rel=0.05)
    assert costs[-1] < 0.7 * blind


def test_a_decision_is_on_the_table_and_its_maps_are_shares(rows: list[Row]) -> None:
    sample = sample_of(rows[0])
    decision = policy().decide(sample.picture, sample.words)
    assert isinstance(decision.aim, Aim)
    assert decision.picks.shape == decision.places.shape == (ROWS, COLUMNS)
    assert decision.picks.sum() == pytest.approx(1.0, abs=1e-3)
    assert decision.places.sum() == pytest.approx(1.0, abs=1e-3)


def test_two_examples_cost_the_mean_of_each(rows: list[Row]) -> None:
    learner, samples = policy(), [sample_of(row) for row in rows[:2]]
    rng = np.random.default_rng(0)
    with torch.no_grad():
        together = learner.losses(cliport_batch(samples, rng))
        each = [learner.losses(cliport_batch([sample], rng)) for sample in samples]
    for name, cost in together.items():
        assert float(cost) == pytest.approx(sum(float(one[name]) for one in each) / 2, rel=1e-4)


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_a_kill_does_not_change_the_weights(tmp_path: Path, rows: list[Row]) -> None:
    trained(tmp_path / "whole", rows, 4)
    with pytest.raises(Killed):
        trained(tmp_path / "broken", rows, 4, die_at=2)
    trained(tmp_path / "broken", rows, 4)
    assert (tmp_path / "broken" / WEIGHTS).read_bytes() == (tmp_path / "whole" / WEIGHTS).read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("small")
def test_with_clip_it_trains_and_is_read_again_while_that_clip_is_there(
    tmp_path: Path, rows: list[Row]
) -> None:
    clip = clip_source(save_small_clip(tmp_path / "clip"))
    trained(tmp_path / "policy", rows, 1, clip)
    sample = sample_of(rows[0])
    first, again = (
        load_policy(tmp_path / "policy", HashEncoder()).decide(sample.picture, sample.words) for _ in "ab"
    )
    assert np.array_equal(first.picks, again.picks)
    (tmp_path / "clip" / "model.safetensors").unlink()
    with pytest.raises(UsageError, match="no CLIP"):
        load_policy(tmp_path / "policy", HashEncoder())


def test_no_weight_of_clip_is_a_weight_of_the_policy(tmp_path: Path) -> None:
    learner = SMALL_KIND.make(card(clip_source(save_small_clip(tmp_path))), Vocabulary(HashEncoder()))
    assert not any("eye" in name for name in learner.state_dict())


def test_the_network_of_the_paper_is_large() -> None:
    with torch.device("meta"):
        learner = CliportPolicy(MeanWords(Vocabulary(HashEncoder())))
    assert sum(weight.numel() for weight in learner.parameters()) > 50e6
