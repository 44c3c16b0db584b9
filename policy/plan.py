"""What a training is to do and how far it has come: plain data, no networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal  # Any: the checkpoint is a mapping of torch's own making

from torch import Tensor

from policy.demos.rows import Row
from policy.learning import Deck
from policy.sampling import Sampling
from policy.words import Vocabulary

Exact = Literal["32-true", "bf16-mixed", "16-mixed"]
Precision = Literal["auto", Exact]
Exam = Callable[[Path], Mapping[str, float]]  # the folder of a policy to the success of each task


@dataclass(frozen=True)
class Plan:
    """How long and how: fixed for the whole of a training, resumes included.

    rate: share of the kind's learning rate. exam_every: checkpoints between two exams. patience: exams with
    no new best after which it stops; 0 is never.
    """

    steps: int
    batch: int = 16
    seed: int = 0
    save_every: int = 200
    rate: float = 1.0
    sampling: Sampling = "uniform"
    exam_every: int = 5
    patience: int = 0


@dataclass(frozen=True)
class Machine:
    """What to train on. Changes how long it takes, and the weights by no more than rounding.

    precision: as Fabric calls it; auto is bfloat16 where the machine computes in it. devices: GPUs, or
    processes on a processor, that share each batch. workers: processes that prepare examples for a device.
    """

    precision: Precision = "32-true"
    devices: int = 1
    workers: int = 0


@dataclass(frozen=True)
class Lesson:
    """What to learn from.

    vocabulary: reads the sentences. start: weights to begin with, if any. held_out: demonstrations of some
    tasks that are never learned from, only asked about. exam: lets the policy act now and then.
    """

    deck: Deck
    vocabulary: Vocabulary
    start: Mapping[str, Tensor] | None = None
    held_out: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    exam: Exam | None = None


@dataclass(frozen=True)
class Learned:
    """Where training stands: the step, what it cost lately, and how many samples a second it takes.

    held_out: what demonstrations cost that it does not learn from, by task. success: of the exam at this
    step, if there was one.
    """

    step: int
    steps: int
    costs: dict[str, float]
    samples_per_s: float
    held_out: Mapping[str, float] = field(default_factory=dict)
    success: Mapping[str, float] = field(default_factory=dict)


Show = Callable[[Learned], None]


@dataclass
class Standing:
    """What a training remembers from one checkpoint to the next, beside the weights.

    past: costs of held-out demonstrations at each checkpoint. best: mean success of the best exam. waited:
    exams since then. examined: the step of the last exam. stopped: whether it ended early.
    """

    step: int = 0
    past: list[dict[str, float]] = field(default_factory=list)
    best: float = -1.0
    waited: int = 0
    examined: int = 0
    stopped: bool = False

    def packed(self) -> dict[str, Any]:  # Any: see the import
        """Return it as a checkpoint keeps it; the step has its own place there."""
        return {name: value for name, value in vars(self).items() if name != "step"}
