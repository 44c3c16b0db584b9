"""One page on which a policy, or the oracle, is watched: the film, and where the policy looked each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simwright.pages import page

if TYPE_CHECKING:
    from eval.evaluate import Look


@dataclass(frozen=True)
class WatchedPage:
    """What the page says; `reason` is empty after a success."""

    who: str
    task: str
    reason: str
    film: bytes
    looks: Sequence[Look]

    @classmethod
    def of(cls, words: Sequence[str], reason: str, film: bytes, looks: Sequence[Look]) -> WatchedPage:
        """Lay the page out.

        Args:
            words: the task, or a policy and the task.
            reason: why the episode failed; empty if it did not.
            film: a WebP.
            looks: of the policy; the oracle has none.
        """
        return cls(words[0] if len(words) > 1 else "the oracle", words[-1], reason, film, looks)

    @property
    def html(self) -> str:
        """The page, whole, with its pictures inside."""
        return page("play.html", self)
