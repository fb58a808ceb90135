"""Small grey copies of frames, and measures of how much two of them differ. Knows no cuts and no freezes."""

from __future__ import annotations

from functools import cached_property, lru_cache

import cv2
import numpy as np

SIDE = 180
"""Pixels of the longer side of the grey copies."""
BLOCKS = 18
"""Blocks along the longer side of a grey copy."""
TINY_SIDE = 45
"""Pixels of the longer side of the copies that are compared each with each."""
ALIKE = 0.6
"""Least correlation of a block with the same place of another picture, motion followed, to be the same."""
MOST_SHIFT = 0.45
"""Share of the width and height by which a camera may turn from frame to frame."""
CHANGED = 0.6
"""A pixel has changed if its normalised grey level differs by this."""


def grey_copies(frames: np.ndarray) -> np.ndarray:
    """Return (T, h, w) uint8 copies of `SIDE` pixels."""
    width, height = size_of(frames.shape[1:3], SIDE)
    small = np.stack([cv2.resize(frame, (width, height), interpolation=cv2.INTER_LINEAR) for frame in frames])
    return cv2.cvtColor(small.reshape(-1, width, 3), cv2.COLOR_RGB2GRAY).reshape(-1, height, width)


def size_of(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    """Return (width, height) with the longer side of so many pixels, for a picture (h, w)."""
    height, width = shape
    scale = side / max(height, width)
    return max(2, round(width * scale)), max(2, round(height * scale))


def block_means(values: np.ndarray) -> np.ndarray:
    """Return the means of (..., h, w) float32 in blocks, `BLOCKS` along the longer side."""
    height, width = values.shape[-2:]
    columns, rows = size_of((height, width), BLOCKS)
    return np.asarray(_area_weights(height, rows) @ (values @ _area_weights(width, columns).T))


@lru_cache(maxsize=16)
def _area_weights(pixels: int, blocks: int) -> np.ndarray:
    """Return (blocks, pixels) float32, the share of each pixel in each block."""
    return cv2.resize(np.eye(pixels, dtype=np.float32), (pixels, blocks), interpolation=cv2.INTER_AREA)


def changes(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    """Return the mean change, (N,) grey levels, of the most changed blocks, this share of all, from pictures to others.

    Args:
        first, second: (N, h, w) uint8.
    """
    if not len(first):
        return np.zeros(0)
    rows = first.reshape(-1, first.shape[2]), second.reshape(-1, first.shape[2])
    difference = cv2.absdiff(*rows).astype(np.float32).reshape(first.shape)
    blocks = block_means(difference).reshape(len(difference), -1)
    count = max(3, round(share * blocks.shape[1]))
    return np.asarray(np.partition(blocks, blocks.shape[1] - count, axis=1)[:, -count:].mean(axis=1))


class Pictures:
    """The frames that show something new, and measures of how alike two of them are.

    Attributes:
        grey: (N, h, w) uint8. times: (N,) seconds in the file. clock: (N,) seconds without freezes and blank frames.
    """

    def __init__(self, grey: np.ndarray, clock: np.ndarray, times: np.ndarray) -> None:
        self.grey, self.clock, self.times = grey, clock, times
        self.step_s = float(np.median(np.diff(clock))) if len(clock) > 1 else 1.0
        self._normalised: dict[int, np.ndarray] = {}
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)

    def __len__(self) -> int:
        return len(self.grey)

    @cached_property
    def distances(self) -> np.ndarray:
        """(N, N) mean squared differences in grey levels, of copies of `TINY_SIDE` pixels."""
        size = size_of(self.grey.shape[1:], TINY_SIDE)
        tiny = np.stack([cv2.resize(picture, size, interpolation=cv2.INTER_AREA).ravel() for picture in self.grey])
        centred = tiny - tiny.mean(axis=0, dtype=np.float32)
        products = centred @ centred.T
        squares = np.diag(products)
        return np.asarray(np.maximum(squares[:, None] + squares - 2 * products, 0) / tiny.shape[1])

    def sides(self, first: int, second: int, seconds: float) -> list[tuple[int, int]]:
        """Return a pair of pictures up to `first` and one from `second` on, so many seconds apart, where the clip has
        them."""
        seconds -= self.step_s / 2
        before = min(int(np.searchsorted(self.clock, self.clock[first] - seconds)) - 1, first - 1)
        after = max(int(np.searchsorted(self.clock, self.clock[second] + seconds)), second + 1)
        pairs = []
        if before >= 0:
            pairs.append((before, first))
        if after < len(self):
            pairs.append((second, after))
        return pairs

    def shift(self, first: int, second: int) -> tuple[float, float]:
        """Return how far the whole picture has moved to the right and down, in pixels; 0 if too far to be known."""
        before, after = self._normal(first), self._normal(second)
        (right, down), _ = cv2.phaseCorrelate(before, after)
        height, width = after.shape
        return (right, down) if abs(right) <= MOST_SHIFT * width and abs(down) <= MOST_SHIFT * height else (0.0, 0.0)

    def followed(self, first: int, second: int) -> np.ndarray:
        """Return the first picture, (h, w) uint8, moved by the optical flow to where its parts are in the second."""
        right, down = self.shift(first, second)
        shifted = _moved(self.grey[first], right, down)
        flow = self._flow.calc(self.grey[second], shifted, None)  # type: ignore[call-overload]  # no first guess
        rows, columns = np.indices(shifted.shape, dtype=np.float32)
        return cv2.remap(
            shifted, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )

    def alike(self, first: int, second: int) -> float:
        """Return which share of the texture of two pictures is the same, motion followed: 0..1."""
        a, b = self.followed(first, second).astype(np.float32), self.grey[second].astype(np.float32)
        mean_a, mean_b = block_means(a), block_means(b)
        variance_a, variance_b = block_means(a * a) - mean_a**2, block_means(b * b) - mean_b**2
        correlation = (block_means(a * b) - mean_a * mean_b) / np.sqrt(np.maximum(variance_a * variance_b, 0) + 25)
        contrast = np.sqrt(np.maximum(np.maximum(variance_a, variance_b), 0)).clip(max=20)
        contrast[contrast < 3] = 0
        return float((contrast * (correlation > ALIKE)).sum() / max(contrast.sum(), 1e-6))

    def detail(self, index: int) -> float:
        """Return how much fine detail a picture has; a mixture of two has about a quarter of their sum."""
        return float(cv2.Laplacian(self.grey[index], cv2.CV_32F).var())

    def changed(self, first: int, second: int, follow: bool) -> np.ndarray:
        """Return the share of changed pixels in every block, the shift of the whole picture taken out.

        Args:
            follow: take out the motion of every part, too.
        """
        right, down = self.shift(first, second)
        followed = _normalised(self.followed(first, second)) if follow else None
        before = _moved(self._normal(first), right, down) if followed is None else followed
        after = self._normal(second)
        height, width = after.shape
        different = (np.abs(cv2.blur(before - after, (3, 3))) > CHANGED).astype(np.float32)
        edge = int(max(abs(right), abs(down))) + 2
        inner = np.zeros_like(different)
        inner[edge : height - edge, edge : width - edge] = different[edge : height - edge, edge : width - edge]
        return block_means(inner)

    def _normal(self, index: int) -> np.ndarray:
        if index not in self._normalised:
            self._normalised[index] = _normalised(self.grey[index])
        return self._normalised[index]


def _moved(picture: np.ndarray, right: float, down: float) -> np.ndarray:
    """Return a picture moved by so many pixels."""
    matrix = np.array([[1, 0, right], [0, 1, down]], dtype=np.float32)
    return cv2.warpAffine(picture, matrix, picture.shape[::-1], borderMode=cv2.BORDER_REPLICATE)


def _normalised(grey: np.ndarray) -> np.ndarray:
    """Return a picture with every place at the same brightness and contrast: (h, w) float32."""
    values = grey.astype(np.float32)
    mean = cv2.blur(values, (21, 21))
    variance = cv2.blur(values * values, (21, 21)) - mean**2
    return np.asarray((values - mean) / (np.sqrt(np.maximum(variance, 0)) + 6))
