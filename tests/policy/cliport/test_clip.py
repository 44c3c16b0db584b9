"""CLIP is read from a folder, from that one only, and stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from policy.cliport.clip import Clip, clip_source
from sim.errors import UsageError
from tests.policy.cliport.small import save_small_clip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_small_clip(tmp_path_factory.mktemp("clip"))


def test_sentences_become_features(folder: Path) -> None:
    clip = Clip(clip_source(folder))
    features = clip.read(["red block", "blue bowl", "red block"])
    assert features.shape == (3, clip.width) == (3, 24)
    assert torch.equal(features[0], features[2])
    assert not torch.allclose(features[0], features[1])


def test_a_sentence_longer_than_the_window_is_cut(folder: Path) -> None:
    features = Clip(clip_source(folder)).read(["put the red block into the blue bowl " * 20])
    assert torch.isfinite(features).all()


def test_pictures_of_any_size_become_four_maps(folder: Path) -> None:
    clip = Clip(clip_source(folder))
    maps = clip(torch.rand(2, 3, 64, 32))
    assert [tuple(one.shape) for one in maps] == [
        (2, 16, 64 // stride, 32 // stride) for stride in (32, 16, 8, 4)
    ]
    assert not any(one.requires_grad for one in maps)


def test_what_is_seen_stays_where_it_was(folder: Path) -> None:
    clip, dark, spot = Clip(clip_source(folder)), torch.zeros(1, 3, 64, 64), torch.zeros(1, 3, 64, 64)
    spot[0, :, 48:, :16] = 1.0
    apart = (clip(spot)[3] - clip(dark)[3]).abs().sum(1)[0]
    row, column = divmod(int(apart.argmax()), 16)
    assert row >= 11
    assert column < 5


def test_a_folder_without_clip_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no CLIP in .*model\.safetensors"):
        clip_source(tmp_path)


def test_another_clip_is_refused(folder: Path, tmp_path: Path) -> None:
    other = clip_source(save_small_clip(tmp_path, seed=1))
    with pytest.raises(UsageError, match="not the one"):
        Clip(other.model_copy(update={"folder": str(folder)}))


def test_a_broken_clip_is_a_clear_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    (tmp_path / "config.json").write_bytes((folder / "config.json").read_bytes())
    with pytest.raises(UsageError, match="cannot be read"):
        Clip(clip_source(tmp_path))
