"""Action spotter: for each moment of a pose track, which drill's action is under way, and whether it is its key event.

Temporal convolutions over the joints of one athlete, at `SpotterConfig.fps`, in tracks of any length. Ours, not the
paper's. Knows joints by number and activities by name; no tracker, no file but its own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from scipy.ndimage import percentile_filter
from torch import Tensor, nn

WEIGHTS, CONFIG = "action_spotter.safetensors", "action_spotter.json"
SCHEMA = "techcoach.action-spotter/1"
MOST_BYTES = 2_000_000
"""A larger file of weights is none of ours."""
KNOWN = 0.1
"""Joints below this confidence count as unknown."""
SCALE_S = 2.0
"""The athlete's size is taken over so many seconds about each moment: people walk to the camera and away."""
SIZE_PERCENTILE = 80
LONGEST_GAP_S = 0.6
"""A joint that is unknown for longer stays unknown; a shorter gap is filled by a straight line."""
FASTEST = 20.0
"""Speeds are cut at so many body sizes a second: what is faster is another person."""


@dataclass(frozen=True)
class SpotterConfig:
    """The architecture of an action spotter, and what its outputs mean.

    Attributes:
        drills: ids, the first classes. series: those of them whose attempt is a series. idle: names of the other
            classes, what somebody does who is at no drill.
        mirrored: for every joint the index of its mirror image; their number is the number of joints.
        hips: left and right hip's index. fps: frames a second. width: channels. dilations: one a block.
        shows, of_best: a clip shows a drill whose evidence comes to that of its place in the first, if no other drill's
            is so much higher that this is a smaller share than the second. refuses: a clip whose evidence is less does
            surely not show the drill of that place. They are fitted after the training
            (`training.spotter_thresholds`); without them, 0.5, 0.5 and 0 hold for every drill.

    Raises:
        ValueError: if a value cannot be one of a spotter.
    """

    drills: tuple[str, ...]
    series: tuple[str, ...]
    idle: tuple[str, ...]
    mirrored: tuple[int, ...]
    hips: tuple[int, int]
    fps: float = 12.0
    width: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 2, 4, 8)
    dropout: float = 0.1
    shows: tuple[float, ...] = ()
    of_best: float = 0.5
    refuses: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        joints = range(len(self.mirrored))
        if not self.drills or not self.idle or len(set(self.classes)) != len(self.classes):
            raise ValueError(f"a spotter needs different drills and idle classes, got {self.classes}")
        if set(self.series) - set(self.drills):
            raise ValueError(f"series {self.series} are none of the drills {self.drills}")
        if sorted(self.mirrored) != list(joints) or len(self.hips) != 2 or not set(self.hips) <= set(joints):
            raise ValueError(f"mirrored {self.mirrored} must name every joint once, hips {self.hips} two of them")
        if not (1 <= self.width <= 512 and 1 <= len(self.dilations) <= 32 and 1 <= self.fps <= 60):
            raise ValueError(f"no spotter has width {self.width}, {len(self.dilations)} blocks at {self.fps} a second")
        if any(len(limits) not in (0, len(self.drills)) for limits in (self.shows, self.refuses)):
            raise ValueError(
                f"{len(self.shows)} and {len(self.refuses)} thresholds are none of {len(self.drills)} drills"
            )
        if not all(0 <= limit <= 1 for limit in (*self.shows, *self.refuses, self.of_best)):
            raise ValueError(f"thresholds {self.shows}, {self.of_best}, {self.refuses} are not 0 to 1")
        if not all(1 <= dilation <= 256 for dilation in self.dilations) or not 0 <= self.dropout < 1:
            raise ValueError(f"dilations {self.dilations} must be 1 to 256, dropout {self.dropout} below 1")

    @property
    def classes(self) -> tuple[str, ...]:
        """The drills, then what is none."""
        return (*self.drills, *self.idle)

    def shows_from(self, drill: str) -> float:
        """Return the evidence from which on a clip shows a drill; more than any for a drill that is not known."""
        if drill not in self.drills:
            return math.inf
        return self.shows[self.drills.index(drill)] if self.shows else 0.5

    def refuses_below(self, drill: str) -> float:
        """Return the evidence below which a clip surely does not show a drill."""
        return self.refuses[self.drills.index(drill)] if self.refuses and drill in self.drills else 0.0

    @property
    def features(self) -> int:
        """How many numbers describe one frame."""
        return 5 * len(self.mirrored) + 5


