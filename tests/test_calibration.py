"""A calibration is a frozen result in a file of its own, and is fitted from predictions alone."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from techcoach.checkpoint.calibration import (
    CONFIG_FIELDS,
    FILE,
    UNCALIBRATED,
    Calibration,
    DrillGate,
    StatementCalibration,
)
from techcoach.coaching.interpretation import (
    QUALITY_OF_STATES,
    ClipOutput,
    Interpretation,
    Side,
    claim_probabilities,
    state_probabilities,
)
from techcoach.coaching.loading import load_checkpoint
from techcoach.drills.catalogue import DRILLS, parameter_names
from techcoach.drills.spec import STATES
from techcoach.evaluation.calibration import (
    CRITICISM_PRECISION,
    FEWEST_FOR_GATE,
    FEWEST_OF_DRILL,
    FEWEST_RATED,
    PRAISE_PRECISION,
    fit_calibration,
)
from techcoach.evaluation.predictions import Prediction, presence_figures, score_figures
from techcoach.types import Drill

SHOT, KICK, OTHER = "basketball/mid-range-jump-shot", "soccer/penalty-kick", "chess/opening"
FITTED = Calibration(
    score_mix=(-0.1, 0.2, 0.9), score_interval_radius=1.25, drill_interval_radii={SHOT: 0.75}, presence_scale=1.5,
    presence_bias=-0.25, state_scale=1.1,
    statements={
        "strength": StatementCalibration(1.1, -0.1, 0.8), "low": StatementCalibration(0.9, 0.2, 0.7),
        "high": StatementCalibration(1.0, 0.0, 0.75),
    },
    drill_gate=DrillGate({SHOT: 10.0, KICK: 12.0}, 3.0, 0.5, 0.9),
)  # fmt: skip

OLDER = dataclasses.replace(FITTED, statements=UNCALIBRATED.statements, drill_gate=None)
"""What an older folder holds of it."""


def test_files_keep_it_exactly(tmp_path: Path) -> None:
    FITTED.save(tmp_path)
    assert Calibration.load(tmp_path) == FITTED
    assert FITTED.radius(SHOT) == 0.75 and FITTED.radius(KICK) == 1.25 and UNCALIBRATED.radius(SHOT) is None


def test_a_file_from_before_statements_were_calibrated_states_from_one_half_on(tmp_path: Path) -> None:
    FITTED.save(tmp_path)
    content = json.loads((tmp_path / FILE).read_text())
    del content["statements"], content["drill_gate"]
    (tmp_path / FILE).write_text(json.dumps(content | {"presence_mix": [0.1, 0.2, 0.7]}))
    assert Calibration.load(tmp_path) == OLDER
    assert {statement.threshold for statement in OLDER.statements.values()} == {0.5}


def test_a_folder_from_before_the_file_is_read_from_its_config(tmp_path: Path) -> None:
    older = {old: getattr(FITTED, name) for old, name in CONFIG_FIELDS.items()}
    (tmp_path / "config.json").write_text(json.dumps({"hidden_size": 96, **older, "presence_mix": [0.1, 0.2, 0.7]}))
    assert Calibration.load(tmp_path) == OLDER
    (tmp_path / "config.json").write_text(json.dumps({"hidden_size": 96, "score_interval_radius": None}))
    assert Calibration.load(tmp_path) == UNCALIBRATED


def test_an_older_checkpoint_folder_is_loaded_whole(tiny_checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "older"
    shutil.copytree(tiny_checkpoint, folder)
    (folder / FILE).unlink()
    config = json.loads((folder / "config.json").read_text())
    older = {old: getattr(FITTED, name) for old, name in CONFIG_FIELDS.items()}
    (folder / "config.json").write_text(json.dumps({**config, **older}))
    loaded = load_checkpoint(folder)
    assert loaded.calibration == OLDER
    assert not set(loaded.model.config.to_dict()) & set(CONFIG_FIELDS), "the config holds architecture alone"


@pytest.mark.parametrize(
    "change",
    [
        {"score_mix": (0.0, 1.0)},
        {"presence_scale": float("nan")},
        {"score_interval_radius": -1.0},
    ],
)
def test_values_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(change)) if "scale" not in str(change) else "finite"):
        dataclasses.replace(FITTED, **change)  # type: ignore[arg-type]


def test_files_that_are_no_calibration_are_refused(tmp_path: Path) -> None:
    for content in ("[]", '{"schema": "other"}', '{"schema": "techcoach.calibration/1", "temperature": 2}'):
        (tmp_path / FILE).write_text(content)
        with pytest.raises(ValueError, match="calibration"):
            Calibration.load(tmp_path)


def test_limits_that_make_no_sense_are_refused() -> None:
    for values in ((0.0, 0.0, 0.5), (1.0, float("nan"), 0.5), (1.0, 0.0, 1.5)):
        with pytest.raises(ValueError, match="statement"):
            StatementCalibration(*values)
    with pytest.raises(ValueError, match="statements must be"):
        Calibration(statements={"strength": StatementCalibration()})
    with pytest.raises(ValueError, match="positive"):
        DrillGate({SHOT: 0.0})
    with pytest.raises(ValueError, match="refused_above"):
        DrillGate({SHOT: 1.0}, unsure_above=0.5, refused_above=0.4)


def test_unlikeness_grows_with_the_distance_and_with_that_over_the_nearest_other_drills() -> None:
    gate = DrillGate({SHOT: 10.0, KICK: 12.0}, ratio_weight=2.0)
    unlikeness = gate.unlikeness({SHOT: 20.0, KICK: 12.0})
    assert unlikeness[SHOT] == pytest.approx(np.log(20 / 10) + 2 * np.log(20 / 12))
    assert unlikeness[KICK] == pytest.approx(2 * np.log(12 / 20))
    assert DrillGate({SHOT: 10.0}, ratio_weight=2.0).unlikeness({SHOT: 10.0}) == {SHOT: 0.0}, "no other drill"


# -- fitting -----------------------------------------------------------------------------------------------------------


def prediction(
    drill: str, true_score: float, logits: np.ndarray, present: np.ndarray, assessed: float = 0.5
) -> Prediction:
    sides = tuple((Side(0.5, (), True), Side(0.5, (), True)) for _ in logits)
    asked = DRILLS[drill].drill if drill in DRILLS else Drill(drill, drill, ())
    interpretation = Interpretation(asked, 5.5, None, {}, sides)
    output = ClipOutput(assessed, logits, np.zeros((*logits.shape, 4)))
    return Prediction(output=output, interpretation=interpretation, true_score=true_score, present=present)


def planted(rng: np.random.Generator, drills: list[str], errors: np.ndarray) -> list[Prediction]:
    """Scores told as 5.5 with these errors; presence whose logit is twice the head's, less one."""
    made = []
    for drill, error in zip(drills, errors, strict=True):
        logits = rng.normal(size=(7, 2))
        present = rng.random((7, 2)) < 1 / (1 + np.exp(-(2 * logits - 1)))
        made.append(prediction(drill, 5.5 + error, logits, present))
    return made


