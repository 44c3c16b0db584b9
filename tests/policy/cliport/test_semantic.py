"""Shapes of both streams, and that words and height matter."""

from __future__ import annotations

import pytest
import torch

from policy.cliport.semantic import FreshEye, Fusion, TwoStreams
from policy.cliport.spatial import Spatial


@pytest.mark.parametrize("fusion", ["add", "conv"])
def test_every_pixel_gets_an_answer_that_words_and_height_change(fusion: Fusion) -> None:
    torch.manual_seed(0)
    streams = TwoStreams(8, 12, 3, FreshEye(8), fusion)
    seen, words = torch.randn(2, 6, 64, 32), torch.randn(2, 12)
    answer = streams(seen, words)
    assert answer.shape == (2, 3, 64, 32)
    assert not torch.allclose(answer, streams(seen, -words))
    raised = torch.cat([seen[:, :3], seen[:, 3:] + 1], 1)
    assert not torch.allclose(answer, streams(raised, words))


def test_the_spatial_stream_hands_over_three_scales() -> None:
    answer, thoughts = Spatial(8, 1)(torch.randn(1, 6, 64, 32))
    assert answer.shape == (1, 1, 64, 32)
    assert [tuple(one.shape[1:]) for one in thoughts] == [(32, 8, 4), (16, 16, 8), (8, 32, 16)]


def test_all_weights_learn() -> None:
    torch.manual_seed(0)
    streams = TwoStreams(8, 12, 3, FreshEye(8), "conv")
    streams(torch.randn(1, 6, 64, 32), torch.randn(1, 12)).square().sum().backward()
    assert [name for name, weight in streams.named_parameters() if weight.grad is None] == []


def test_the_spatial_stream_has_the_layers_of_the_paper() -> None:
    stages = [
        name for name, _ in Spatial(8, 1).named_modules() if name.endswith((".first", ".second", ".third"))
    ]
    assert len(stages) - 3 == 42  # and the stem, 43; the narrow block at the end has three more
