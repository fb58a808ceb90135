"""Clips that were cut into the action: planted ends, records cut short, and what an athlete is told of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from techcoach.coaching.coach import Coach
from techcoach.coaching.commentary import NOTHING_SURE
from techcoach.coaching.loading import load_checkpoint
from techcoach.data.label_texts import embed_all
from techcoach.drills.catalogue import DRILLS, parameter_name, parameter_names
from techcoach.evaluation.captured_motion import _parameter_rows
from techcoach.evaluation.pose_metrics import predict
from techcoach.evaluation.pose_report import _Evaluator
from techcoach.model import TechCoachModel, TechCoachProcessor
from techcoach.model.event_visibility import ENDS, VisibilityHead, ends
from techcoach.simulation.filming import RecordMaker
from techcoach.simulation.records import Record
from techcoach.simulation.tracker_errors import as_recorded
from techcoach.simulation.truncation import SHORTEST_S, cut, margins, windows
from techcoach.training.fit_visibility import fit_visibility
from tests.test_coach import SHOT, example

SIZE, CLIPS = 3, 400
DRILL = DRILLS[SHOT]
NAMES = list(parameter_names([SHOT]))


@pytest.fixture(scope="module")
def shots() -> list[Record]:
    return RecordMaker("train", SHOT, 64, rendered=False)(0, 12)


# -- the model ---------------------------------------------------------------------------------------------------------


def planted(seed: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ends, and three moments: the first is missing where the last bin is low, the second never, the third is another
    drill's in every second clip and missing where the first bin is high."""
    random = torch.Generator().manual_seed(seed)
    looks = 5 + 2 * torch.randn(CLIPS, 2 * ENDS * SIZE, generator=random)
    within = torch.stack([looks[:, -1] > 4, torch.ones(CLIPS, dtype=torch.bool), looks[:, 0] < 6], dim=1)
    known = torch.ones(CLIPS, 3, dtype=torch.bool)
    known[::2, 2] = False
    return looks, within, known


def test_the_ends_tell_which_moments_are_missing() -> None:
    head = VisibilityHead(SIZE, 3)
    looks, within, known = planted(0)
    within = torch.where(known, within, ~within)  # what is not known must not be learned from
    head.fit(looks, within, known)
    looks, within, _ = planted(1)
    predicted = looks @ head.weights.T + head.biases > 0
    assert ((predicted == within).float().mean(dim=0) > torch.tensor([0.9, 0.999, 0.9])).all()


def test_clips_that_are_trusted_to_be_whole_show_all_and_no_more_is_given_away_than_that() -> None:
    head = VisibilityHead(SIZE, 3)
    looks, within, known = planted(0)
    head.fit(looks, within, known)
    before = head.biases.clone()
    wrong = ~(looks @ head.weights.T + before > 0)
    trusted, about = looks[wrong[:, 0]][:3], torch.tensor([True, True, False]).expand(3, 3)
    head.enforce_recall_on_whole_clips(trusted, about)
    logits = trusted @ head.weights.T + head.biases
    assert 0 < logits[:, 0].min() < 0.01 and head.biases[2] == before[2]
    head.enforce_recall_on_whole_clips(looks[~wrong[:, 0]], torch.ones(int((~wrong[:, 0]).sum()), 3).bool())
    assert head.biases[0] == pytest.approx(float(before[0] - (trusted @ head.weights.T + before)[:, 0].min()), abs=0.01)


def test_before_it_is_fitted_everything_is_shown_and_nothing_is_learned_from_nothing() -> None:
    head = VisibilityHead(SIZE, 3)
    assert head(torch.randn(5, 8, 2, SIZE)).all()
    with pytest.raises(ValueError, match="no clips"):
        head.fit(torch.zeros(0, 2 * ENDS * SIZE), torch.zeros(0, 3).bool(), torch.zeros(0, 3).bool())


def test_the_ends_are_the_first_and_last_bins_over_all_limbs() -> None:
    tokens = torch.arange(8.0)[None, :, None, None].expand(1, 8, 2, 1).clone()
    tokens[:, :, 1] += 1
    assert ends(tokens).tolist() == [[0.5, 1.5, 6.5, 7.5]]


# -- cutting -----------------------------------------------------------------------------------------------------------


def test_a_cut_record_is_the_same_motion_from_and_to_the_cut(shots: list[Record]) -> None:
    record = shots[0]
    start, end = float(record.times[0]) + 0.2, float(record.times[-1]) - 0.3
    part = cut(record, (start, end))
    assert part.times[0] == pytest.approx(start, abs=0.04) and part.times[-1] == pytest.approx(end, abs=0.04)
    assert len(part.times) == len(record.times) and (np.diff(part.times) > 0).all()
    for joint in (0, 9, 15):
        for before, after in ((record.points, part.points), (record.true_points, part.true_points)):
            wanted = np.interp(part.times, record.times, before[:, joint, 0])
            assert np.abs(after[:, joint, 0] - wanted).max() < 0.05 * np.ptp(record.true_points[..., 1])
    assert part.measured == record.measured and part.true_world is not None
    with pytest.raises(ValueError, match=f"seed {record.seed}: nothing is left"):
        cut(record, (start, start))


def test_windows_cut_the_end_the_start_and_both_into_the_action(shots: list[Record]) -> None:
    rng, lost = np.random.default_rng(0), 0
    for record in shots:
        moments = [one.time_s for one in record.measured.values()]
        middle = (min(moments) + max(moments)) / 2
        for start, end in windows(record, rng):
            assert record.times[0] <= start <= middle <= end <= record.times[-1] and end - start >= SHORTEST_S
            lost += any(not start < moment < end for moment in moments)
        first, *_ = windows(record, rng)
        assert first[0] == record.times[0] and first[1] < record.times[-1]
    assert lost > len(shots)


def test_margins_say_how_far_within_the_clip_every_moment_lies(shots: list[Record]) -> None:
    record, parameter_id = shots[0], DRILL.parameters[0].id
    moment = record.measured[parameter_id].time_s
    names = ["other/drill/parameter", parameter_name(SHOT, parameter_id)]
    whole = margins(record, names)
    assert np.isnan(whole[0]) and whole[1] == pytest.approx(min(moment - record.times[0], record.times[-1] - moment))
    away = margins(cut(record, (moment + 0.2, float(record.times[-1]))), names)
    assert away[1] == pytest.approx(-0.2, abs=0.01)
    ended = margins(cut(record, (float(record.times[0]), moment - 0.2)), names)
    assert ended[1] == pytest.approx(-0.2, abs=0.04), "cut away at the end, too"


# -- what is said ------------------------------------------------------------------------------------------------------


def test_a_warning_names_what_the_clip_does_not_show(tiny_checkpoint: Path) -> None:
    coach = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    head, parameter = coach.model.visibility_head, DRILL.parameters[-1]
    assert head is not None and not [
        text for text in coach.coach(example(SHOT), drill=SHOT).warnings if "show:" in text
    ]
    head.biases[list(coach.model.config.parameter_names).index(parameter_name(SHOT, parameter.id))] = -1.0
    (warning,) = [text for text in coach.coach(example(SHOT), drill=SHOT).warnings if "show:" in text]
    assert f"show: {parameter.title}. Nothing is said of that" in warning


def test_even_a_clip_that_shows_nothing_of_the_drill_is_answered(tiny_checkpoint: Path) -> None:
    coach = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    assert coach.model.visibility_head is not None
    coach.model.visibility_head.biases.fill_(-1.0)
    report = coach.coach(example(SHOT), drill=SHOT)
    assert report.score is not None and 1 <= report.score <= 10 and report.commentary == NOTHING_SURE
    assert any(DRILL.parameters[0].title in warning for warning in report.warnings)


# -- learned and measured on records -----------------------------------------------------------------------------------


@pytest.fixture
def learner(tiny_checkpoint: Path) -> tuple[TechCoachModel, TechCoachProcessor]:
    """Untrained, and not blind: its tokens follow the pose anyway."""
    return TechCoachModel.load(tiny_checkpoint), TechCoachProcessor.from_pretrained(tiny_checkpoint)


def test_training_learns_from_cut_records_and_its_files_keep_it(
    learner: tuple[TechCoachModel, TechCoachProcessor], tmp_path: Path
) -> None:
    model, processor = learner
    records = RecordMaker("train", SHOT, model.config.pose_frames, rendered=False)(0, 16)
    fit_visibility(model, processor, records, as_recorded, records[:5])
    assert model.visibility_head is not None and model.visibility_head.biases.isfinite().any()
    model.save_pretrained(str(tmp_path))
    again = TechCoachModel.load(tmp_path)
    assert again.visibility_head is not None and torch.equal(
        again.visibility_head.weights, model.visibility_head.weights
    )
    model.visibility_head = None
    with pytest.raises(ValueError, match="needs a model that reads parameters"):
        fit_visibility(model, processor, records, as_recorded, records[:5])


def test_figures_of_cut_clips_count_what_was_found_and_what_was_said(
    tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("techcoach.coaching.commentary.CANDIDATES", 2)
    loaded = load_checkpoint(tiny_checkpoint)
    model = loaded.model
    evaluator = _Evaluator(loaded, embed_all(loaded.text_encoder, [SHOT]))
    records = RecordMaker("train", SHOT, model.config.pose_frames, rendered=False)(0, 6)

    def measured() -> dict[str, dict[str, float]]:
        return evaluator.truncation_figures(records, evaluator.predictions(records), evaluator.reports(records))

    nothing_found = measured()
    assert nothing_found["whole"]["away"] == 0 and np.isnan(nothing_found["whole"]["found"])
    assert (
        nothing_found["cut at an end"]["away"] > 0
        and nothing_found["cut at an end"]["found"] == nothing_found["cut at an end"]["missed"] == 0
    )
    before = evaluator.figures(evaluator.predictions(records))
    assert model.visibility_head is not None
    model.visibility_head.biases.fill_(-1.0)
    all_found = measured()
    assert (
        all_found["cut at an end"]["found"] == all_found["whole"]["missed"] == 1.0
        and all_found["cut at an end"]["claims"] == 0
        and all_found["cut at an end"]["clips"] == 6
    )
    after = evaluator.figures(evaluator.predictions(records))
    assert before["states_right"] > after["states_right"] == 0, "what is taken for missing is not read right"
    model.parameter_head = None
    assert measured() == {}


def test_a_predicted_table_of_captured_athletes_tells_what_is_not_shown(tiny_checkpoint: Path) -> None:
    loaded = load_checkpoint(tiny_checkpoint)
    names = list(loaded.model.config.parameter_names)
    records = RecordMaker("train", SHOT, loaded.model.config.pose_frames, rendered=False)(0, 2)
    column, lost = names.index(parameter_name(SHOT, DRILL.parameters[0].id)), []
    for one in predict(loaded, records, embed_all(loaded.text_encoder, [SHOT])):
        assert one.output.state_logits is not None
        logits = one.output.state_logits.copy()
        logits[column] = np.nan
        lost.append(dataclasses.replace(one, output=dataclasses.replace(one.output, state_logits=logits)))
    measured = {name: one.value for name, one in records[0].measured.items()}
    rows = _parameter_rows(lost, SHOT, measured, names)
    assert "| 0% | not shown by the clip |" in rows[2] and "not shown" not in rows[3]
