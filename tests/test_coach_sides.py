"""Which side and which moment the coach reports, with attention, presence and commentary planted in the model's output.

The clip, its window, the bank and the report are real; the network's answer is not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from techcoach.coaching.coach import Coach
from techcoach.model import TechCoachOutput
from techcoach.types import QUALITIES, CoachingReport, PointFeedback

CLIP = Path(__file__).resolve().parents[1] / "assets" / "mid-range-jump-shot-well-done.mp4"
SHOT = "basketball/mid-range-jump-shot"
START, END = 0.6, 2.2
"""Seconds of the clip that are coached."""
POINTS = 7
BINS = {(point, side): (5 * (2 * point + side) + 3) % 16 for point in range(POINTS) for side in range(2)}
"""The hottest time bin of every TechPoint and side: fourteen different ones."""


def planted(output: TechCoachOutput) -> TechCoachOutput:
    """The output with attention that is hottest in `BINS`, and strengths that are surely present."""
    attention = torch.full_like(output.attention, 1e-4)
    presence = torch.empty_like(output.presence_logits)
    for (point, side), time_bin in BINS.items():
        attention[0, point, side, time_bin, 2, 5] = 0.3
        presence[0, point, side] = 3.0 if side == 0 else -3.0
    attention = attention / attention.flatten(3).sum(-1)[..., None, None, None]
    return dataclasses.replace(output, attention=attention, presence_logits=presence, state_logits=None)


@pytest.fixture(scope="module")
def coach(tiny_checkpoint: Path) -> Coach:
    return Coach.from_pretrained(tiny_checkpoint, device="cpu")


@pytest.fixture(scope="module")
def report(coach: Coach) -> Iterator[CoachingReport]:
    predict = coach.model.predict
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coach.model, "predict", lambda **inputs: planted(predict(**inputs)))
        yield coach.coach(CLIP, drill=SHOT, start=START, end=END)


def sides(report: CoachingReport) -> dict[tuple[int, int], PointFeedback]:
    return {
        (index, side): feedback
        for index, point in enumerate(report.techpoints)
        for side, feedback in enumerate((point.strength, point.weakness))
    }


def test_every_side_peaks_in_the_middle_of_its_hottest_time_bin(report: CoachingReport) -> None:
    assert report.evidence is not None and len(set(BINS.values())) == 2 * POINTS
    middles = report.evidence.bin_times.mean(axis=1)
    peaks = {place: feedback.peak_time_s for place, feedback in sides(report).items()}
    assert peaks == pytest.approx({place: float(middles[time_bin]) for place, time_bin in BINS.items()})


def test_peaks_are_seconds_of_the_file_among_the_frames_of_their_bin(report: CoachingReport) -> None:
    assert report.evidence is not None
    frames = report.evidence.times.reshape(16, -1)  # the model is shown as many frames in every bin
    assert report.clip.window_s == pytest.approx((START, END), abs=0.06)
    assert frames.min() > START - 0.06 and frames.max() < END + 0.06
    for place, feedback in sides(report).items():
        assert frames[BINS[place]].min() <= feedback.peak_time_s <= frames[BINS[place]].max()


def test_attention_is_reported_side_by_side_as_the_model_gave_it(report: CoachingReport) -> None:
    for place, feedback in sides(report).items():
        hottest = np.unravel_index(feedback.attention.argmax(), feedback.attention.shape)
        assert [int(index) for index in hottest] == [BINS[place], 2, 5]


def test_strength_comes_first_in_presence_and_in_sentences(coach: Coach, report: CoachingReport) -> None:
    quality_of = {(entry.drill, entry.dimension, entry.text): entry.quality for entry in coach.interpreter.bank.entries}
    for (point, side), feedback in sides(report).items():
        assert (feedback.present > 0.9) if side == 0 else (feedback.present < 0.1)
        dimension = report.techpoints[point].techpoint.dimension
        assert feedback.neighbours
        for neighbour in feedback.neighbours:
            assert quality_of[SHOT, dimension, neighbour.text] == QUALITIES[side]
