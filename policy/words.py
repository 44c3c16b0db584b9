"""Sentences as a policy gets them: the tokens of a sentence encoder that nobody trains here.

Where an encoder comes from is not this package's business; it is handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from policy.nets import TOKEN
from policy.pictures import Floats

LONGEST = 48  # tokens; the rest of a longer sentence is not read


class Encoder(Protocol):
    """Turns sentences into tokens; the same sentence always into the same."""

    @property
    def identity(self) -> str:
        """Name and version, kept with every policy that was trained on it."""

    def tokens(self, text: str) -> Floats:
        """Return the states of the tokens of a sentence, (T, 384)."""


class Vocabulary:
    """Remembers sentences that were read once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._known: dict[str, Floats] = {}

    def read(self, sentences: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return (B, T, 384) tokens, padded with zeros, and (B, T) which of them are there."""
        found = [self._tokens(sentence) for sentence in sentences]
        longest = max(len(tokens) for tokens in found)
        states = np.zeros((len(found), longest, TOKEN), np.float32)
        there = np.zeros((len(found), longest), np.bool_)
        for row, tokens in enumerate(found):
            states[row, : len(tokens)], there[row, : len(tokens)] = tokens, True
        return torch.from_numpy(states), torch.from_numpy(there)

    def _tokens(self, sentence: str) -> Floats:
        if sentence not in self._known:
            self._known[sentence] = self.encoder.tokens(sentence)[:LONGEST]
        return self._known[sentence]
