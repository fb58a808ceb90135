"""The choice of the athlete on rendered scenes: does a coach follow the athlete, ask, refuse, or coach somebody else?

A scene is a clip with its truth beside it, as `simulation.scenes` writes them. Each one is coached as a clip of a user
is, from its file on. Knows a coach by its one method; no model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..pose.athlete import SEVERAL_PEOPLE
from ..pose.bodies import boxes_of
from ..pose.people import overlap
from ..types import PoseTrack, Progress, Refusal, silent
from ..video.sampling import nearest
from .judged_coaching import ClipCoach
from .tables import figure_table

SAME_BODY = 0.3
"""A followed body is that person whose true box it overlaps most, and by this much at least."""
MOST_WRONG = 0.2
"""Who is another person, or nobody, in a larger share of the moments is the wrong person."""
SEEN_JOINTS, SEEN_SHARE = 0.6, 0.6
"""A person sees the athlete well who has this share of the joints in view in this share of the frames."""
SMALL, LARGE = 0.2, 0.4
"""Bounds of the median height of the athlete, as a share of the picture's, between which a climber must be found."""
OUTCOMES = ("right", "wrong", "warned", "asked", "refused")
"""What becomes of a scene: the athlete is followed; somebody else is, without a word or with a warning that there are
several people; the user is asked; or the clip is refused, or said not to be the drill."""
COLUMNS = (
    ("scenes", "scenes", "{:.0f}"),
    ("right", "athlete followed", "{:.0%}"),
    ("wrong", "somebody else coached as if right", "{:.0%}"),
    ("warned", "somebody else coached, with a warning", "{:.0%}"),
    ("asked", "asked who it is", "{:.0%}"),
    ("refused", "refused", "{:.0%}"),
    ("seen_refused", "refused although well seen", "{:.0%}"),
)


@dataclass(frozen=True)
class SceneTruth:
    """What is true of a scene.

    Attributes:
        path: of the clip. drill: id. times: (T,) seconds. athlete: (T, 4) true boxes, pixels, NaN out of the picture.
        others: the same of everybody else. roles: what the others do. seen: whether a person sees the athlete well.
        height: of the athlete, the median, as a share of the picture's height.
    """

    path: Path
    drill: str
    times: np.ndarray
    athlete: np.ndarray
    others: tuple[np.ndarray, ...]
    roles: tuple[str, ...]
    seen: bool
    height: float


@dataclass(frozen=True)
class CoachedScene:
    """A scene and what became of it. outcome: one of `OUTCOMES`. reason: of a refusal, else ""."""

    truth: SceneTruth
    outcome: str
    reason: str = ""


GROUPS: dict[str, Callable[[SceneTruth], bool]] = {
    "all": lambda truth: True,
    "somebody else at the same drill": lambda truth: "athlete" in truth.roles,
    "other people": lambda truth: bool(truth.roles) and "athlete" not in truth.roles,
    "alone": lambda truth: not truth.roles,
    f"climber below {SMALL:.0%} of the height": lambda truth: _climbs(truth) and truth.height < SMALL,
    f"climber from {SMALL:.0%} to {LARGE:.0%}": lambda truth: _climbs(truth) and SMALL <= truth.height < LARGE,
    f"climber above {LARGE:.0%}": lambda truth: _climbs(truth) and truth.height >= LARGE,
}
"""Rows of the table; a scene may be in several."""


def _climbs(truth: SceneTruth) -> bool:
    return truth.drill.startswith("bouldering/")


def read_scenes(folder: Path) -> tuple[SceneTruth, ...]:
    """Read the truth of all scenes in a folder, in order of their names.

    Raises:
        ValueError: if there is none, or a clip is missing.
    """
    truths = tuple(_read(path) for path in sorted(folder.glob("*.json")))
    if not truths:
        raise ValueError(f"{folder} holds no scenes; render some with `techcoach simulate scenes {folder}`")
    for truth in truths:
        if not truth.path.is_file():
            raise ValueError(f"{truth.path} is missing; render the scenes again")
    return truths


