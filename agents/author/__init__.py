"""The built-in author: a grammar behind all four roles, no language model."""

from agents.author.team import BuiltInAuthor

__all__ = ["BuiltInAuthor"]
