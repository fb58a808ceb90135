"""The figures of a judged folder: how often claims hold, which faults are found, and how steady the answers are.

Pure functions of what a coach said and what people said; every share comes with its counts and its 95% interval.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import stats

from ..drills.spec import FAULTS
from . import metrics
from .judged_claims import PLACES, UNJUDGED, ReportClaim, judge_claim
from .judged_coaching import CoachedClip, CoachedFolder
from .judged_tables import FAIR, RIGHT, VERDICTS, JudgedClip

MOMENT_TOLERANCE_S = 0.25
FEWEST_RANKED = 3
"""Of fewer clips of one drill a rank correlation says nothing."""
KINDS = ("praise", "criticism")


@dataclass(frozen=True)
class Share:
    """`count` out of `of`."""

    count: int
    of: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval of the share (Wilson 1927), as if cases were independent; None without any."""
        if not self.of:
            return None
        low, high = stats.binomtest(self.count, self.of).proportion_ci(method="wilson")
        return float(low), float(high)

    def to_dict(self) -> dict[str, Any]:
        """Return the share as JSON types."""
        return {
            "count": self.count,
            "of": self.of,
            "share": self.count / self.of if self.of else None,
            "interval_95": None if self.interval is None else list(self.interval),
        }


def share_of(cases: Iterable[bool]) -> Share:
    """Return the share of the cases that are true."""
    listed = list(cases)
    return Share(sum(listed), len(listed))


@dataclass(frozen=True)
class ClaimCounts:
    """How many claims of one place and kind got each verdict, `UNJUDGED` included; clips: that were coached."""

    counts: Mapping[str, int]
    clips: int

    @property
    def claims(self) -> int:
        return sum(self.counts.values())

    @property
    def judged(self) -> int:
        return self.claims - self.counts[UNJUDGED]

    @property
    def right(self) -> Share:
        """Of the judged claims, those judged right; what cannot be seen counts as not right."""
        return Share(self.counts[RIGHT], self.judged)

    @property
    def right_or_fair(self) -> Share:
        return Share(self.counts[RIGHT] + self.counts[FAIR], self.judged)

    @property
    def per_clip(self) -> float | None:
        return self.claims / self.clips if self.clips else None

    def to_dict(self) -> dict[str, Any]:
        """Return the counts and their shares as JSON types."""
        return {
            **self.counts,
            "claims": self.claims,
            "claims_per_clip": self.per_clip,
            "right_of_judged": self.right.to_dict(),
            "right_or_fair_of_judged": self.right_or_fair.to_dict(),
        }


@dataclass(frozen=True)
class Steadiness:
    """How much the answer for a variant of a clip differs from the answer for the clip.

    Attributes:
        clips: refused neither way. scored_once: clips that get a score in one of the two only. warned_once: clips
            that are warned as not looking like the drill in one of the two only.
        score_change, largest_score_change: mean and largest of the clips with both scores; None without any.
        sides_flipped: mean of the clips. sides: of one clip, two for a TechPoint.
    """

    clips: int
    scored_once: int
    warned_once: int
    score_change: float | None
    largest_score_change: float | None
    sides_flipped: float | None
    sides: int


@dataclass(frozen=True)
class GateCounts:
    """What happens to clips that are coached as one kind of drill: of `clips`, how many are refused, warned as not
    looking like the drill, and given a score."""

    refused: Share
    warned: Share
    warned_or_refused: Share
    scored: Share