def _read(path: Path) -> SceneTruth:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        athlete = _boxes(values["athlete"])
        seen = np.array(values["athlete_seen"] or [1.0] * len(athlete))
        heights = athlete[:, 3] - athlete[:, 1]
        return SceneTruth(
            path=path.with_name(values["file"]),
            drill=values["drill"],
            times=np.array(values["times_s"]),
            athlete=athlete,
            others=tuple(_boxes(other["boxes"]) for other in values["others"]),
            roles=tuple(other["role"] for other in values["others"]),
            seen=bool((seen >= SEEN_JOINTS).mean() >= SEEN_SHARE),
            height=float(np.nanmedian(heights) / values["height"]) if np.isfinite(heights).any() else 0.0,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is not the truth of a scene ({error!r}); render the scenes again") from error


def _boxes(rows: Sequence[Sequence[float] | None]) -> np.ndarray:
    return np.array([row or [np.nan] * 4 for row in rows], dtype=np.float64).reshape(-1, 4)


def coach_scenes(
    coach: ClipCoach, scenes: Sequence[SceneTruth], progress: Progress = silent
) -> tuple[CoachedScene, ...]:
    """Coach scenes one after the other."""
    coached = []
    for number, truth in enumerate(scenes):
        progress(f"Coaching {truth.path.name}", number / len(scenes))
        coached.append(coach_scene(coach, truth))
    progress("Done", 1.0)
    return tuple(coached)


def coach_scene(coach: ClipCoach, truth: SceneTruth) -> CoachedScene:
    """Coach a scene, and say what became of it."""
    try:
        report = coach.coach(truth.path, drill=truth.drill)
    except Refusal as refusal:
        asked = refusal.reason == "several_athletes"
        return CoachedScene(truth, "asked" if asked else "refused", f"{refusal.reason}: {refusal.what}")
    evidence = report.evidence
    if evidence is None or evidence.points is None or evidence.confidence is None:
        raise ValueError("the checkpoint does not follow a person; choose one that reads poses")
    height, width = evidence.frames.shape[1:3]
    unfilled = np.zeros(len(evidence.times), dtype=bool)
    track = PoseTrack(evidence.points, evidence.confidence, evidence.times, unfilled, width, height)
    boxes = boxes_of(track) * (report.clip.width / width)
    if wrong_share(truth, boxes, evidence.times) <= MOST_WRONG:
        return CoachedScene(truth, "right")
    if report.drill_verdict.refused:
        return CoachedScene(truth, "refused", report.drill_verdict.cause)
    warned = any(warning.startswith(SEVERAL_PEOPLE) for warning in report.warnings)
    return CoachedScene(truth, "warned" if warned else "wrong")


def wrong_share(truth: SceneTruth, boxes: np.ndarray, times: np.ndarray) -> float:
    """Return the share of moments in which a followed body is not the athlete, 0..1.

    Args:
        boxes: (N, 4) around the followed body, pixels of the file; NaN where none was seen. times: (N,) seconds.
    """
    wrong, known = 0, 0
    for box, frame in zip(boxes, nearest(truth.times, times), strict=True):
        if not np.isfinite(box).all():
            continue
        overlaps = [overlap(box, person[frame]) for person in (truth.athlete, *truth.others)]
        overlaps = [value if np.isfinite(value) else 0.0 for value in overlaps]
        known += 1
        wrong += overlaps[0] < max(overlaps[1:], default=0.0) or overlaps[0] < SAME_BODY
    return wrong / known if known else 1.0


def choice_table(coached: Sequence[CoachedScene]) -> str:
    """Return Markdown: a row for each of `GROUPS` that has scenes."""
    rows = {}
    for name, belongs in GROUPS.items():
        group = [scene for scene in coached if belongs(scene.truth)]
        if group:
            rows[name] = _figures(group)
    return "\n".join(figure_table("scenes with", COLUMNS, rows))


def _figures(group: Sequence[CoachedScene]) -> dict[str, float]:
    shares = {outcome: float(np.mean([scene.outcome == outcome for scene in group])) for outcome in OUTCOMES}
    well_seen = [scene.outcome == "refused" for scene in group if scene.truth.seen]
    seen_refused = float(np.mean(well_seen)) if well_seen else float("nan")
    return {"scenes": float(len(group)), **shares, "seen_refused": seen_refused}