class ActionSpotter(nn.Module):
    """Residual temporal convolutions (Bai et al. 2018), with a class and an event head."""

    def __init__(self, config: SpotterConfig) -> None:
        super().__init__()
        self.config = config
        self.first = nn.Linear(config.features, config.width)
        self.blocks = nn.ModuleList(_Block(config.width, dilation, config.dropout) for dilation in config.dilations)
        self.norm = nn.LayerNorm(config.width)
        self.classes = nn.Linear(config.width, len(config.classes))
        self.event = nn.Linear(config.width, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Features (B, T, F) -> class logits (B, T, C) and logits (B, T) of a key event at this moment."""
        state = self.first(features)
        for block in self.blocks:
            state = block(state)
        state = self.norm(state)
        return self.classes(state), self.event(state).squeeze(-1)

    @torch.inference_mode()
    def probabilities(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return class probabilities (T, C) and event probabilities (T,) of features (T, F), of the clip and its mirror
        image on average: the answer does not depend on the side."""
        self.eval()
        pair = torch.from_numpy(np.stack([features, mirror_features(features, self.config)]))
        logits, event = self(pair)
        return logits.softmax(dim=-1).mean(dim=0).numpy(), event.sigmoid().mean(dim=0).numpy()

    def save(self, folder: Path) -> None:
        """Write the weights and the config into a checkpoint folder."""
        save_file({name: tensor.contiguous() for name, tensor in self.state_dict().items()}, folder / WEIGHTS)
        content = {"schema": SCHEMA, **asdict(self.config)}
        (folder / CONFIG).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> ActionSpotter | None:
        """Read the spotter of a checkpoint folder; None where the folder holds none.

        Raises:
            ValueError: if a file is missing, too large, of another form, or holds other tensors than its config says.
        """
        weights, config = folder / WEIGHTS, folder / CONFIG
        if not weights.exists() and not config.exists():
            return None
        spotter = cls(_read_config(config))
        try:
            if weights.stat().st_size > MOST_BYTES:
                raise ValueError(f"it has {weights.stat().st_size} bytes, a spotter at most {MOST_BYTES}")
            tensors = load_file(weights)
            if not all(bool(torch.isfinite(tensor).all()) for tensor in tensors.values()):
                raise ValueError("it holds numbers that are not finite")
            spotter.load_state_dict(tensors)
        except (OSError, ValueError, RuntimeError, SafetensorError) as error:
            raise ValueError(f"{weights} holds no weights of the spotter that {config} describes: {error}") from error
        return spotter.eval()


class _Block(nn.Module):
    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.over_time = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.mix = nn.Linear(width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, state: Tensor) -> Tensor:
        """(B, T, W) -> (B, T, W)."""
        over_time = self.over_time(self.norm(state).transpose(1, 2)).transpose(1, 2)
        return state + self.dropout(self.mix(nn.functional.gelu(over_time)))


def _read_config(path: Path) -> SpotterConfig:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        if set(content) != {value_field.name for value_field in fields(SpotterConfig)}:
            raise ValueError(f"it holds {sorted(content)}")
        values: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
        return SpotterConfig(**values)
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"{path} is no config of an action spotter: {error}") from error


# -- features ----------------------------------------------------------------------------------------------------


def spotter_features(
    points: np.ndarray, confidence: np.ndarray, times: np.ndarray, config: SpotterConfig
) -> tuple[np.ndarray, np.ndarray]:
    """Return features (T', F) float32 of a track at the config's rate, and their times (T',), seconds.

    Joints are taken from the middle of the hips, in sizes of the athlete about each moment.

    Args:
        points: (T, K, 2) pixels. confidence: (T, K) 0..1. times: (T,) rising seconds.

    Raises:
        ValueError: for other joints than the config's, fewer than two frames, or times that do not rise.
    """
    joints = len(config.mirrored)
    if points.shape != (len(times), joints, 2) or confidence.shape != (len(times), joints):
        raise ValueError(f"expected points (T, {joints}, 2) and confidence (T, {joints}), got {points.shape}")
    if len(times) < 2 or np.any(np.diff(times) <= 0):
        raise ValueError(f"a track needs two frames or more whose times rise, got {len(times)} frames")
    count = int(math.floor((times[-1] - times[0]) * config.fps + 1e-6)) + 1
    moments = times[0] + np.arange(count) / config.fps
    places, weight = _on_grid(points.astype(np.float64), confidence, times, moments)
    known = weight > 0
    middle, has_middle = _middle(places, known, config.hips)
    scale = _scale(places, known, config.fps)
    relative = np.where(known[..., None], (places - middle[:, None]) / scale[:, None, None], 0.0)
    velocity = _rate(places, config.fps) / scale[:, None, None]
    path = _rate(middle, config.fps) / scale[:, None]
    growth = _rate(np.log(scale)[:, None], config.fps)
    usable = known & np.roll(known, 1, axis=0) & np.roll(known, -1, axis=0)
    features = [
        relative.reshape(count, -1).clip(-5, 5),
        np.where(usable[..., None], _compressed(velocity), 0.0).reshape(count, -1),
        weight,
        np.where(has_middle[:, None], _compressed(path), 0.0),
        growth,
        has_middle[:, None],
        known.mean(axis=1, keepdims=True),
    ]
    return np.concatenate(features, axis=1).astype(np.float32), moments


