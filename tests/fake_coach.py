"""A coach without a model: believable reports of a made figure, so that pages and pictures can be tried quickly.

Run it to look at the page: `python -m tests.fake_coach`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS, LIMBS
from techcoach.types import (
    DIMENSIONS,
    CheckpointSummary,
    ClipSummary,
    CoachingReport,
    Drill,
    Evidence,
    Neighbour,
    PersonBox,
    PointFeedback,
    Progress,
    Refusal,
    SeveralAthletes,
    TechPoint,
    TechPointFeedback,
    silent,
)

INSTRUCTIONS = (
    "The player should keep the head up and the eyes on the rim from the dip until the ball is gone.",
    "Shoulders square to the basket, the torso upright over the hips.",
    "The shooting elbow stays under the ball and the arm extends fully on the release.",
    "The hips sink before the jump and rise under the shoulders.",
    "Bend both knees deeply and extend them together into the jump.",
    "Feet shoulder-wide, landing where the jump began.",
    "The ball rolls off the fingertips at the top of the jump.",
)
DRILLS = (
    Drill("basketball/mid-range-jump-shot", "Mid-range jump shot", tuple(map(TechPoint, DIMENSIONS, INSTRUCTIONS))),
    Drill(
        "soccer/penalty-kick",
        "Penalty kick",
        tuple(TechPoint(d, f"For the kick, mind the {d}: look at the ball, then through it.") for d in DIMENSIONS),
    ),
)
COMMENTARY = (
    "The athlete shows a deep, well-timed knee bend, square shoulders and a full extension of the shooting arm. "
    "However, improvement can be made by keeping the elbow under the ball, so that the shot flies straight. "
    "Also work on landing where the jump began."
)
JOINTS = {
    "head & eyes": "nose",
    "shoulders & torso": "left_shoulder",
    "arms & hands": "right_elbow",
    "hips & core": "left_hip",
    "legs & knees": "left_knee",
    "feet & balance": "right_ankle",
    "human-object interaction": "right_hand",
}
SAYINGS = {
    "strength": (
        "The {0} moves early and in one line, which leaves time for the release.",
        "Good rhythm of the {0} through the whole shot.",
        "The {0} stays quiet while the ball rises.",
    ),
    "weakness": (
        "The {0} drifts noticeably to the side; holding it still would help, so that the shot flies straight.",
        "Late movement of the {0}; starting with the dip would help.",
        "The {0} stops short of its full range.",
    ),
}
FRAMES, BINS, GRID = 64, 16, 8
STEP_S = 0.04


def figure(size: tuple[int, int] = (640, 360), frames: int = FRAMES) -> tuple[np.ndarray, np.ndarray]:
    """A jumping figure: frames (T, H, W, 3) uint8 and joints (T, K, 2) pixels."""
    width, height = size
    rest = np.zeros((len(KEYPOINTS), 2))
    body = {
        "nose": (0, -0.9), "eye": (0.03, -0.93), "ear": (0.06, -0.91), "shoulder": (0.18, -0.7), "elbow": (0.26, -0.45),
        "wrist": (0.2, -0.62), "hip": (0.11, -0.25), "knee": (0.14, 0.15), "ankle": (0.13, 0.55), "heel": (0.12, 0.6),
        "toe": (0.22, 0.62), "hand": (0.17, -0.72),
    }  # fmt: skip
    for name, index in KEYPOINT_INDEX.items():
        x, y = body[name.split("_")[-1]]
        rest[index] = (-x if name.startswith("left") else x, y)
    phase = np.linspace(0, 1, frames)
    rise = np.where((phase > 0.5) & (phase < 0.8), np.sin((phase - 0.5) / 0.3 * np.pi), -0.25 * np.sin(phase * np.pi))
    points = np.repeat(rest[None] * 0.3 * height + np.array([width * 0.5, height * 0.56]), frames, axis=0)
    points[..., 1] -= 0.12 * height * rise[:, None]
    points[..., 0] += 0.18 * width * (phase[:, None] - 0.5)
    arms = [KEYPOINT_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("wrist", "hand")]
    points[:, arms, 1] -= 0.14 * height * np.clip(rise, 0, 1)[:, None]
    return np.stack([_drawn(points[t], width, height) for t in range(frames)]), points.astype(np.float32)


def _drawn(points: np.ndarray, width: int, height: int) -> np.ndarray:
    image = np.full((height, width, 3), (206, 214, 220), np.uint8)
    image[int(height * 0.72) :] = (187, 140, 96)
    for one, other in LIMBS:
        ends = [tuple(points[KEYPOINT_INDEX[name]].round().astype(int).tolist()) for name in (one, other)]
        colour = (190, 60, 60) if "shoulder" in one + other else (52, 66, 92)
        cv2.line(image, ends[0], ends[1], colour, max(3, height // 34), cv2.LINE_AA)
    cv2.circle(image, tuple(points[0].round().astype(int).tolist()), height // 22, (214, 170, 140), -1, cv2.LINE_AA)
    return image


def evidence(size: tuple[int, int] = (640, 360), duration_s: float = 3.2) -> Evidence:
    """What a coach would show of the figure: square crops about it, one for each time bin."""
    frames, points = figure(size)
    edges = np.linspace(0, duration_s, BINS + 1)
    binned = points.reshape(BINS, -1, 2)
    low, high = binned.min(axis=1), binned.max(axis=1)
    half = 0.6 * float((high - low).max())
    middle = (low + high) / 2
    return Evidence(
        frames=frames,
        times=np.linspace(0, duration_s, FRAMES, endpoint=False) + duration_s / FRAMES / 2,
        points=points,
        confidence=np.full(points.shape[:2], 0.9, np.float32),
        cell_boxes=np.concatenate([middle - half, middle + half], axis=1).astype(np.float32),
        bin_times=np.stack([edges[:-1], edges[1:]], axis=1),
    )


def look_at(evidence: Evidence, joint: str, time_bin: int, grid: int = GRID) -> np.ndarray:
    """Attention (T', H', W') that rests on a joint about a time bin; sums to 1."""
    assert evidence.points is not None
    frame = int(np.abs(evidence.times - evidence.bin_times[time_bin].mean()).argmin())
    x0, y0, x1, y1 = evidence.cell_boxes[time_bin]
    column, row = (evidence.points[frame, KEYPOINT_INDEX[joint]] - (x0, y0)) / (x1 - x0, y1 - y0) * grid - 0.5
    rows, columns = np.mgrid[0:grid, 0:grid]
    near = np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / 2.2)
    when = np.exp(-((np.arange(BINS) - time_bin) ** 2) / 6) + 0.03
    attention = when[:, None, None] * near
    return (attention / attention.sum()).astype(np.float32)


TWINS = PersonBox((100.0, 200.0, 300.0, 600.0), 1.5), PersonBox((800.0, 200.0, 1000.0, 600.0), 1.5)


class FakeCoach:
    """Coaches whatever looks like an MP4 by its first bytes.

    A name with "nobody" in it is refused as `no_athlete`; one with "twins" leaves it to the visitor which of `TWINS` is
    the athlete, and the report names this choice, and that of an attempt, in a warning; one with "crash" makes it fail.

    Each run gives a lower score than the one before.

    Args:
        drills: what it coaches.
        step_s: how long each of its stages takes.
        commentary: what it says of every clip.
    """

    def __init__(self, drills: Sequence[Drill] = DRILLS, step_s: float = STEP_S, commentary: str = COMMENTARY) -> None:
        self.drills = drills
        self.step_s = step_s
        self.commentary = commentary
        self.runs = 0

    def coach(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        first_person: bool = False,
        start: float | None = None,
        end: float | None = None,
        athlete: PersonBox | None = None,
        attempt: int | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = silent,
    ) -> CoachingReport:
        path = Path(path)
        self.runs += 1
        for done, stage in enumerate(("Reading the clip", "Finding the athlete", "Thinking about the TechPoints")):
            progress(stage, done / 3)
            time.sleep(self.step_s)
        with open(path, "rb") as file:
            if b"ftyp" not in file.read(64):
                raise Refusal(
                    "not_a_video", f"{path.name} is not a video.", "Upload a video, as your phone records it."
                )
        if "nobody" in path.name:
            raise Refusal(
                "no_athlete", f"No athlete could be seen in {path.name}.", "Film one person, whole, and near."
            )
        if "twins" in path.name and athlete is None:
            raise SeveralAthletes(TWINS, np.full((180, 320, 3), 120, dtype=np.uint8), scale=0.25)
        if "crash" in path.name:
            raise RuntimeError("a fault inside the coach")
        chosen = next(one for one in self.drills if one.id == drill)
        if techpoints:
            chosen = Drill(chosen.id, chosen.title, tuple(techpoints))
        warnings: tuple[str, ...] = () if ego is None else ("The first-person clip is shown, not read.",)
        warnings += ("The clip is taken as a first-person clip.",) if first_person else ()
        warnings += () if athlete is None else (f"The athlete is {athlete}.",)
        warnings += () if attempt is None else (f"Attempt {attempt} was coached.",)
        score = max(1.0, 9.0 - 0.1 * self.runs)
        return report(chosen, name=path.name, commentary=self.commentary, warnings=warnings, score=score)


def report(
    drill: Drill = DRILLS[0],
    *,
    name: str = "clip.mp4",
    commentary: str = COMMENTARY,
    warnings: tuple[str, ...] = (),
    score: float = 6.4,
    size: tuple[int, int] = (640, 360),
) -> CoachingReport:
    """A whole report about the figure; the same for the same arguments."""
    planted_evidence = evidence(size)
    points = tuple(_feedback(index, techpoint, planted_evidence) for index, techpoint in enumerate(drill.techpoints))
    return CoachingReport(
        clip=ClipSummary(name, 3.2, 29.97, *size, (0.0, 3.2)),
        drill=drill,
        checkpoint=CheckpointSummary("fake", "0123456789ab", "pose", "nothing at all: this coach is made up for tests"),
        score=score,
        score_interval=(max(1.0, score - 1.3), min(10.0, score + 1.3)),
        score_range=(1.0, 10.0),
        commentary=commentary,
        techpoints=points,
        warnings=warnings,
        timing_s={"decode": 0.4, "pose": 1.9, "model": 0.6, "total": 2.9},
        evidence=planted_evidence,
    )


def _feedback(index: int, techpoint: TechPoint, evidence: Evidence) -> TechPointFeedback:
    sides = []
    for number, quality in enumerate(("strength", "weakness")):
        joint = JOINTS[techpoint.dimension]
        time_bin = (3 * index + 5 * number + 4) % BINS
        texts = [saying.format(joint.replace("_", " ")) for saying in SAYINGS[quality]]
        neighbours = tuple(Neighbour(text, 0.91 - 0.06 * rank) for rank, text in enumerate(texts))
        present = (0.93, 0.22, 0.81, 0.64, 0.08, 0.71)[(2 * index + 3 * number) % 6]
        attention = look_at(evidence, joint, time_bin)
        sides.append(
            PointFeedback(
                present, present >= 0.5, texts[0], neighbours, float(evidence.bin_times[time_bin].mean()), attention
            )
        )
    return TechPointFeedback(techpoint, *sides)


def main() -> None:
    """Serves the page with the fake coach and the example clips of `assets`."""
    from techcoach.ui.page import build_page, launch_options
    from techcoach.ui.setting import ExampleClip, Setting

    assets = sorted((Path(__file__).resolve().parents[1] / "assets").glob("*.mp4"))
    known = [(path, drill) for path in assets for drill in DRILLS if path.name.startswith(drill.id.split("/")[1])]
    examples = [ExampleClip(path.stem.replace("-", " "), str(path), drill.id) for path, drill in known]
    setting = Setting(lambda checkpoint: FakeCoach(step_s=0.8), DRILLS, examples, ["fake"])
    build_page(setting).queue().launch(**launch_options())


if __name__ == "__main__":
    main()
