"""Exams: what a policy can do while it is still being trained, on scenes of the validation seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.evaluate import Stage
from sim.spec import SceneSpec


@dataclass(frozen=True)
class Exam:
    """Plays the scenes of each task with the policy as its folder has it now, in so many processes."""

    scenes: Mapping[str, Sequence[SceneSpec]]
    workers: int

    def __call__(self, policy: Path) -> dict[str, float]:
        """Return the share of successes for each task."""
        with Stage(self.workers) as stage:
            return {task: stage.score(policy, task, scenes).success for task, scenes in self.scenes.items()}
