"""Visual features on disk: a manifest and shards of safetensors, written whole or not at all.

    DIR/manifest.json              encoder and frame preparation, and the keys of the examples in shard order
    DIR/shard-00000.safetensors    "KEY/features" (V, T', H', W', C) float16 and "KEY/present" (V,) bool

Which example lies where follows from their order alone, so that any number of processes makes the same shards. Features
of two encoders, or of two ways to prepare frames, never come to lie in one folder. Knows arrays; no videos, no encoder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

SCHEMA = "techcoach.features/1"
MANIFEST = "manifest.json"
SHARD_SIZE = 16
"""Examples in a shard: at 1408 channels and two views some 90 MB."""


@dataclass(frozen=True)
class Manifest:
    """The origin of a folder of features. Equal manifests mean the same features.

    Attributes:
        encoder, revision: ids of the video encoder and of its weights.
        views: names, in the order of the features' first axis.
        grid: T', H', W'. feature_size: C.
        clips, clip_frames: number of clips in a window, and of frames in a clip.
        preparation: digest of the settings by which frames are read and prepared.
        keys: of the examples, in the order of the shards. shard_size: examples in each.
    """

    encoder: str
    revision: str
    views: tuple[str, ...]
    grid: tuple[int, int, int]
    feature_size: int
    clips: int
    clip_frames: int
    preparation: str
    keys: tuple[str, ...]
    shard_size: int = SHARD_SIZE

    def __post_init__(self) -> None:
        if not self.keys or not self.views or self.shard_size < 1:
            raise ValueError("a feature cache needs examples, views and a shard size of 1 or more")
        if len(set(self.keys)) != len(self.keys):
            twice = sorted({key for key in self.keys if self.keys.count(key) > 1})
            raise ValueError(f"keys of examples stand there twice: {', '.join(twice[:5])}")

    @property
    def shards(self) -> int:
        """Number of shards."""
        return -(-len(self.keys) // self.shard_size)

    def keys_of(self, shard: int) -> tuple[str, ...]:
        """Return the keys of one shard's examples."""
        return self.keys[shard * self.shard_size : (shard + 1) * self.shard_size]

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], where: str) -> Manifest:
        """Read a manifest that `to_json` wrote.

        Raises:
            ValueError: if it is of another form.
        """
        if stored.get("schema") != SCHEMA:
            raise ValueError(f"{where} is no manifest of features in the form {SCHEMA}: {stored.get('schema')!r}")
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name != "schema"
        }
        try:
            return cls(**values)
        except TypeError as error:
            raise ValueError(f"{where} is no whole manifest of features: {error}") from error

    def difference(self, other: Manifest) -> list[str]:
        """Describe for people how another manifest differs from this one."""
        values, other_values = asdict(self), asdict(other)
        lines = []
        for name in values:
            if values[name] != other_values[name]:
                both = (
                    (f"{len(values[name])}", f"{len(other_values[name])} others")
                    if name == "keys"
                    else (values[name], other_values[name])
                )
                lines.append(f"{name} {both[0]} here, {both[1]} wanted")
        return lines


def open_folder(folder: Path, manifest: Manifest) -> None:
    """Prepare a new folder for these features, or check that an existing one is for them.

    Raises:
        ValueError: if it holds other features: they are never mixed.
    """
    path = folder / MANIFEST
    if path.exists():
        existing = read_manifest(folder)
        if differences := existing.difference(manifest):
            raise ValueError(
                f"{folder} holds other features ({'; '.join(differences)}); choose another folder, or remove this one"
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(manifest.to_json(), indent=1).encode() + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder of features.

    Raises:
        FileNotFoundError: if the folder has none. ValueError: if the file is damaged or no manifest.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise FileNotFoundError(f"{folder} holds no features: no {MANIFEST}; make them with `techcoach features`")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} is damaged: {error}") from error
    return Manifest.from_json(stored, str(path))


def shard_path(folder: Path, shard: int) -> Path:
    return folder / f"shard-{shard:05d}.safetensors"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it exists whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def write_shard(
    path: Path, features: Mapping[str, Tensor], present: Mapping[str, Tensor], failed: Mapping[str, str]
) -> None:
    """Write one shard, whole or not at all.

    Args:
        features, present: by key, shaped as in the module's docstring. failed: by key, why an example has no features.
    """
    tensors = {f"{key}/features": value.contiguous() for key, value in sorted(features.items())}
    tensors |= {f"{key}/present": value.contiguous() for key, value in sorted(present.items())}
    if not tensors:  # safetensors holds one tensor at least
        tensors["nothing"] = torch.zeros(0)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    save_file(tensors, part, metadata={"failed": json.dumps(dict(sorted(failed.items())))})
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def read_failed(path: Path, expected: Sequence[str]) -> dict[str, str] | None:
    """Read which examples of a shard have no features and why; None if it is damaged or of other examples."""
    try:
        with safe_open(path, framework="pt") as shard:
            featured = {name.removesuffix("/features") for name in shard.keys() if name.endswith("/features")}  # noqa: SIM118
            failed: dict[str, str] = json.loads((shard.metadata() or {}).get("failed", "{}"))
    except (SafetensorError, OSError, json.JSONDecodeError):
        return None
    return failed if featured | set(failed) == set(expected) and not featured & set(failed) else None


class FeatureStore:
    """Features of examples by key, mapped rather than read. Safe to hand to workers of a data loader.

    Raises:
        FileNotFoundError, ValueError: if the folder holds no features, or a shard is missing or damaged.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest = read_manifest(self.folder)
        self.failed: dict[str, str] = {}
        for shard in range(self.manifest.shards):
            path = shard_path(self.folder, shard)
            failed = read_failed(path, self.manifest.keys_of(shard)) if path.is_file() else None
            if failed is None:
                raise ValueError(f"{path} is missing or damaged; run the same `techcoach features` again to make it")
            self.failed |= failed

    @cached_property
    def _shard_of(self) -> dict[str, int]:
        return {key: index // self.manifest.shard_size for index, key in enumerate(self.manifest.keys)}

    def __contains__(self, key: str) -> bool:
        return key in self._shard_of and key not in self.failed

    def __getitem__(self, key: str) -> tuple[Tensor, Tensor]:
        """Return (V, T', H', W', C) float16 features and (V,) bool, the views that are present.

        Raises:
            KeyError: for an example without features, with the reason.
        """
        if key not in self:
            raise KeyError(f"{self.folder} has no features of {key}: {self.failed.get(key, 'no such example')}")
        with safe_open(shard_path(self.folder, self._shard_of[key]), framework="pt") as shard:
            return shard.get_tensor(f"{key}/features"), shard.get_tensor(f"{key}/present")
