"""CLIPort small enough for tests, and a CLIP that nobody trained, saved as real ones are."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import CLIPConfig, CLIPModel, CLIPTokenizer

from policy.card import PolicyCard
from policy.cliport.blocks import Sizes
from policy.cliport.learner import CliportPolicy, cliport_batch, cliport_rate, make_cliport
from policy.kinds import Kind
from policy.words import Vocabulary

SMALL = Sizes(width=8, rotations=4, crop=32)
START, END = "<|startoftext|>", "<|endoftext|>"


def make_small(card: PolicyCard, vocabulary: Vocabulary) -> CliportPolicy:
    return make_cliport(card, vocabulary, SMALL)


SMALL_KIND = Kind(make=make_small, collate=cliport_batch, rate=cliport_rate, batch=1)


def save_small_clip(folder: Path, seed: int = 0) -> Path:
    """Save a CLIP with two layers that reads letter by letter."""
    torch.manual_seed(seed)
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    names = [*letters, *(letter + "</w>" for letter in letters), START, END]
    numbers = {name: number for number, name in enumerate(names)}
    layers = {"num_hidden_layers": 4, "num_attention_heads": 2, "hidden_size": 16, "intermediate_size": 32}
    ends = {"bos_token_id": numbers[START], "eos_token_id": numbers[END], "pad_token_id": numbers[END]}
    reads = {"vocab_size": len(names), "max_position_embeddings": 12} | ends
    looks = {"image_size": 64, "patch_size": 16}
    config = CLIPConfig(text_config=layers | reads, vision_config=layers | looks, projection_dim=24)
    CLIPModel(config).save_pretrained(folder)
    CLIPTokenizer(vocab=numbers, merges=[]).save_pretrained(folder)
    return folder
