"""Training, by Lightning Fabric: the same few lines on a processor, a GPU, or several of them.

Which examples a step sees, and how fast it learns, follow from the seed and the number of the step, so
training that was killed ends with the same weights as training that was not (on a processor). Several devices
share each batch and average their gradients.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Final

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor

from policy.card import PolicyCard
from policy.checkpoint import check_same, keep_best, load_training, save_policy, use_best
from policy.feed import Share, Steps, batches
from policy.kinds import KINDS, AnyLearner
from policy.logbook import Logbook
from policy.pictures import sample_of
from policy.plan import Exact, Learned, Lesson, Machine, Plan, Precision, Show, Standing
from policy.sampling import shares_of
from sim.errors import UsageError

DECAY: Final = 1e-3
CLIP: Final = 1.0  # norm of the gradient
ASKED: Final = 16  # held-out steps of each task at a checkpoint


@dataclass(frozen=True)
class _Job:
    """All that the processes of a training have to know."""

    lesson: Lesson
    folder: Path
    card: PolicyCard
    plan: Plan
    machine: Machine
    show: Show


def train(  # noqa: PLR0913 - what, where to, what as, how, who hears of it, and on what
    lesson: Lesson, folder: Path, card: PolicyCard, plan: Plan, show: Show, machine: Machine | None = None
) -> float:
    """Train a policy into a folder, from its checkpoint if there is one, and return the samples a second.

    Args:
        lesson: what to learn from.
        folder: where the policy is written, now and then and at the end.
        card: what it will be, apart from its steps.
        plan: how long and how.
        show: is told after every checkpoint; with several devices by another process, so it has to be a
            function of a module then.
        machine: what to train on; one device and full precision if there is none.

    Raises:
        UsageError: if the folder holds a policy that was begun in another way, a batch cannot be shared, or
            tasks are to be sampled by progress that nobody can see.
    """
    check_same(folder, card)
    machine = machine or Machine()
    unseen = [task for task in lesson.deck.tasks if task not in lesson.held_out]
    if plan.sampling == "progress" and unseen:
        raise UsageError(
            f"progress in {unseen[0]!r} cannot be seen: it has no demonstrations for validation. "
            "`simwright demos ... --validation 20` records some."
        )
    if plan.batch % machine.devices:
        raise UsageError(
            f"{machine.devices} devices cannot share a batch of {plan.batch}. Choose a multiple of them."
        )
    fabric = Fabric(
        accelerator="auto",
        strategy="ddp_spawn" if machine.devices > 1 else "auto",
        devices=machine.devices,
        precision=_precise(machine.precision),
    )
    rate: float = fabric.launch(partial(_learn, _Job(lesson, folder, card, plan, machine, show)))
    return rate


def _precise(precision: Precision) -> Exact:
    """Choose a precision where none was asked for."""
    if precision != "auto":
        return precision
    if torch.cuda.is_available():
        return "bf16-mixed" if torch.cuda.is_bf16_supported() else "32-true"
    return "bf16-mixed" if torch.cpu.get_capabilities().get("avx512_bf16") else "32-true"


def _learn(job: _Job, fabric: Fabric) -> float:
    """Learn, in one of the processes of a training."""
    if fabric.world_size > 1 and fabric.device.type == "cpu":
        torch.set_num_threads(1)  # the processes have the cores already
    training = _Training(job, fabric)
    training.exam()  # a kill may have come between a checkpoint and its exam
    while not training.over:
        training.segment()
        training.checkpoint()
    training.close()
    return training.samples_per_s


class _Training:
    """A training at work: segments between checkpoints, and what is done at each of these."""

    def __init__(self, job: _Job, fabric: Fabric) -> None:
        torch.manual_seed(job.plan.seed)
        self._job, self._fabric, self._kind = job, fabric, KINDS[job.card.kind]
        self._net: AnyLearner = self._kind.make(job.card, job.lesson.vocabulary)
        if job.lesson.start is not None:
            self._net.load_state_dict(job.lesson.start)
        optimizer = torch.optim.AdamW(
            self._net.parameters(), self._kind.rate(0, job.plan.steps), weight_decay=DECAY
        )
        self._standing = _go_on(job.folder, self._net, optimizer)
        self._model, self._optimizer = fabric.setup(self._net, optimizer)
        self._first, self._begun = self._standing.step, time.monotonic()
        self._costs: dict[str, Tensor] = {}
        self._logbook = Logbook(job.folder, self._first) if fabric.is_global_zero else None

    @property
    def over(self) -> bool:
        """Whether all steps were taken, or no more are worth taking."""
        return self._standing.stopped or self._standing.step >= self._job.plan.steps

    @property
    def samples_per_s(self) -> float:
        """How fast it has been since it began, or went on."""
        seen = (self._standing.step - self._first) * self._job.plan.batch
        return round(seen / max(time.monotonic() - self._begun, 1e-9), 4)

    @property
    def _shares(self) -> dict[str, float]:
        plan, deck = self._job.plan, self._job.lesson.deck
        if plan.sampling == "uniform":
            return deck.shares
        return shares_of(plan.sampling, deck.tasks, self._standing.step / plan.steps, self._standing.past)

    def segment(self) -> None:
        """Take the steps up to the next checkpoint."""
        plan, fabric, first = self._job.plan, self._fabric, self._standing.step
        steps = range(first, min(plan.steps, (first // plan.save_every + 1) * plan.save_every))
        mine = plan.batch // fabric.world_size
        deck = self._job.lesson.deck.shared(self._shares)
        share = Share(fabric.global_rank * mine, mine)
        feed = batches(Steps(deck, self._kind, plan.seed, share, steps), self._job.machine.workers)
        for step, batch in zip(steps, feed, strict=True):
            for group in self._optimizer.param_groups:
                group["lr"] = self._kind.rate(step, plan.steps) * plan.rate
            self._costs = self._model(partial(batch.to, fabric.device))
            self._optimizer.zero_grad()
            fabric.backward(torch.stack(list(self._costs.values())).sum())
            fabric.clip_gradients(self._model, self._optimizer, max_norm=CLIP)
            self._optimizer.step()
        self._standing.step = steps.stop

    def checkpoint(self) -> None:
        """Ask about what it did not learn from, save, let it act if it is time, and tell."""
        held_out = self._held_out()
        self._standing.past.append(held_out)
        if self._fabric.is_global_zero:
            self._save()
        success = self.exam()
        if self._logbook is not None:
            self._tell(self._logbook, held_out, success)

    def exam(self) -> dict[str, float]:
        """Let the policy act if it is time to, and stop if it has not become better for long."""
        plan, standing, exam = self._job.plan, self._standing, self._job.lesson.exam
        due = standing.step == plan.steps or standing.step % (plan.save_every * plan.exam_every) == 0
        if exam is None or not due or standing.examined == standing.step:
            return {}
        success = dict[str, float]()
        if self._fabric.is_global_zero:
            success = dict(exam(self._job.folder))
            self._grade(fmean(success.values()))
            self._save()
        standing.stopped = bool(self._fabric.broadcast(standing.stopped))
        standing.examined = standing.step
        return success

    def close(self) -> None:
        """End with the weights of the best exam, where there were exams."""
        if self._logbook is not None:
            self._logbook.close()
            use_best(self._job.folder)

    @torch.no_grad()
    def _held_out(self) -> dict[str, float]:
        self._net.eval()
        costs = {}
        for task, rows in self._job.lesson.held_out.items():
            samples = [sample_of(row) for row in rows[:ASKED]]
            batch = self._kind.collate(samples, np.random.default_rng(0))
            with self._fabric.autocast():
                cost = self._net.losses(batch.to(self._fabric.device))
            costs[task] = round(float(sum(cost.values())), 4)
        self._net.train()
        return costs

    def _save(self) -> None:
        card = self._job.card.model_copy(update={"steps": self._standing.step})
        training = {"optimizer": self._optimizer.state_dict(), **self._standing.packed()}
        save_policy(self._job.folder, card, self._net, training)

    def _grade(self, success: float) -> None:
        """Note whether this was the best exam so far."""
        standing = self._standing
        standing.examined = standing.step
        if success > standing.best:
            standing.best, standing.waited = success, 0
            keep_best(self._job.folder)
        else:
            standing.waited += 1
        standing.stopped = 0 < self._job.plan.patience <= standing.waited

    def _tell(self, logbook: Logbook, held_out: dict[str, float], success: dict[str, float]) -> None:
        costs = {name: round(float(cost.detach()), 4) for name, cost in self._costs.items()}
        step, rate = self._standing.step, self.samples_per_s
        groups = {"cost": costs, "held-out": held_out, "success": success, "share": self._shares}
        for group, numbers in {**groups, "speed": {"samples_per_s": rate}}.items():
            logbook.write(step, group, numbers)
        self._job.show(Learned(step, self._job.plan.steps, costs, rate, held_out, success))


def _go_on(folder: Path, net: AnyLearner, optimizer: torch.optim.Optimizer) -> Standing:
    """Take up the checkpoint of a folder, if there is one."""
    found = load_training(folder)
    if found is None:
        return Standing()
    net.load_state_dict(found["weights"])
    optimizer.load_state_dict(found["optimizer"])
    known = {name: found.get(name, value) for name, value in Standing().packed().items()}
    return Standing(int(found["steps"]), **known)
