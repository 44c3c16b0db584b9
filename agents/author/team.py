"""The built-in author: one grammar behind all four roles.

It needs no key and no network, draws all chance from the request, and is no language model; wherever it
shows, it is called built-in.
"""

from __future__ import annotations

from agents.author.coder import BuiltInCoder
from agents.author.critic import BuiltInCritic
from agents.author.proposer import BuiltInProposer
from agents.author.reflection import BuiltInReflection


class BuiltInAuthor:
    """The team of four built-in roles; it keeps no state, so one serves any number of attempts."""

    def __init__(self) -> None:
        self._proposer = BuiltInProposer()
        self._critic = BuiltInCritic()
        self._coder = BuiltInCoder()
        self._reflection = BuiltInReflection()

    @property
    def name(self) -> str:
        """Who answers."""
        return "built-in author"

    @property
    def proposer(self) -> BuiltInProposer:
        """Who proposes."""
        return self._proposer

    @property
    def critic(self) -> BuiltInCritic:
        """Who criticises."""
        return self._critic

    @property
    def coder(self) -> BuiltInCoder:
        """Who writes programs."""
        return self._coder

    @property
    def reflection(self) -> BuiltInReflection:
        """Who votes."""
        return self._reflection
