"""Shapes, and that words matter."""

from __future__ import annotations

import torch

from policy.fast import FastPolicy
from policy.nets import TOKEN
from policy.pictures import CHANNELS, COARSE_COLUMNS, COARSE_ROWS
from policy.words import Vocabulary
from sim.pixels import COLUMNS, ROWS
from tests.policy.stage import HashEncoder


def test_every_pixel_gets_a_logit_that_words_change() -> None:
    torch.manual_seed(0)
    net = FastPolicy(Vocabulary(HashEncoder()))
    there = torch.ones(2, 5, dtype=torch.bool)
    first, second = (net.reader(torch.randn(2, 5, TOKEN), there) for _ in range(2))
    picture = torch.randn(2, CHANNELS, ROWS, COLUMNS)
    mark = torch.randn(2, 1, COARSE_ROWS, COARSE_COLUMNS)
    for unet, marks in ((net.pick, None), (net.place, mark)):
        assert unet(picture, first, marks).shape == (2, COARSE_ROWS, COARSE_COLUMNS)
        assert not torch.allclose(unet(picture, first, marks), unet(picture, second, marks))


def test_what_pads_a_sentence_is_not_read() -> None:
    torch.manual_seed(0)
    net, tokens = FastPolicy(Vocabulary(HashEncoder())), torch.randn(1, 4, TOKEN)
    padded = torch.cat([tokens, torch.randn(1, 3, TOKEN)], 1)
    there = torch.tensor([[True] * 4 + [False] * 3])
    assert torch.allclose(net.reader(tokens, there[:, :4]), net.reader(padded, there), atol=1e-6)
