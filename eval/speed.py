"""How many samples a second each kind of policy learns from: same demonstrations, one thread, in turns."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from policy.card import KindName, PolicyCard
from policy.feed import Share, batch_of
from policy.kinds import KINDS
from policy.learning import Deck
from policy.words import Encoder, Vocabulary

ROUNDS: Final = 3  # in turns, so that what else the machine does falls on all alike
SECONDS: Final = 5.0  # of processor time that each kind is given in a round; it always ends its batch


@dataclass(frozen=True)
class Pace:
    """How fast a kind learns: samples, and the processor time and the time by the clock that they took."""

    kind: KindName
    parameters: int
    samples: int
    cpu_s: float
    wall_s: float

    @property
    def samples_per_cpu_s(self) -> float:
        """Samples in a second of processor time."""
        return self.samples / self.cpu_s


class Learning:
    """A kind at work: it draws batches, learns from them, and keeps count.

    Args:
        kind: which.
        deck: what it learns from.
        encoder: reads the sentences.
    """

    def __init__(self, kind: KindName, deck: Deck, encoder: Encoder) -> None:
        self.kind, self._deck, self._recipe = kind, deck, KINDS[kind]
        card = PolicyCard(
            kind=kind,
            encoder=encoder.identity,
            tasks=(),
            episodes=0,
            steps=0,
            planned=1,
            batch=self._recipe.batch,
            seed=0,
        )
        torch.manual_seed(0)
        self._learner = self._recipe.make(card, Vocabulary(encoder))
        self._optimizer = torch.optim.AdamW(self._learner.parameters(), 1e-5)
        self._step, self._samples, self._cpu_s, self._wall_s = 0, 0, 0.0, 0.0
        self._learn()  # what is done once is not counted

    def work(self, seconds: float) -> None:
        """Learn for so much processor time, and to the end of the last batch."""
        cpu, wall, first = time.process_time(), time.perf_counter(), self._step
        while self._step == first or time.process_time() - cpu < seconds:
            self._learn()
        self._cpu_s += time.process_time() - cpu
        self._wall_s += time.perf_counter() - wall
        self._samples += (self._step - first) * self._recipe.batch

    def weights(self) -> list[Tensor]:
        """Return what is learned, as it is now."""
        return [weight.detach() for weight in self._learner.parameters()]

    def pace(self) -> Pace:
        """Return what was counted."""
        parameters = sum(weight.numel() for weight in self.weights())
        return Pace(self.kind, parameters, self._samples, self._cpu_s, self._wall_s)

    def _learn(self) -> None:
        """Do what a step of training does, from the files' bytes to the new weights."""
        batch = batch_of(self._recipe, self._deck, (0, self._step), Share(0, self._recipe.batch))
        self._optimizer.zero_grad()
        torch.autograd.backward(torch.stack(list(self._learner.losses(batch).values())).sum())
        torch.nn.utils.clip_grad_norm_(self._learner.parameters(), 1.0)
        self._optimizer.step()
        self._step += 1


def paces(kinds: Sequence[KindName], deck: Deck, encoder: Encoder, seconds: float = SECONDS) -> list[Pace]:
    """Measure kinds in turns, on one thread, and return the pace of each."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        learning = [Learning(kind, deck, encoder) for kind in kinds]
        for _ in range(ROUNDS):
            for one in learning:
                one.work(seconds)
    finally:
        torch.set_num_threads(threads)
    return [one.pace() for one in learning]
