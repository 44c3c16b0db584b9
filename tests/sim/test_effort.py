"""A trial may cost so much work and no more, whatever the clock says."""

from __future__ import annotations

import os
import signal

import pytest

from sim import trial
from sim.builder import answer
from sim.effort import Effort, Overworked
from sim.messages import BuildRequest, TrialOutcome
from sim.sandbox.confine import allow
from sim.world import World

CROWDED = """
from sim.language import Line, Rope, Task, spans
class Crowded(Task):
    def build(self, scene):
        line = scene.add(Line("red", length=0.4))
        for rope in [scene.add(Rope("blue", length=0.1)) for _ in range(12)]:
            self.goal(spans(rope, line), "lay the blue rope along the red line")
"""


def test_a_purse_without_a_bound_never_ends_and_one_with_a_bound_does() -> None:
    Effort().spend(1e18)
    purse = Effort(2e6)
    purse.spend(2e6)
    with pytest.raises(Overworked, match="more than 2 million units of work"):
        purse.spend(1)


def test_a_scene_that_keeps_the_simulator_busy_is_refused_by_its_work_and_always_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trial, "START_UNITS", 3e5)  # so that a test need not last as long as a trial may
    monkeypatch.setattr(trial, "EPISODE_UNITS", 3e5)
    scenes = answer(BuildRequest(source=CROWDED, seeds=(0,))).scenes
    with World() as world:
        first = trial.try_scenes(world, scenes)
        assert world.effort.spent == 0  # whoever comes next has no bound
        assert trial.try_scenes(world, scenes) == first
    reason = first.reason
    assert first == TrialOutcome(verdict="timeout", phase="oracle", reason=reason)
    assert "fewer ropes" in reason


def test_a_process_that_hangs_is_ended_by_its_processor_time() -> None:
    child = os.fork()
    if child == 0:
        allow(0.1)
        while True:
            pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGXCPU
