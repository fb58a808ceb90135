"""Attention over the athlete: one side of one TechPoint, drawn on the frame at its peak.

A cell of the grid is a rectangle of pixels (`Evidence.cell_boxes`), and lies exactly there in the picture.
"""

from __future__ import annotations

import cv2
import matplotlib
import numpy as np

from ..types import KEYPOINT_INDEX, LIMBS, Evidence, PointFeedback

MAP = "inferno"
"""A sequential map that is told apart with any colour vision, and rises in lightness."""
STRONGEST = 0.72
"""How opaque the hottest place is."""
FAINTEST = 0.12
"""Attention below this share of the peak stays clear."""
SKELETON = (255, 255, 255)
SIDE = 360
"""Pixels of the longer side of a picture."""


def cells_to_pixels(cells: np.ndarray, box: np.ndarray, width: int, height: int) -> np.ndarray:
    """Attention cells (H', W') of one time bin over a frame: (height, width) float32, smooth between cell centres.

    Args:
        box: x0, y0, x1, y1 in pixels of the frame that the cells tile evenly; may reach beyond the frame.
    """
    rows, columns = cells.shape
    x0, y0, x1, y1 = (float(edge) for edge in box)
    # Where the centre of each pixel of the frame lies among the cells; cell (i, j) has its centre at (j, i).
    across = ((np.arange(width) + 0.5 - x0) / (x1 - x0) * columns - 0.5).astype(np.float32)
    down = ((np.arange(height) + 0.5 - y0) / (y1 - y0) * rows - 0.5).astype(np.float32)
    inside = ((down >= -0.5) & (down <= rows - 0.5))[:, None] & ((across >= -0.5) & (across <= columns - 0.5))[None]
    map_x, map_y = np.broadcast_to(across, (height, width)), np.broadcast_to(down[:, None], (height, width))
    smooth = cv2.remap(
        cells.astype(np.float32), np.ascontiguousarray(map_x), np.ascontiguousarray(map_y), cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return np.where(inside, smooth, 0.0).astype(np.float32)


def peak_bin(feedback: PointFeedback) -> int:
    """The time bin in which the model looked hardest."""
    return int(np.unravel_index(int(feedback.attention.argmax()), feedback.attention.shape)[0])


def peak_frame(feedback: PointFeedback, evidence: Evidence) -> int:
    """The shown frame nearest to the middle of the peak's time bin."""
    middle = float(evidence.bin_times[peak_bin(feedback)].mean())
    return int(np.argmin(np.abs(evidence.times - middle)))


def heatmap_picture(feedback: PointFeedback, evidence: Evidence) -> np.ndarray:
    """The athlete at the peak of one side of a TechPoint, with the attention over him: (h, w, 3) uint8 RGB."""
    time_bin, frame = peak_bin(feedback), peak_frame(feedback, evidence)
    image = evidence.frames[frame]
    height, width, _ = image.shape
    box = evidence.cell_boxes[time_bin]
    heat = cells_to_pixels(feedback.attention[time_bin], box, width, height)
    heat = heat / max(float(feedback.attention[time_bin].max()), 1e-9)
    drawn = blend(image, heat)
    if evidence.points is not None and evidence.confidence is not None:
        drawn = skeleton(drawn, evidence.points[frame], evidence.confidence[frame])
    return cropped(drawn, box)


def blend(image: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """Heat (H, W) in 0..1 over an image (H, W, 3) uint8; where it is faint the image stays as it is."""
    colours = matplotlib.colormaps[MAP](np.clip(0.25 + 0.75 * heat, 0, 1))[..., :3] * 255
    share = np.clip((heat - FAINTEST) / (1 - FAINTEST), 0, 1)[..., None] * STRONGEST
    return (image * (1 - share) + colours * share).astype(np.uint8)


def skeleton(image: np.ndarray, points: np.ndarray, confidence: np.ndarray, known: float = 0.3) -> np.ndarray:
    """Limbs of one pose (K, 2) as thin lines on a copy of the image."""
    layer = image.copy()
    thick = max(1, round(max(image.shape[:2]) / 320))
    for one, other in LIMBS:
        a, b = KEYPOINT_INDEX[one], KEYPOINT_INDEX[other]
        if min(confidence[a], confidence[b]) >= known:
            ends = [(int(round(float(points[i, 0]))), int(round(float(points[i, 1])))) for i in (a, b)]
            cv2.line(layer, ends[0], ends[1], SKELETON, thick, cv2.LINE_AA)
    return cv2.addWeighted(layer, 0.45, image, 0.55, 0)


def cropped(image: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The part of an image about a box, at most `SIDE` pixels on its longer side."""
    height, width, _ = image.shape
    x0, y0, x1, y1 = (float(edge) for edge in box)
    left, right = int(np.clip(x0, 0, width - 2)), int(np.clip(np.ceil(x1), 2, width))
    top, bottom = int(np.clip(y0, 0, height - 2)), int(np.clip(np.ceil(y1), 2, height))
    part = image[top : max(bottom, top + 2), left : max(right, left + 2)]
    scale = SIDE / max(part.shape[:2])
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    return cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
