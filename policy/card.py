"""What a policy is: the card that lies beside its weights."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.spec import Data

KindName = Literal["fast"]  # how a policy is built and how it learns; see `policy.kinds`


class PolicyCard(Data):
    """What a policy is."""

    format: Literal[1] = 1
    kind: KindName = "fast"
    encoder: str = Field(description="Name and hash of the sentence encoder.")
    tasks: tuple[str, ...] = Field(description="That it learned from, before it was adapted, too.")
    episodes: int
    steps: int = Field(description="Batches that it has learned from.")
    planned: int = Field(description="Batches that it shall learn from; how fast it learns depends on it.")
    batch: int
    seed: int
    start: str = Field(default="", description="The policy that it was adapted from: name and hash.")
    rate: float = Field(default=1.0, description="How fast it learned, as a share of its kind's rate.")
