"""What GenSim itself would say of a program: its own verdict, beside ours."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.spec import Data

ENOUGH = 0.5  # of the episodes have to succeed; GenSim asks for half of its runs


class GenSimEpisode(Data):
    """One episode of GenSim's oracle under GenSim's rewards."""

    seed: int
    total_reward: float
    success: bool
    actions: int = Field(ge=0)
    cpu_s: float = Field(default=0.0, ge=0, description="Processor seconds, building included.")
    rewards: tuple[float, ...] = Field(default=(), description="Step by step.")
    reason: str = Field(default="", description="Why it ended early; empty when it did not.")


class GenSimVerdict(Data):
    """GenSim's verdict: pass if at least half of the episodes succeed; and what it let pass."""

    verdict: Literal["pass", "fail"]
    reason: str = ""
    episodes: tuple[GenSimEpisode, ...] = ()
    leniencies: tuple[str, ...] = ()

    @classmethod
    def of(cls, episodes: tuple[GenSimEpisode, ...], leniencies: tuple[str, ...]) -> GenSimVerdict:
        """Decide."""
        won = sum(episode.success for episode in episodes)
        passed = bool(episodes) and won >= ENOUGH * len(episodes)
        told = next((episode.reason for episode in episodes if episode.reason), "")
        reason = (
            "" if passed else f"{won} of {len(episodes)} episodes succeed" + (f"; {told}" if told else "")
        )
        return cls(
            verdict="pass" if passed else "fail", reason=reason, episodes=episodes, leniencies=leniencies
        )

    def without_times(self) -> GenSimVerdict:
        """Return the same verdict with all times zero: the part that a seed decides."""
        timeless = tuple(episode.model_copy(update={"cpu_s": 0.0}) for episode in self.episodes)
        return self.model_copy(update={"episodes": timeless})

    @classmethod
    def failed(cls, reason: str) -> GenSimVerdict:
        """Fail a program that could not be recorded."""
        return cls(verdict="fail", reason=reason)