@dataclass(frozen=True)
class JudgedFigures:
    """The figures of a judged folder.

    Attributes:
        clips: in the table `judged`. refusals: of them, by what was said. scored: the share that gets a score.
            warned: of those not refused, the share that is warned as not looking like the drill. warnings_per_clip: of
            those not refused, all kinds.
        claims: by place (`PLACES`) and kind (`KINDS`).
        faults_found: of the faults that people see, the share that the report claims: anywhere, and by place.
        moments: of the claims with a moment whose parameter has a second in the table, the share within
            `MOMENT_TOLERANCE_S`.
        score_order: Spearman's correlation with the coach's scores, by drill, None where it is unknown;
            score_order_mean: Fisher's mean. scored_clips: with both scores.
        steadiness: by the variant's name. gate: by what the clip is coached as.
    """

    clips: int
    refusals: Mapping[str, int]
    scored: Share
    warned: Share
    warnings_per_clip: float | None
    claims: Mapping[str, Mapping[str, ClaimCounts]]
    faults_found: Mapping[str, Share]
    moments: Share
    scored_clips: int
    score_order: Mapping[str, float | None]
    score_order_mean: float | None
    steadiness: Mapping[str, Steadiness]
    gate: Mapping[str, GateCounts]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON types."""
        return {
            "clips": self.clips,
            "refusals": dict(self.refusals),
            "scored": self.scored.to_dict(),
            "warned_not_the_drill": self.warned.to_dict(),
            "warnings_per_clip": self.warnings_per_clip,
            "claims": {
                place: {kind: counts.to_dict() for kind, counts in kinds.items()}
                for place, kinds in self.claims.items()
            },
            "faults_found": {place: share.to_dict() for place, share in self.faults_found.items()},
            "moments_within_0.25_s": self.moments.to_dict(),
            "score_order": {
                "clips": self.scored_clips, "spearman": dict(self.score_order), "mean": self.score_order_mean
            },
            "robustness": {name: asdict(steadiness) for name, steadiness in self.steadiness.items()},
            "gate": {
                name: {key: getattr(counts, key).to_dict() for key in counts.__dataclass_fields__}
                for name, counts in self.gate.items()
            },
        }  # fmt: skip


def judged_claims(folder: CoachedFolder) -> Iterator[tuple[JudgedClip, ReportClaim, str]]:
    """Yield every claim about the clips of the table `judged`, with its clip and its verdict."""
    for clip, coached in folder.judged:
        for claim in coached.claims:
            yield clip, claim, judge_claim(claim.claim, clip.statements)


def judged_figures(folder: CoachedFolder) -> JudgedFigures:
    """Return the figures of what a coach said of a judged folder."""
    coached = [coached for _, coached in folder.judged if coached.refusal is None]
    order = _score_order(folder)
    known = [value for value in order.values() if value is not None]
    return JudgedFigures(
        clips=len(folder.judged),
        refusals=Counter(coached.refusal for _, coached in folder.judged if coached.refusal is not None),
        scored=share_of(coached.score is not None for _, coached in folder.judged),
        warned=share_of(not clip.in_distribution for clip in coached),
        warnings_per_clip=_mean([len(clip.warnings) for clip in coached]),
        claims=_claim_counts(folder, len(coached)),
        faults_found=_faults_found(folder),
        moments=_moments(folder),
        scored_clips=sum(clip.score is not None and said.score is not None for clip, said in folder.judged),
        score_order=order,
        score_order_mean=metrics.mean_spearman(known) if known else None,
        steadiness={name: _steadiness(folder, answers) for name, answers in folder.variants.items()},
        gate=_gate(folder) if folder.gate else {},
    )


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _claim_counts(folder: CoachedFolder, clips: int) -> dict[str, dict[str, ClaimCounts]]:
    counted = Counter((claim.place, claim.praises, verdict) for _, claim, verdict in judged_claims(folder))
    return {
        place: {
            kind: ClaimCounts(
                {verdict: counted[place, praises, verdict] for verdict in (*VERDICTS, UNJUDGED)}, clips
            )
            for kind, praises in zip(KINDS, (True, False), strict=True)
        }
        for place in PLACES
    }  # fmt: skip


def _faults_found(folder: CoachedFolder) -> dict[str, Share]:
    """Return the share of the faults that people see, in refused clips too, that the reports claim."""
    cases: dict[str, list[bool]] = {name: [] for name in ("anywhere", *PLACES)}
    for clip, coached in folder.judged:
        for statement in clip.statements:
            if statement.state not in FAULTS or statement.verdict not in (RIGHT, FAIR):
                continue
            places = {
                made.place
                for made in coached.claims
                if made.claim is not None
                and (made.claim.parameter, made.claim.state) == (statement.parameter, statement.state)
            }
            cases["anywhere"].append(bool(places))
            for place in PLACES:
                cases[place].append(place in places)
    return {place: share_of(found) for place, found in cases.items()}


def _moments(folder: CoachedFolder) -> Share:
    def near(clip: JudgedClip, claim: ReportClaim) -> bool | None:
        """Return whether a claim's moment is right; None where one of the two is unknown."""
        seen = [
            statement.time_s
            for statement in clip.statements
            if claim.claim is not None and statement.parameter == claim.claim.parameter and statement.time_s is not None
        ]
        if claim.time_s is None or not seen:
            return None
        return min(abs(claim.time_s - time) for time in seen) <= MOMENT_TOLERANCE_S

    answers = [near(clip, claim) for clip, claim, _ in judged_claims(folder)]
    return share_of(answer for answer in answers if answer is not None)


def _score_order(folder: CoachedFolder) -> dict[str, float | None]:
    """Return by drill the rank correlation of scores with the coach's; None for too few or constant ones."""
    pairs: dict[str, list[tuple[float, float]]] = {}
    for clip, coached in folder.judged:
        if clip.score is not None and coached.score is not None:
            pairs.setdefault(clip.drill, []).append((coached.score, clip.score))
    order: dict[str, float | None] = {}
    for drill, scores in pairs.items():
        said, true = np.array(scores).T
        correlation = metrics.spearman(said, true) if len(scores) >= FEWEST_RANKED else np.nan
        order[drill] = float(correlation) if np.isfinite(correlation) else None
    return order


def _steadiness(folder: CoachedFolder, answers: Sequence[CoachedClip]) -> Steadiness:
    pairs = [(coached, answer) for (_, coached), answer in zip(folder.judged, answers, strict=True)]
    changes = [
        abs(answer.score - coached.score)
        for coached, answer in pairs
        if coached.score is not None and answer.score is not None
    ]
    both = [(coached, answer) for coached, answer in pairs if coached.refusal is None and answer.refusal is None]
    flips = [
        sum(one != other for one, other in itertools.zip_longest(coached.sides, answer.sides, fillvalue=False))
        for coached, answer in both
    ]
    return Steadiness(
        clips=len(both),
        scored_once=sum((coached.score is None) != (answer.score is None) for coached, answer in pairs),
        warned_once=sum(coached.in_distribution != answer.in_distribution for coached, answer in both),
        score_change=_mean(changes),
        largest_score_change=max(changes, default=None),
        sides_flipped=_mean(flips),
        sides=max((len(coached.sides) for coached, _ in both), default=0),
    )


def _gate(folder: CoachedFolder) -> dict[str, GateCounts]:
    """Return what happens to clips by what they are coached as."""
    answers: dict[str, list[CoachedClip]] = {name: [] for name in ("own drill", "another drill", "no drill")}
    for clip, by_drill in folder.gate:
        for drill, coached in by_drill.items():
            case = "no drill" if clip.drill is None else "own drill" if drill == clip.drill else "another drill"
            answers[case].append(coached)
    return {
        name: GateCounts(
            refused=share_of(answer.refusal is not None for answer in coached),
            warned=share_of(not answer.in_distribution for answer in coached),
            warned_or_refused=share_of(answer.refusal is not None or not answer.in_distribution for answer in coached),
            scored=share_of(answer.score is not None for answer in coached),
        )
        for name, coached in answers.items()
    }
