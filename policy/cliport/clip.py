"""CLIP as it lies in a folder of this machine: it reads sentences and looks at pictures, and never learns.

CLIP (Radford et al. 2021) comes through `transformers`, where a vision transformer looks at the pictures;
CLIPort used the ResNet-50 of the first release. A transformer has one resolution and no pyramid, so the four
maps that the semantic stream asks for are its states after all, three quarters, half and a quarter of its
layers.
Nothing is ever downloaded here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from torch import Tensor

from policy.card import ClipSource
from policy.cliport.blocks import resized
from sim.errors import UsageError

WEIGHTS = "model.safetensors"
MEAN = (0.48145466, 0.4578275, 0.40821073)  # of the colours that CLIP was trained on
SPREAD = (0.26862954, 0.26130258, 0.27577711)
STRIDES = (32, 16, 8, 4)  # of the maps, in pixels of the picture


def clip_source(folder: Path) -> ClipSource:
    """Return which CLIP lies in a folder: the hash is of its weights.

    Raises:
        UsageError: if there is none.
    """
    weights = folder / WEIGHTS
    if not weights.is_file():
        raise UsageError(
            f"there is no CLIP in {folder}: {WEIGHTS} is missing. Give the folder of a CLIP model in the "
            "format of transformers, such as a copy of openai/clip-vit-base-patch16."
        )
    with weights.open("rb") as file:
        return ClipSource(
            folder=str(folder.resolve()), sha256=hashlib.file_digest(file, "sha256").hexdigest()
        )


class Clip:
    """A frozen CLIP: features of a sentence, and an `Eye` for pictures.

    Args:
        source: the folder, and what should lie there.

    Raises:
        UsageError: if it is not there, is another one, or cannot be read.
    """

    def __init__(self, source: ClipSource) -> None:
        if (found := clip_source(Path(source.folder))) != source:
            raise UsageError(
                f"the CLIP in {source.folder} is not the one that this policy was trained with "
                f"(sha256 {found.sha256[:12]}, not {source.sha256[:12]}). Put that one back."
            )
        from transformers import CLIPModel, CLIPTokenizer  # noqa: PLC0415 - seconds, for CLIP only

        try:
            model = CLIPModel.from_pretrained(source.folder, local_files_only=True)
            self._tokenizer = CLIPTokenizer.from_pretrained(source.folder, local_files_only=True)
        except (OSError, ValueError, SafetensorError) as wrong:
            raise UsageError(f"the CLIP in {source.folder} cannot be read: {wrong}") from wrong
        self._model = model.train(mode=False).requires_grad_(requires_grad=False)
        self._known: dict[str, Tensor] = {}
        self._layers = len(model.vision_model.encoder.layers)
        self._patch = int(model.vision_model.embeddings.patch_size)
        self.widths = (model.visual_projection.in_features,) * 4
        self.width = model.text_projection.out_features

    def read(self, sentences: Sequence[str]) -> Tensor:
        """Return the features of sentences, (B, width); what does not fit into CLIP's window is not read."""
        return torch.stack([self._read(sentence) for sentence in sentences])

    @torch.no_grad()
    def __call__(self, rgb: Tensor) -> list[Tensor]:
        """Return four maps of features; see `policy.cliport.semantic.Eye`."""
        model = self._model.to(rgb.device)
        mean, spread = (rgb.new_tensor(numbers)[:, None, None] for numbers in (MEAN, SPREAD))
        said = model.vision_model(
            (rgb - mean) / spread, output_hidden_states=True, interpolate_pos_encoding=True
        )
        rows, columns = rgb.shape[-2] // self._patch, rgb.shape[-1] // self._patch
        maps = []
        for quarter, stride in zip((4, 3, 2, 1), STRIDES, strict=True):
            state = said.hidden_states[self._layers * quarter // 4][:, 1:]  # the first is of no place
            placed = state.transpose(1, 2).unflatten(2, (rows, columns))
            maps.append(resized(placed, (rgb.shape[-2] // stride, rgb.shape[-1] // stride)))
        return maps

    @torch.no_grad()
    def _read(self, sentence: str) -> Tensor:
        if sentence not in self._known:
            longest = self._model.text_model.embeddings.position_embedding.num_embeddings
            tokens = self._tokenizer([sentence], return_tensors="pt", truncation=True, max_length=longest).to(
                self._model.device
            )
            features = self._model.get_text_features(**tokens).pooler_output
            self._known[sentence] = features[0].cpu()
        return self._known[sentence]
