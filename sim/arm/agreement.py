"""Whether the arm and the `fast` motion come to the same verdicts: the same scenes and cases, for both."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from sim.cases import Case
from sim.figures import ArmFigures, Difference, Spread
from sim.hands import open_world
from sim.oracle import Episode, run_episode
from sim.planting import acted_on
from sim.report import Motion
from sim.spec import SceneSpec


def compare(scenes: Sequence[SceneSpec]) -> ArmFigures:
    """Play every scene with both motions."""
    costs: list[float] = []
    differing: list[Difference] = []
    with open_world("fast") as plain, open_world("arm") as armed:
        for scene in scenes:
            fast = run_episode(plain, scene)
            started = time.process_time()
            arm = run_episode(armed, scene)
            costs.append((time.process_time() - started) / max(1, arm.actions))
            if fast.success != arm.success:
                differing.append(_difference(scene, fast, arm))
    return ArmFigures(episodes=len(scenes), differing=tuple(differing), cpu_s_per_action=Spread.of(costs))


def compare_cases(cases: Mapping[str, Case]) -> ArmFigures:
    """Let both motions act on every planted case; where nothing is to be picked, both only judge."""
    costs: list[float] = []
    differing: list[Difference] = []
    with open_world("fast") as plain, open_world("arm") as armed:
        for name, case in cases.items():
            fast = acted_on(plain, case)
            started = time.process_time()
            arm = acted_on(armed, case)
            if case.pick is not None:
                costs.append(time.process_time() - started)
            if fast.good != arm.good:
                failed = arm if fast.good else fast
                solved_by: Motion = "fast" if fast.good else "arm"
                differing.append(Difference(task=name, seed=0, solved_by=solved_by, reason=failed.words))
    return ArmFigures(episodes=len(cases), differing=tuple(differing), cpu_s_per_action=Spread.of(costs))


def _difference(scene: SceneSpec, fast: Episode, arm: Episode) -> Difference:
    failed = arm if fast.success else fast
    return Difference(
        task=scene.task, seed=scene.seed, solved_by="fast" if fast.success else "arm", reason=failed.reason
    )
