"""Whether the arm and the `fast` motion come to the same verdicts: the same scenes, played by both."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sim.figures import ArmFigures, Difference, Spread
from sim.hands import open_world
from sim.oracle import Episode, run_episode
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


def _difference(scene: SceneSpec, fast: Episode, arm: Episode) -> Difference:
    failed = arm if fast.success else fast
    return Difference(
        task=scene.task, seed=scene.seed, solved_by="fast" if fast.success else "arm", reason=failed.reason
    )
