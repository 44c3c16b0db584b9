"""What a run may spend and how it decides: stored with the run, so that a resume is exact.

Nothing here reads the environment or a file; the command line does, and hands the result over.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from sim.processes import cores
from sim.spec import Data

Count = Annotated[int, Field(ge=1)]
AUTO = "auto"


def _counted(workers: object) -> object:
    if isinstance(workers, str) and workers.isdecimal():
        return int(workers)
    return cores() if workers == AUTO else workers


Workers = Annotated[Count, BeforeValidator(_counted)]  # "auto" is one for each core
VoteRule = Literal["majority", "unanimous", "rubric"]
Tie = Literal["strong", "person", "drop"]
Part = Literal["critic", "retrieval", "repair", "reflection", "novelty"]  # what an ablation can leave out


class ExploreSettings(Data):
    """One run of the exploratory graph. The first limit that is reached ends it."""

    attempts: Count | None = Field(default=24, description="Attempts of the whole run; None is no limit.")
    kept: Count | None = Field(default=None, description="End once so many tasks were kept.")
    hours: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="End softly after so long; counted anew after a resume."
    )
    patience: Count | None = Field(
        default=None, description="End once so many attempts in a row found nothing to keep."
    )
    about: Annotated[str, Field(max_length=300)] = Field(
        default="", description="What the person who started the run would like to see; a bias, no order."
    )
    without: tuple[Part, ...] = Field(default=(), description="Parts left out, to see what each is good for.")
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    lookahead: Count = Field(default=16, description="Attempt i sees the memory as of commit i - lookahead.")
    workers: Workers = Field(default=2, description="Attempts walked at once; the time, never the result.")
    revisions: Annotated[int, Field(ge=0)] = Field(default=2, description="Of one proposal, at most.")
    repairs: Annotated[int, Field(ge=0)] = Field(default=3, description="Of one program, at most.")
    votes: Count = Field(default=3, description="Asked about each solved task.")
    vote_rule: VoteRule = Field(
        default="majority",
        description="majority: more than half must keep it; unanimous: all must; rubric: see vote_share.",
    )
    vote_share: Annotated[float, Field(gt=0.5, le=1)] = Field(
        default=0.6, description="For rubric: of the votes, on each point that they answer by yes or no."
    )
    tie: Tie = Field(
        default="strong",
        description="Who decides when votes are even: a strong model, a person, or nobody (drop).",
    )
    review: bool = Field(default=False, description="Whether a person decides about every task to keep.")
    episodes: Count = Field(default=10, description="Oracle episodes, each from its own seed.")
    max_usd: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="On models, over all sessions; taken from models.max_usd."
    )
    max_tokens: Count | None = Field(default=None, description="Likewise, from models.max_tokens.")
    max_gb: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="Of disk, 10^9 bytes: the run's folder and the tasks that it kept."
    )
    min_free_mb: Annotated[int, Field(ge=0)] = Field(
        default=200, description="The run ends softly, before the disk has less room than that."
    )

    @field_validator("without")
    @classmethod
    def _each_once_and_sorted(cls, without: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(sorted(set(without)))

    @model_validator(mode="after")
    def _something_ends_it(self) -> Self:
        if self.hours is None and not self.is_reproducible:
            raise ValueError(
                "attempts, kept, patience and hours are all None: the run would never end; set one of them"
            )
        return self

    @property
    def is_reproducible(self) -> bool:
        """Whether a limit ends the run that gives the same library every time."""
        return any(limit is not None for limit in (self.attempts, self.kept, self.patience))

    def of(self, attempts: int) -> ExploreSettings:
        """Return the same settings for so many attempts, with no other limit of attempts, tasks or time."""
        limits = {"attempts": attempts, "kept": None, "patience": None, "hours": None}
        return self.model_copy(update=limits)
