"""What a policy is: the card that lies beside its weights."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from policy.sampling import Sampling
from sim.spec import Data

KindName = Literal["fast", "cliport"]  # how a policy is built and how it learns; see `policy.kinds`


class ClipSource(Data):
    """The CLIP that reads and looks for a policy; it stays where it is and is no part of the policy."""

    folder: str
    sha256: str = Field(description="Of its weights.")


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
    sampling: Sampling = Field(default="uniform", description="How the task of an example was chosen.")
    start: str = Field(default="", description="The policy that it was adapted from: name and hash.")
    rate: float = Field(default=1.0, description="How fast it learned, as a share of its kind's rate.")
    clip: ClipSource | None = Field(default=None, description="Of kind cliport: what reads and looks.")
