"""Draws the attention of one side of one TechPoint over the athlete, on the frame at its peak.

Knows frames, grids of attention cells and poses; knows neither their meaning nor a user interface. A cell is a
rectangle of pixels (`Evidence.cell_boxes`) and lies exactly there in the picture. Coordinates are continuous pixels:
(0, 0) is the corner of the top left pixel, whose centre is (0.5, 0.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import matplotlib
import numpy as np

from ..skeleton import KEYPOINT_INDEX, KEYPOINTS, LIMBS
from ..types import Evidence, PersonBox, PointFeedback

COLOUR_MAP = "inferno"
"""A sequential map: its lightness rises evenly, so that any colour vision, and a grey print, can order its values."""
COLDEST = 0.3
"""Value of the colour map for the faintest attention that is drawn; below it inferno is almost black."""
FAINTEST, STRONGEST = 0.12, 0.72
"""Attention below FAINTEST, a share of the peak, is not drawn; STRONGEST is the opacity of the peak."""
LEAST_CONFIDENCE = 0.3
"""Joints below this confidence are not drawn and not named."""
LIGHT, DARK = (255, 255, 255), (12, 12, 20)


@dataclass(frozen=True)
class Peak:
    """Where and when the model looked hardest for one side of a TechPoint.

    Attributes:
        time_bin: of the attention. frame: index of the shown frame nearest to the middle of that bin.
        cell: row, column. centre: x, y of the cell, pixels of the shown frames. size: width, height of a cell.
    """

    time_bin: int
    frame: int
    cell: tuple[int, int]
    centre: tuple[float, float]
    size: tuple[float, float]


def find_peak(feedback: PointFeedback, evidence: Evidence) -> Peak:
    """Find the cell with the highest attention of all time bins.

    Raises:
        ValueError: if attention, cell boxes and bin times differ in their number of time bins.
    """
    bins, rows, columns = feedback.attention.shape
    if len(evidence.cell_boxes) != bins or len(evidence.bin_times) != bins:
        raise ValueError(
            f"attention of {bins} time bins needs as many cell boxes and bin times, got "
            f"{len(evidence.cell_boxes)} and {len(evidence.bin_times)}"
        )
    time_bin, row, column = (int(i) for i in np.unravel_index(feedback.attention.argmax(), feedback.attention.shape))
    frame = int(np.abs(evidence.times - evidence.bin_times[time_bin].mean()).argmin())
    x0, y0, x1, y1 = (float(edge) for edge in evidence.cell_boxes[time_bin])
    size = ((x1 - x0) / columns, (y1 - y0) / rows)
    centre = (x0 + (column + 0.5) * size[0], y0 + (row + 0.5) * size[1])
    return Peak(time_bin, frame, (row, column), centre, size)


def has_places(feedback: PointFeedback) -> bool:
    """Whether the attention has several cells a frame; a video encoder of one vector a frame has only one."""
    return feedback.attention[0].size > 1


def nearest_joint(peak: Peak, evidence: Evidence) -> str | None:
    """Name the athlete's joint nearest to a peak, such as "left knee"; None if no pose is known.

    Eyes and ears count as the head.
    """
    if evidence.points is None or evidence.confidence is None:
        return None
    distances = np.linalg.norm(evidence.points[peak.frame] - np.array(peak.centre), axis=1)
    distances = np.where(evidence.confidence[peak.frame] >= LEAST_CONFIDENCE, distances, np.inf)
    if not np.isfinite(distances).any():
        return None
    name = KEYPOINTS[int(distances.argmin())]
    return "head" if name.split("_")[-1] in ("nose", "eye", "ear") else name.replace("_", " ")


def heatmap_picture(
    feedback: PointFeedback, evidence: Evidence, *, side: int = 420, skeleton: bool = True
) -> np.ndarray:
    """Draw the athlete at the peak of one side of a TechPoint with the attention over them: (h, w, 3) uint8 RGB.

    A ring marks the hottest cell, so that colour is not the only sign. Attention without places is not drawn.

    Args:
        side: pixels of the longer side of the picture.
        skeleton: whether to draw the pose, where it is known.
    """
    peak = find_peak(feedback, evidence)
    image = evidence.frames[peak.frame]
    box = evidence.cell_boxes[peak.time_bin].astype(np.float64)
    left, top, right, bottom = crop_window(box, image.shape[1], image.shape[0])
    scale = side / max(right - left, bottom - top)
    width, height = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    to_picture = np.array([width / (right - left), height / (bottom - top)])
    corner = np.array([left, top])
    picture = cv2.resize(
        image[top:bottom, left:right], (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    if not has_places(feedback):
        return picture
    cells = feedback.attention[peak.time_bin]
    placed = ((box.reshape(2, 2) - corner) * to_picture).reshape(4)
    heat = cells_to_pixels(cells, placed, width, height)
    picture = blend(picture, heat / max(float(cells.max()), 1e-12))
    if skeleton and evidence.points is not None and evidence.confidence is not None:
        points = (evidence.points[peak.frame] - corner) * to_picture
        picture = draw_skeleton(picture, points, evidence.confidence[peak.frame])
    centre = (np.array(peak.centre) - corner) * to_picture
    return draw_ring(picture, centre, 0.75 * float(max(np.array(peak.size) * to_picture)))


def cells_to_pixels(cells: np.ndarray, box: np.ndarray, width: int, height: int) -> np.ndarray:
    """Spread attention cells (H', W') over a picture: (height, width) float32.

    A cell's centre has the cell's own value; between centres the value runs smoothly; outside the box it is 0.

    Args:
        box: x0, y0, x1, y1 in pixels of the picture, which the cells tile evenly; may reach beyond the picture.
    """
    rows, columns = cells.shape
    x0, y0, x1, y1 = (float(edge) for edge in box)
    if not (x1 > x0 and y1 > y0):
        raise ValueError(f"a box of attention cells must have x0 < x1 and y0 < y1, got {[x0, y0, x1, y1]}")
    down, across = _spread(rows, y0, y1, height), _spread(columns, x0, x1, width)
    return (down @ cells.astype(np.float64) @ across.T).astype(np.float32)


def _spread(count: int, low: float, high: float, pixels: int) -> np.ndarray:
    """Return the weight of each of `count` cells between low and high in each pixel of one axis: (pixels, count)."""
    # Where the pixels' centres lie among the cells: cell i has its centre at i.
    place = (np.arange(pixels) + 0.5 - low) / (high - low) * count - 0.5
    inside = (place >= -0.5) & (place <= count - 0.5)
    place = np.clip(place, 0, count - 1)
    before = np.minimum(place.astype(int), max(count - 2, 0))
    share = place - before
    share = share * share * (3 - 2 * share)  # eases in and out, so that no edge shows at the centres
    weights = np.zeros((pixels, count))
    at = np.arange(pixels)
    weights[at, before] = 1 - share
    weights[at, np.minimum(before + 1, count - 1)] += share
    return weights * inside[:, None]


def crop_window(box: np.ndarray, width: int, height: int) -> tuple[int, int, int, int]:
    """Return the part of a frame to show for a box of cells: left, top, right, bottom, whole pixels inside the frame.

    It is as large as the box where the frame allows, moved into the frame where the box reaches beyond it, and holds
    all of the box that lies in the frame.
    """
    x0, y0, x1, y1 = (float(edge) for edge in box)
    left, right = _window(x0, x1, width)
    top, bottom = _window(y0, y1, height)
    return left, top, right, bottom


def _window(low: float, high: float, length: int) -> tuple[int, int]:
    size = int(np.clip(np.ceil(high) - np.floor(low), 2, length))
    start = int(np.clip(np.floor(low), 0, length - size))
    return start, start + size


def blend(picture: np.ndarray, heat: np.ndarray) -> np.ndarray:
    """Blend heat (h, w) in 0..1 over a picture (h, w, 3) uint8; where the heat is faint, the picture is unchanged."""
    strength = np.clip((heat - FAINTEST) / (1 - FAINTEST), 0, 1)
    colours = matplotlib.colormaps[COLOUR_MAP](COLDEST + (1 - COLDEST) * strength)[..., :3] * 255
    # The square root lets a hint of attention be seen without hiding the athlete under it.
    opacity = STRONGEST * np.sqrt(strength)[..., None]
    return (picture * (1 - opacity) + colours * opacity).round().astype(np.uint8)


def draw_skeleton(picture: np.ndarray, points: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """Draw the limbs of one pose (K, 2) as thin lines on a copy of the picture."""
    layer = picture.copy()
    thin = max(1, round(max(picture.shape[:2]) / 260))
    for colour, thickness in ((DARK, thin + 2), (LIGHT, thin)):
        for first_name, second_name in LIMBS:
            first, second = KEYPOINT_INDEX[first_name], KEYPOINT_INDEX[second_name]
            if min(confidence[first], confidence[second]) >= LEAST_CONFIDENCE:
                start, end = _sixteenths(points[first]), _sixteenths(points[second])
                cv2.line(layer, start, end, colour, thickness, cv2.LINE_AA, shift=4)
    return cv2.addWeighted(layer, 0.6, picture, 0.4, 0)


def draw_people(picture: np.ndarray, people: Sequence[PersonBox]) -> np.ndarray:
    """Draw a numbered box around each person, on a copy.

    Args:
        picture: (H, W, 3) uint8 RGB. people: in pixels of the picture.
    """
    drawn = picture.copy()
    scale = max(1.0, max(picture.shape[:2]) / 720)
    for number, person in enumerate(people, start=1):
        x0, y0, x1, y1 = (round(value) for value in person.box)
        cv2.rectangle(drawn, (x0, y0), (x1, y1), (0, 0, 0), round(5 * scale), cv2.LINE_AA)
        cv2.rectangle(drawn, (x0, y0), (x1, y1), (255, 255, 255), round(2 * scale), cv2.LINE_AA)
        middle = (min(max((x0 + x1) // 2, 20), picture.shape[1] - 20), min(max(y0, 20), picture.shape[0] - 20))
        cv2.circle(drawn, middle, round(18 * scale), (0, 114, 178), -1, cv2.LINE_AA)
        font = cv2.FONT_HERSHEY_SIMPLEX, 0.8 * scale
        (width, height), _ = cv2.getTextSize(str(number), *font, round(2 * scale))
        corner = middle[0] - width // 2, middle[1] + height // 2
        cv2.putText(drawn, str(number), corner, *font, (255, 255, 255), round(2 * scale), cv2.LINE_AA)
    return drawn


def draw_ring(picture: np.ndarray, centre: np.ndarray, radius: float) -> np.ndarray:
    """Draw a ring, light with a dark rim, on a copy of the picture."""
    with_ring = picture.copy()
    thin = max(1, round(max(picture.shape[:2]) / 200))
    for colour, thickness in ((DARK, thin + 2), (LIGHT, thin)):
        cv2.circle(with_ring, _sixteenths(centre), round(radius * 16), colour, thickness, cv2.LINE_AA, shift=4)
    return with_ring


def _sixteenths(point: np.ndarray) -> tuple[int, int]:
    """Convert continuous pixels to OpenCV's fixed-point coordinates, whose (0, 0) is the centre of the first pixel."""
    x, y = np.clip((np.asarray(point, dtype=np.float64) - 0.5) * 16, -(2**20), 2**20).round().astype(int)
    return int(x), int(y)


def film_strip(frames: np.ndarray, count: int = 5, height: int = 160) -> np.ndarray:
    """Put evenly picked frames of (T, H, W, 3) side by side: (height, w, 3) uint8."""
    picked = frames[np.linspace(0, len(frames) - 1, min(count, len(frames))).round().astype(int)]
    width = max(1, round(picked.shape[2] * height / picked.shape[1]))
    return np.hstack([cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA) for frame in picked])
