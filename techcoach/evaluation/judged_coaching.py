"""Coaches the clips of a judged folder, each clip and drill once, and keeps what its figures need of every report.

Knows a coach by its one method, and files; it judges nothing.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..types import CoachingReport, Progress, Refusal, silent
from .judged_claims import ReportClaim, report_claims, reported_sides
from .judged_tables import DrillClip, JudgedClip, JudgedFolder
from .judged_variants import VARIANTS, Variant, write_variant


class ClipCoach(Protocol):
    """The method of a coach that is called here."""

    def coach(
        self, path: str | Path, *, drill: str, start: float | None = None, end: float | None = None
    ) -> CoachingReport:
        """Coach one clip; raise `Refusal` if it cannot be coached."""
        ...


@dataclass(frozen=True)
class CoachedClip:
    """What a coach says of one clip as one drill.

    Attributes:
        refusal: "reason: what was wrong", if the clip is refused; then the rest is empty. score: None without one.
        in_distribution: whether the clip looks like the drill, beyond doubt. warnings: of the report.
        claims: of the report. sides: for the two sides of every TechPoint, in order, whether the report shows it.
    """

    refusal: str | None = None
    score: float | None = None
    in_distribution: bool = True
    warnings: tuple[str, ...] = ()
    claims: tuple[ReportClaim, ...] = ()
    sides: tuple[bool, ...] = ()


@dataclass(frozen=True)
class CoachedFolder:
    """What a coach says of the clips of a judged folder.

    Attributes:
        judged: of every clip of the table `judged`. gate: for every clip of the table `drills`, by the drill that it
            was coached as. variants: by the variant's name, of every clip of the table `judged`, in its order; empty
            where none were asked for.
    """

    judged: tuple[tuple[JudgedClip, CoachedClip], ...]
    gate: tuple[tuple[DrillClip, Mapping[str, CoachedClip]], ...] = ()
    variants: Mapping[str, tuple[CoachedClip, ...]] = field(default_factory=dict)


def coach_folder(
    coach: ClipCoach, folder: JudgedFolder, drills: Sequence[str], robustness: bool = False, progress: Progress = silent
) -> CoachedFolder:
    """Coach the clips of a judged folder.

    Args:
        drills: ids of the drills that the coach knows.
        robustness: whether to coach the variants of judged clips, too, which takes five further passes a clip.
        progress: called with the clip in work and the share of all passes that is done.
    """
    gate_drills = {clip.name: drills_to_try(clip, drills) for clip in folder.drill_clips}
    counted = _Counted(
        coach,
        len(folder.clips) * (1 + len(VARIANTS) * robustness) + sum(map(len, gate_drills.values())),
        progress,
    )
    judged = tuple((clip, counted.coach(clip.path, clip.drill, clip.start, clip.end)) for clip in folder.clips)
    gate = tuple(
        (clip, {drill: counted.coach(clip.path, drill) for drill in gate_drills[clip.name]})
        for clip in folder.drill_clips
    )
    variants = {variant.name: tuple(_coach_variant(counted, clip, variant) for clip in folder.clips)
                for variant in VARIANTS} if robustness else {}  # fmt: skip
    progress("Done", 1.0)
    return CoachedFolder(judged, gate, variants)


def drills_to_try(clip: DrillClip, drills: Sequence[str]) -> tuple[str, ...]:
    """Return three drills to coach a clip as, its own first if it has one; the others are spread over all drills.

    The choice depends on the clip's name alone, and differs between clips.
    """
    own = () if clip.drill is None else (clip.drill,)
    others = [drill for drill in sorted(drills) if drill != clip.drill]
    count = min(3 - len(own), len(others))
    first = zlib.crc32(clip.name.encode())
    return (*own, *(others[(first + number * len(others) // count) % len(others)] for number in range(count)))


def _coach_variant(counted: _Counted, clip: JudgedClip, variant: Variant) -> CoachedClip:
    """Make a variant of a clip, coach it, and remove it."""
    with tempfile.TemporaryDirectory(prefix="techcoach-variant-") as folder:
        path = Path(folder) / f"{clip.path.stem}.mp4"
        try:
            write_variant(clip.path, variant, path)
        except Refusal as refusal:
            return counted.refused(refusal)
        start, end = (None if time is None else variant.time(time) for time in (clip.start, clip.end))
        return counted.coach(path, clip.drill, start, end)


class _Counted:
    """A coach that counts its passes and never coaches the same part of a file as the same drill twice."""

    def __init__(self, coach: ClipCoach, passes: int, progress: Progress) -> None:
        self._coach, self._passes, self._progress = coach, passes, progress
        self._done = 0
        self._known: dict[tuple[Path, str, float | None, float | None], CoachedClip] = {}

    def coach(self, path: Path, drill: str, start: float | None = None, end: float | None = None) -> CoachedClip:
        """Coach a clip, or return what was said of it before."""
        self._progress(f"Coaching {path.name} as {drill}", self._done / max(1, self._passes))
        key = (path, drill, start, end)
        if key in self._known:
            self._done += 1
            return self._known[key]
        try:
            report = self._coach.coach(path, drill=drill, start=start, end=end)
        except Refusal as refusal:
            return self._known.setdefault(key, self.refused(refusal))
        self._done += 1
        coached = CoachedClip(
            score=report.score,
            in_distribution=report.drill_verdict.is_drill is True,
            warnings=report.warnings,
            claims=report_claims(report),
            sides=reported_sides(report),
        )
        return self._known.setdefault(key, coached)

    def refused(self, refusal: Refusal) -> CoachedClip:
        """Count a pass that ended in a refusal."""
        self._done += 1
        return CoachedClip(refusal=f"{refusal.reason}: {refusal.what}")
