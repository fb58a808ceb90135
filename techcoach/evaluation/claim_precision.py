"""What a checkpoint says, read back: are the claims of its commentary and of its TechPoint sentences true?

Knows claims and measurements; how the model runs is `evaluate`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from ..checkpoint.bank import CommentaryBank
from ..coaching.interpretation import READER, beliefs, commentaries_of, nearest_sentences, presence
from ..data.pose_examples import Example
from ..drills.catalogue import DRILLS
from ..model import TechCoachModel, TechCoachOutput, TechCoachProcessor
from ..simulation.records import Record
from ..types import PRESENCE_THRESHOLD, QUALITIES
from ..wording.claims import Verdict, judge


@dataclass(frozen=True)
class Words:
    """What was said of R records.

    Attributes:
        drills: (R,) drill ids. commentaries: (R,) texts.
        verdicts: (R, 4) how many claims of each commentary are true, contradicted, unsupported, foreign (`Verdict`).
        labels: (R, 4) the same of commentaries that were made from the measurements, where every claim is true: what is
            counted otherwise is the claim reader's own error.
        shown: (R, N, 2) bool, whether a side of a TechPoint is told. told: (R, N, 2) bool, whether its nearest sentence
            is true of what was measured.
    """

    drills: np.ndarray
    commentaries: np.ndarray
    verdicts: np.ndarray
    labels: np.ndarray
    shown: np.ndarray
    told: np.ndarray


def listen(
    model: TechCoachModel,
    processor: TechCoachProcessor,
    bank: CommentaryBank,
    passes: Iterable[tuple[Sequence[Record], Sequence[Example], TechCoachOutput]],
) -> Words:
    """Lets the model speak of what it saw, as a coach would, and compares with what was measured."""
    drills: list[str] = []
    commentaries: list[str] = []
    verdicts, labels, shown, told = [], [], [], []
    for records, examples, output in passes:
        about = [DRILLS[record.drill].drill for record in records]
        texts = commentaries_of(model, processor, bank, output, about)
        aligned = output.aligned.float().numpy()
        for row, (drill, example) in enumerate(zip(about, examples, strict=True)):
            findings = example.label.findings
            readings = None if output.readings is None else output.readings[row]
            believed = beliefs(model.config, readings, drill.id)
            probabilities = presence(model.config, output.presence_logits[row], readings, drill)
            verdicts.append(astuple(judge(READER.read(texts[row], drill.id), drill.id, findings)))
            labels.append(astuple(judge(READER.read(example.label.commentary, drill.id), drill.id, findings)))
            shown.append(probabilities >= PRESENCE_THRESHOLD)
            true = np.zeros((len(drill.techpoints), len(QUALITIES)), dtype=bool)
            for index, techpoint in enumerate(drill.techpoints):
                likely = probabilities[index]
                sides = nearest_sentences(bank, drill, techpoint, aligned[row, index], likely, believed)
                for side, neighbours in enumerate(sides):
                    verdict = judge(READER.read(neighbours[0].text, drill.id), drill.id, findings)
                    true[index, side] = 0 < verdict.true == verdict.claims
            told.append(true)
        drills += [drill.id for drill in about]
        commentaries += texts
    counts = np.array(verdicts), np.array(labels)
    return Words(np.array(drills), np.array(commentaries), *counts, np.stack(shown), np.stack(told))


def word_figures(words: Words) -> dict[str, float]:
    """Shares of what was said that is true; NaN where nothing was."""
    claims, labels = (
        Verdict(*(int(count) for count in verdicts.sum(axis=0))) for verdicts in (words.verdicts, words.labels)
    )

    def share(count: float, of: float) -> float:
        return count / of if of else float("nan")

    return {
        "claims": claims.claims / len(words.commentaries),
        "claims_true": share(claims.true, claims.claims),
        "claims_contradicted": share(claims.contradicted, claims.claims),
        "claims_foreign": share(claims.foreign, claims.claims),
        "labels_misread": share(labels.claims - labels.true, labels.claims),
        "sentences_true": share(float((words.shown & words.told).sum()), float(words.shown.sum())),
    }