def test_an_interval_is_as_wide_as_its_drill_is_hard_to_score() -> None:
    rng = np.random.default_rng(0)
    counts, spreads = (400, 400, FEWEST_OF_DRILL - 1), (0.1, 1.0, 1.0)
    drills = np.repeat([SHOT, KICK, OTHER], counts).tolist()
    predictions = planted(rng, drills, np.repeat(spreads, counts) * rng.normal(size=len(drills)))
    fitted = fit_calibration(predictions, (1.0, 10.0))
    calibration = fitted.calibration
    assert fitted.not_fitted == () and set(calibration.drill_interval_radii) == {SHOT, KICK}
    assert calibration.radius(SHOT) == pytest.approx(0.1645, rel=0.15) and calibration.radius(KICK) == pytest.approx(
        1.645, rel=0.15
    )
    assert calibration.radius(OTHER) == calibration.score_interval_radius
    for drill in (SHOT, KICK):
        radius = calibration.radius(drill)
        assert radius is not None
        bounded = [
            dataclasses.replace(
                one, interpretation=dataclasses.replace(one.interpretation, score_interval=(5.5 - radius, 5.5 + radius))
            )
            for one in predictions
            if one.drill == drill
        ]
        assert score_figures(bounded)["interval_coverage"] == pytest.approx(0.9, abs=0.03)


def test_presence_is_scaled_as_it_was_planted() -> None:
    rng = np.random.default_rng(1)
    calibration = fit_calibration(planted(rng, [SHOT] * 600, rng.normal(size=600)), (1.0, 10.0)).calibration
    assert calibration.presence_scale == pytest.approx(2.0, abs=0.15) and calibration.presence_bias == pytest.approx(
        -1.0, abs=0.1
    )


def test_what_cannot_be_fitted_is_named_and_stays_as_it_was() -> None:
    everywhere = np.ones((7, 2), dtype=bool)
    few = [prediction(SHOT, float("nan"), np.zeros((7, 2)), everywhere) for _ in range(20)]
    few += [prediction(SHOT, 4.0, np.zeros((7, 2)), everywhere) for _ in range(FEWEST_RATED - 1)]
    fitted = fit_calibration(few, (1.0, 10.0))
    assert fitted.calibration == UNCALIBRATED and len(fitted.not_fitted) == 2
    assert f"{FEWEST_RATED - 1} held out are rated" in fitted.not_fitted[1]
    assert np.isnan(score_figures(few[:20])["score_spearman"]) and np.isnan(presence_figures(few)["presence_auroc"])


