"""Claim precision: the share of a checkpoint's claims that agree with the measurements.

The claims of commentary and TechPoint sentences are read back from the text by a reader that does not know how the text
was made. Knows claims and measurements; `pose_metrics` runs the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..coaching.commentary import generate_commentary
from ..coaching.interpretation import ClipOutput, Interpretation
from ..coaching.loading import LoadedCheckpoint
from ..data.pose_examples import PoseExample
from ..drills.catalogue import DRILLS
from ..model import TechCoachOutput
from ..simulation.records import Record
from ..types import QUALITIES
from ..wording.labels import Finding
from .claim_reader import READER, Verdict, judge
from .predictions import UNKNOWN, Figures


@dataclass(frozen=True)
class JudgedReport:
    """The commentary and TechPoint sentences about one record, judged by the measurements.

    Attributes:
        drill: id. commentary: text.
        verdict: how many of the commentary's claims are true, contradicted, unsupported, foreign.
        label_verdict: the same for the commentary of the label, in which every claim is true: whatever is counted
            otherwise is an error of the claim reader.
        side_stated: (N, 2) bool, whether the report states the sentence of a side of a TechPoint. side_true: (N, 2)
            bool, whether that sentence agrees with the measurements.
    """

    drill: str
    commentary: str
    verdict: Verdict
    label_verdict: Verdict
    side_stated: np.ndarray
    side_true: np.ndarray


def judge_reports(
    checkpoint: LoadedCheckpoint, batches: Iterable[tuple[Sequence[Record], Sequence[PoseExample], TechCoachOutput]]
) -> list[JudgedReport]:
    """Generate the commentary and sentences of records as a coach does, and judge their claims by the measurements."""
    interpreter, reports = checkpoint.interpreter, []
    for records, examples, output in batches:
        for row, (record, example) in enumerate(zip(records, examples, strict=True)):
            drill = DRILLS[record.drill].drill
            interpretation = interpreter.interpret(ClipOutput.of(output, row, len(drill.techpoints)), drill)
            text = generate_commentary(checkpoint.model, checkpoint.processor, output, row, interpretation).text
            findings = example.label.findings
            reports.append(
                JudgedReport(
                    drill=record.drill,
                    commentary=text,
                    verdict=judge(READER.read(text, record.drill), record.drill, findings),
                    label_verdict=judge(READER.read(example.label.commentary, record.drill), record.drill, findings),
                    side_stated=interpretation.stated,
                    side_true=_sides_true(interpretation, findings),
                )
            )
    return reports


def _sides_true(interpretation: Interpretation, findings: Sequence[Finding]) -> np.ndarray:
    """Return (N, 2) bool: whether the nearest sentence of a side agrees with the findings."""
    drill = interpretation.drill.id
    true = np.zeros((len(interpretation.sides), len(QUALITIES)), dtype=bool)
    for index, pair in enumerate(interpretation.sides):
        for side, judged_side in enumerate(pair):
            if judged_side.neighbours:
                verdict = judge(READER.read(judged_side.neighbours[0].text, drill), drill, findings)
                true[index, side] = 0 < verdict.true == verdict.claims
    return true


def claim_figures(reports: Sequence[JudgedReport]) -> Figures:
    """Return the shares of claims and sentences that are true, NaN where there are none, and how many a clip has."""
    claims = sum((report.verdict for report in reports), Verdict())
    labels = sum((report.label_verdict for report in reports), Verdict())
    stated = np.stack([report.side_stated for report in reports])  # (R, N, 2)
    true = np.stack([report.side_true for report in reports])

    def share(count: float, of: float) -> float:
        return count / of if of else UNKNOWN

    return {
        "claims": claims.claims / len(reports),
        "claims_true": share(claims.true, claims.claims),
        "claims_contradicted": share(claims.contradicted, claims.claims),
        "claims_foreign": share(claims.foreign, claims.claims),
        "labels_misread": share(labels.claims - labels.true, labels.claims),
        "sentences_true": share(float((stated & true).sum()), float(stated.sum())),
        **{
            key: value
            for side, kind in enumerate(("praise", "criticism"))
            for key, value in (
                (f"{kind}_stated", float(stated[..., side].sum()) / len(reports)),
                (f"{kind}_true", share(float((stated & true)[..., side].sum()), float(stated[..., side].sum()))),
            )
        },
    }