def mirror_features(features: np.ndarray, config: SpotterConfig) -> np.ndarray:
    """Return the features (..., F) of the mirrored clip."""
    joints, order = len(config.mirrored), list(config.mirrored)
    flip = np.array([-1, 1], dtype=features.dtype)
    shape = (*features.shape[:-1], joints, 2)
    places, velocity, rest = np.split(features, (2 * joints, 4 * joints), axis=-1)
    places, velocity = ((part.reshape(shape)[..., order, :] * flip).reshape(part.shape) for part in (places, velocity))
    rest = rest.copy()
    rest[..., :joints] = rest[..., order]
    rest[..., joints] *= -1
    return np.concatenate([places, velocity, rest], axis=-1)


def _on_grid(
    points: np.ndarray, confidence: np.ndarray, times: np.ndarray, moments: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Interpolate each joint between the frames that know it: places (T', K, 2) and confidence (T', K), 0 where it is
    unknown for longer than `LONGEST_GAP_S`."""
    places, weight = np.zeros((len(moments), points.shape[1], 2)), np.zeros((len(moments), points.shape[1]))
    step = float(np.median(np.diff(times)))
    for joint in range(points.shape[1]):
        known = np.flatnonzero(confidence[:, joint] >= KNOWN)
        if len(known) < 2:
            continue
        at = times[known]
        right = np.clip(np.searchsorted(at, moments), 1, len(at) - 1)
        inside = (moments >= at[0] - step / 2) & (moments <= at[-1] + step / 2)
        near = inside & (at[right] - at[right - 1] <= max(LONGEST_GAP_S, 1.5 * step))
        for axis in (0, 1):
            places[:, joint, axis] = np.interp(moments, at, points[known, joint, axis])
        weight[:, joint] = np.where(near, np.interp(moments, at, confidence[known, joint]), 0.0)
    return places, weight


def _middle(places: np.ndarray, known: np.ndarray, hips: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of the hips (T, 2), or of all known joints where a hip is unknown, and whether there is one;
    where there is none it lies on the line between its neighbours."""
    both = known[:, list(hips)].all(axis=1)
    count = known.sum(axis=1)
    every = (places * known[..., None]).sum(axis=1) / np.maximum(count, 1)[:, None]
    middle = np.where(both[:, None], places[:, list(hips)].mean(axis=1), every)
    has_middle = count > 0
    if has_middle.any():
        frames = np.arange(len(middle))
        middle = np.stack([np.interp(frames, frames[has_middle], axis[has_middle]) for axis in middle.T], axis=1)
    return middle, has_middle


def _scale(places: np.ndarray, known: np.ndarray, fps: float) -> np.ndarray:
    """Return the athlete's size about each moment (T,), pixels: a high quantile over `SCALE_S` of the mean distance of
    the joints from their middle."""
    count = np.maximum(known.sum(axis=1), 1)
    centre = (places * known[..., None]).sum(axis=1) / count[:, None]
    reach = (np.linalg.norm(places - centre[:, None], axis=-1) * known).sum(axis=1) / count
    measured = known.sum(axis=1) >= 4
    if not measured.any():
        return np.ones(len(reach))
    frames = np.arange(len(reach))
    sizes = np.interp(frames, frames[measured], reach[measured])
    return np.maximum(percentile_filter(sizes, SIZE_PERCENTILE, 2 * max(int(SCALE_S * fps / 2), 1) + 1), 1.0)


def _rate(values: np.ndarray, fps: float) -> np.ndarray:
    """Return the change per second along axis 0; zero for a single frame."""
    return np.gradient(values, axis=0) * fps if len(values) > 1 else np.zeros_like(values)


def _compressed(speeds: np.ndarray) -> np.ndarray:
    """Compress speeds: a strike is 20 times as fast as a sway."""
    return np.arcsinh(speeds.clip(-FASTEST, FASTEST))