def test_fitting_recovers_the_mix_of_assessor_and_states() -> None:
    """True scores are made of the assessor's and of what the states say, in known shares."""
    rng, names = np.random.default_rng(2), list(parameter_names([SHOT]))
    weights = np.array([own.weight for own in DRILLS[SHOT].parameters])
    made = []
    for _ in range(60):
        which, assessed = rng.integers(len(STATES), size=len(names)), float(rng.random())
        quality = float(QUALITY_OF_STATES[which] @ weights / weights.sum())
        one = prediction(
            SHOT, 1 + 9 * (0.1 + 0.3 * assessed + 0.5 * quality), np.zeros((7, 2)), rng.random((7, 2)) < 0.5, assessed
        )
        output = dataclasses.replace(one.output, state_logits=50.0 * np.eye(len(STATES))[which])
        made.append(dataclasses.replace(one, output=output, states=which))
    own = fit_calibration(made, (1.0, 10.0), names).calibration
    assert own.score_mix == pytest.approx((0.1, 0.3, 0.5), abs=1e-6)
    assert own.score_interval_radius == pytest.approx(0.0, abs=1e-6)


def with_states(rng: np.random.Generator, clips: int, honest: float) -> list[Prediction]:
    """Clips of which states are read with a confidence that holds in that share of the logit; too high where it is too
    much: two in five of these are neither good nor faulty."""
    names, made = list(parameter_names([SHOT])), []
    for _ in range(clips):
        logits = rng.normal(scale=5.0, size=(len(names), len(STATES)))
        chances = np.exp(honest * logits) / np.exp(honest * logits).sum(axis=1, keepdims=True)
        true = np.array([rng.choice(len(STATES), p=row) for row in chances])
        misread = (true == STATES.index("high")) & (rng.random(len(names)) < 0.4)
        true[misread] = STATES.index("between")
        one = prediction(SHOT, float("nan"), np.zeros((7, 2)), rng.random((7, 2)) < 0.5)
        output = dataclasses.replace(one.output, state_logits=logits)
        made.append(dataclasses.replace(one, output=output, states=true))
    return made


def test_statements_are_as_often_true_as_they_are_probable_and_stated_where_enough_of_them_are_true() -> None:
    names = list(parameter_names([SHOT]))
    fitted = fit_calibration(with_states(np.random.default_rng(3), 600, 0.6), (1.0, 10.0), names).calibration
    low, high = fitted.statements["low"], fitted.statements["high"]
    assert low.bias > high.bias + 0.5, "every kind has a calibration of its own"
    assert fitted.statements["low"].threshold == fitted.statements["high"].threshold, "criticism has one threshold"
    fresh = with_states(np.random.default_rng(4), 600, 0.6)
    for kinds, precision in ((("strength",), PRAISE_PRECISION), (("low", "high"), CRITICISM_PRECISION)):
        told = []
        for one in fresh:
            states = state_probabilities(one.output.state_logits, names, SHOT, fitted)
            claims = claim_probabilities(states, fitted)
            assert one.states is not None
            truth = {own.id: STATES[index] for own, index in zip(DRILLS[SHOT].parameters, one.states, strict=True)}
            told += [
                truth[claim.parameter] == claim.state
                for claim, probability in claims.items()
                if claim.state in kinds and probability >= fitted.statements[claim.state].threshold
            ]
        assert len(told) > 500 and np.mean(told) == pytest.approx(precision, abs=0.03)


def test_a_drills_own_clips_pass_its_gate_and_other_drills_clips_do_not() -> None:
    rng, made = np.random.default_rng(5), []
    for index in range(400):
        own = [SHOT, KICK][index % 2]
        distances = np.exp(rng.normal(scale=0.05, size=2)) * np.where(np.array([SHOT, KICK]) == own, 10.0, 15.0)
        one = prediction(own, float("nan"), np.zeros((7, 2)), rng.random((7, 2)) < 0.5)
        made.append(dataclasses.replace(one, output=dataclasses.replace(one.output, drill_distances=distances)))
    gate = fit_calibration(made, (1.0, 10.0), (), (SHOT, KICK)).calibration.drill_gate
    assert gate is not None and gate.refused_above is not None
    assert gate.typical_distances == pytest.approx({SHOT: 10.0, KICK: 10.0}, rel=0.02)
    near, far = gate.unlikeness({SHOT: 10.0, KICK: 15.0})[SHOT], gate.unlikeness({SHOT: 15.0, KICK: 10.0})[SHOT]
    assert near < gate.unsure_above <= gate.refused_above < far
    few = fit_calibration(made[: FEWEST_FOR_GATE - 1], (1.0, 10.0), (), (SHOT, KICK))
    assert few.calibration.drill_gate is None and any("99" in line for line in few.not_fitted)
