"""The action spotter: its features, its file, and what is read from its output."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from techcoach.cli.main import main
from techcoach.coaching.drill_verdict import judge_attempts
from techcoach.coaching.spotting import (
    MARGIN_S,
    Attempt,
    Spotting,
    choose,
    evidence,
    find_attempts,
    spot,
    window_of,
)
from techcoach.data.spotter_examples import SpotterExample, example_of, load_examples, spotter_config
from techcoach.drills.catalogue import DRILLS
from techcoach.evaluation.spotting_metrics import matches, spotting_figures
from techcoach.model.action_spotter import (
    CONFIG,
    WEIGHTS,
    ActionSpotter,
    SpotterConfig,
    mirror_features,
    spotter_features,
)
from techcoach.recipes.action_spotter import train_action_spotter
from techcoach.simulation.attempts import SimulatedAttempt
from techcoach.simulation.sequence_tracks import observed_track
from techcoach.simulation.sequences import drill_part, everyday_part, sample_sequence, splice
from techcoach.simulation.tracker_noise import TrackerNoise
from techcoach.skeleton import MIRRORED
from techcoach.training.action_spotter import SPOTTER_PRESETS, SpotterRecipe, fit_action_spotter, validation_loss
from techcoach.training.spotter_thresholds import fit_thresholds
from techcoach.types import DrillVerdict, PoseTrack

SHOT, KICK, JUGGLING = "basketball/mid-range-jump-shot", "soccer/penalty-kick", "soccer/juggling"
CONFIG_OF_THREE = SpotterConfig(
    (SHOT, KICK, JUGGLING), (JUGGLING,), ("still", "on foot", "other"), tuple(MIRRORED), (11, 12)
)
FPS = CONFIG_OF_THREE.fps


def _track(seed: int, kind: str = "walk") -> PoseTrack:
    rng = np.random.default_rng(seed)
    return observed_track(splice([everyday_part(rng, kind)], rng), rng, TrackerNoise.load())


def _still_body() -> np.ndarray:
    return np.random.default_rng(0).uniform(100, 300, (23, 2))


# -- features ----------------------------------------------------------------------------------------------------


def test_features_do_not_depend_on_where_how_large_and_how_often_somebody_is_filmed() -> None:
    seconds = np.arange(0, 4, 1 / 30)
    swing = np.sin(2 * np.pi * 0.5 * seconds)[:, None, None] * np.linspace(0, 40, 46).reshape(23, 2)
    points, confidence = _still_body() + swing, np.ones((len(seconds), 23))
    features, times = spotter_features(points, confidence, seconds, CONFIG_OF_THREE)
    moved, _ = spotter_features(points * 3 + [500, -40], confidence, seconds, CONFIG_OF_THREE)
    np.testing.assert_allclose(moved, features, atol=1e-4)
    later, later_times = spotter_features(points[::3], confidence[::3], seconds[::3] + 7, CONFIG_OF_THREE)
    np.testing.assert_allclose(later_times, times[: len(later)] + 7)
    assert np.abs(later - features[: len(later)]).max() < 0.15
    assert features.shape == (len(times), CONFIG_OF_THREE.features)
    assert np.diff(times) == pytest.approx(1 / FPS)


def test_the_mirrored_track_has_the_mirrored_features() -> None:
    for seed in range(3):
        track = _track(seed, "random")
        points = track.points[:, MIRRORED].copy()
        points[..., 0] = track.width - points[..., 0]
        features, _ = spotter_features(track.points, track.confidence, track.times, CONFIG_OF_THREE)
        mirrored, _ = spotter_features(points, track.confidence[:, MIRRORED], track.times, CONFIG_OF_THREE)
        np.testing.assert_allclose(mirrored, mirror_features(features, CONFIG_OF_THREE), atol=2e-3)


def test_a_joint_is_unknown_in_a_long_gap_and_filled_in_a_short_one() -> None:
    seconds = np.arange(0, 5, 0.1)
    points, confidence = np.tile(_still_body(), (50, 1, 1)), np.ones((50, 23))
    points[:, 9, 0] += np.arange(50)
    confidence[10:13, 9] = 0
    confidence[20:40, 9] = 0
    points[confidence == 0] = 0
    features, times = spotter_features(points, confidence, seconds, CONFIG_OF_THREE)
    weight = features[:, 4 * 23 + 9]
    short, long = (times > 1.0) & (times < 1.25), (times > 2.1) & (times < 3.8)
    assert weight[short].min() == 1 and weight[long].max() == 0
    x = features[:, 2 * 9]
    assert np.all(np.diff(x[(times > 0.5) & (times < 1.8)]) > 0) and np.all(x[long] == 0)


def test_a_track_that_is_none_is_refused() -> None:
    points, confidence = np.zeros((5, 23, 2)), np.ones((5, 23))
    with pytest.raises(ValueError, match="expected points"):
        spotter_features(points[:, :17], confidence[:, :17], np.arange(5.0), CONFIG_OF_THREE)
    with pytest.raises(ValueError, match="times rise"):
        spotter_features(points, confidence, np.zeros(5), CONFIG_OF_THREE)
    empty, _ = spotter_features(points, np.zeros((5, 23)), np.arange(5.0), CONFIG_OF_THREE)
    assert np.isfinite(empty).all()


# -- the network and its file ------------------------------------------------------------------------------------


def test_the_answer_is_the_same_for_the_mirrored_clip_and_any_length() -> None:
    torch.manual_seed(0)
    spotter = ActionSpotter(CONFIG_OF_THREE)
    track = _track(1)
    features, _ = spotter_features(track.points, track.confidence, track.times, CONFIG_OF_THREE)
    probabilities, events = spotter.probabilities(features)
    mirrored, mirrored_events = spotter.probabilities(mirror_features(features, CONFIG_OF_THREE))
    np.testing.assert_allclose(mirrored, probabilities, atol=1e-5)
    np.testing.assert_allclose(mirrored_events, events, atol=1e-5)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    one, _ = spotter.probabilities(features[:1])
    assert one.shape == (1, 6)


def test_a_spotter_is_saved_and_loaded_exactly(tmp_path: Path) -> None:
    torch.manual_seed(1)
    spotter = ActionSpotter(CONFIG_OF_THREE).eval()
    spotter.save(tmp_path)
    loaded = ActionSpotter.load(tmp_path)
    assert loaded is not None and loaded.config == CONFIG_OF_THREE
    features = np.random.default_rng(0).normal(size=(50, CONFIG_OF_THREE.features)).astype(np.float32)
    for first, second in zip(spotter.probabilities(features), loaded.probabilities(features), strict=True):
        np.testing.assert_array_equal(first, second)
    assert (tmp_path / WEIGHTS).stat().st_size < 1_000_000


def test_a_folder_without_a_spotter_has_none(tmp_path: Path) -> None:
    assert ActionSpotter.load(tmp_path) is None


def _break_weights(folder: Path, how: str) -> None:
    path = folder / WEIGHTS
    tensors = {name: tensor.clone() for name, tensor in load_file(path).items()}  # the file itself is overwritten
    if how == "missing":
        path.unlink()
    elif how == "pickle":
        torch.save(tensors, path)
    elif how == "other shape":
        save_file(tensors | {"event.weight": torch.zeros(1, 7)}, path)
    elif how == "more tensors":
        save_file(tensors | {"more": torch.zeros(1)}, path)
    elif how == "not finite":
        save_file(tensors | {"event.bias": torch.tensor([float("nan")])}, path)
    elif how == "huge":
        save_file(tensors | {"more": torch.zeros(600_000)}, path)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("missing", "No such file"),
        ("pickle", "header"),
        ("other shape", "size mismatch"),
        ("more tensors", "Unexpected key"),
        ("not finite", "not finite"),
        ("huge", "bytes"),
    ],
)
def test_hostile_weights_are_refused(tmp_path: Path, how: str, reason: str) -> None:
    ActionSpotter(CONFIG_OF_THREE).save(tmp_path)
    _break_weights(tmp_path, how)
    with pytest.raises(ValueError, match=f"(?is){WEIGHTS}.*{reason}"):
        ActionSpotter.load(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"width": 100_000},
        {"width": "64"},
        {"fps": 1e9},
        {"dilations": []},
        {"dilations": [10**9]},
        {"mirrored": [0, 0]},
        {"series": ["chess/opening"]},
        {"schema": "other/1"},
        {"more": 1},
        {"drills": []},
        {"shows": [2.0, 0.5, 0.5]},
        {"refuses": [0.1]},
    ],
)
def test_a_hostile_config_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    ActionSpotter(CONFIG_OF_THREE).save(tmp_path)
    content = json.loads((tmp_path / CONFIG).read_text()) | change
    (tmp_path / CONFIG).write_text(json.dumps(content))
    with pytest.raises(ValueError, match=CONFIG):
        ActionSpotter.load(tmp_path)


# -- what is read from its output --------------------------------------------------------------------------------


def _planted(*actions: tuple[str, float, float, tuple[float, ...]], seconds: float = 20.0) -> Spotting:
    """A spotter's output in which actions (class, start, end, events) are planted; else somebody walks."""
    times = np.arange(0, seconds, 1 / FPS)
    probabilities = np.full((len(times), 6), 0.01)
    probabilities[:, 4] = 1.0
    events = np.full(len(times), 0.02)
    for name, start, end, moments in actions:
        inside = (times >= start) & (times <= end)
        probabilities[inside] = 0.01
        probabilities[inside, CONFIG_OF_THREE.classes.index(name)] = 1.0
        for moment in moments:
            events = np.maximum(events, np.exp(-0.5 * ((times - moment) / 0.08) ** 2))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    attempts = find_attempts(times, probabilities, events, CONFIG_OF_THREE)
    return Spotting(times, CONFIG_OF_THREE, probabilities, events, attempts)


def test_planted_attempts_are_found() -> None:
    spotting = _planted((SHOT, 3.0, 4.6, (3.9,)), (KICK, 8.0, 9.7, (9.21,)), (SHOT, 14.0, 15.5, (14.8,)))
    assert [attempt.drill for attempt in spotting.attempts] == [SHOT, KICK, SHOT]
    assert [attempt.event_s for attempt in spotting.attempts] == pytest.approx([3.9, 9.21, 14.8], abs=0.03)
    first = spotting.attempts[0]
    assert (first.start_s, first.end_s) == pytest.approx((3.0, 4.6), abs=0.1)
    assert first.probability > 0.9 and not first.cut


def test_two_shots_in_a_row_are_two_attempts_and_a_series_is_one() -> None:
    shots = _planted((SHOT, 2.0, 5.0, (2.9, 4.3)))
    assert [attempt.event_s for attempt in shots.attempts] == pytest.approx([2.9, 4.3], abs=0.03)
    assert shots.attempts[0].end_s == pytest.approx(shots.attempts[1].start_s)
    touches = tuple(np.arange(2.2, 16.0, 0.7))
    series = _planted((JUGGLING, 2.0, 9.0, touches[:10]), (JUGGLING, 10.0, 16.0, touches[11:]))
    (attempt,) = series.attempts
    assert (attempt.start_s, attempt.end_s) == pytest.approx((2.0, 16.0), abs=0.1)
    assert abs(attempt.event_s - 9.0) < 0.8
    apart = _planted((JUGGLING, 2.0, 6.0, touches[:5]), (JUGGLING, 12.0, 16.0, touches[15:]))
    assert len(apart.attempts) == 2


def test_one_touch_is_no_series() -> None:
    """Frames that look like a series but hold one key event are an attempt at the next drill that they look like."""
    times = np.arange(0, 6, 1 / FPS)
    probabilities, events = np.full((len(times), 6), 0.001), np.exp(-0.5 * ((times - 3) / 0.08) ** 2)
    probabilities[:, 3] = 1.0
    inside = (times > 2.3) & (times < 3.7)
    probabilities[inside] = [0.28, 0.1, 0.6, 0.01, 0.005, 0.005]
    (attempt,) = find_attempts(times, probabilities, events, CONFIG_OF_THREE)
    assert attempt.drill == SHOT and attempt.others[JUGGLING] == 0
    assert attempt.probability == pytest.approx(0.98 * 0.28 / 0.38, abs=0.05)


def test_the_drill_is_the_one_that_is_most_probable_over_the_whole_attempt() -> None:
    """Probabilities that flicker within an attempt do not make several of it."""
    times = np.arange(0, 6, 1 / FPS)
    probabilities, events = np.full((len(times), 6), 0.001), np.exp(-0.5 * ((times - 3) / 0.08) ** 2)
    probabilities[:, 3] = 1.0
    inside = np.flatnonzero((times > 2.3) & (times < 3.9))
    probabilities[inside] = [0.2, 0.7, 0.0, 0.1, 0.0, 0.0]
    probabilities[inside[3:9]] = [0.8, 0.1, 0.0, 0.1, 0.0, 0.0]
    (attempt,) = find_attempts(times, probabilities, events, CONFIG_OF_THREE)
    assert attempt.drill == KICK and attempt.event_s == pytest.approx(3.0, abs=0.02)


def test_a_flicker_is_no_attempt_and_a_cut_one_is_said_to_be_cut() -> None:
    assert not _planted((SHOT, 5.0, 5.1, (5.05,))).attempts
    (attempt,) = _planted((SHOT, 0.0, 1.2, (0.5,))).attempts
    assert attempt.cut


def test_the_verdict_names_what_is_there_instead() -> None:
    kick, shot = DRILLS[KICK].drill, DRILLS[SHOT].drill
    spotting = _planted((KICK, 8.0, 9.7, (9.2,)))
    assert judge_attempts(spotting, kick) == DrillVerdict()
    other = judge_attempts(spotting, shot)
    assert other.is_drill is None and other.drill_seen == KICK and "Penalty kick" in other.cause
    walking = judge_attempts(_planted(), shot)
    assert walking.is_drill is None and walking.drill_seen is None and "walks or runs" in walking.cause
    standing = judge_attempts(_planted(("still", 0.0, 20.0, ())), shot)
    assert "the athlete stands" in standing.cause
    assert evidence(spotting, KICK) > 0.9 > 0.1 > evidence(spotting, SHOT)
    assert evidence(spotting, "chess/opening") == 0


def test_what_surely_is_not_the_drill_is_refused_by_the_limits_of_the_spotter() -> None:
    shot = DRILLS[SHOT].drill
    strict = replace(CONFIG_OF_THREE, shows=(0.4,) * 3, refuses=(0.1,) * 3)
    kick, walk = (replace(_planted(*actions), config=strict) for actions in ([(KICK, 8.0, 9.7, (9.2,))], []))
    other, nothing = judge_attempts(kick, shot), judge_attempts(walk, shot)
    assert other.refused and other.drill_seen == KICK and "no score" in other.cause and "Penalty kick" in other.cause
    assert nothing.refused and nothing.drill_seen is None and "walks or runs" in nothing.cause
    assert judge_attempts(replace(kick, config=replace(strict, refuses=())), shot).is_drill is None
    faint = replace(kick, attempts=tuple(replace(one, drill=SHOT, probability=0.3) for one in kick.attempts))
    assert judge_attempts(faint, shot).is_drill is None
    assert judge_attempts(replace(faint, config=replace(strict, shows=(0.25, 0.4, 0.4))), shot).is_drill is True


class _Echo:
    """A spotter whose features are its answer: six class probabilities, and that of an event."""

    config = CONFIG_OF_THREE

    def probabilities(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return features[:, :6], features[:, 6]


def _echoed(drill: str, probability: float, true: str | None) -> SpotterExample:
    """An example in which the spotter sees a drill with a probability; `true` is what it shows."""
    times = np.arange(0, 6, 1 / FPS)
    features, inside = np.zeros((len(times), 7)), (times > 2) & (times < 4)
    features[:, 3] = 1.0
    features[inside, 3] = 0.0
    features[inside, CONFIG_OF_THREE.classes.index(drill)] = probability
    features[inside, CONFIG_OF_THREE.classes.index(KICK if drill == SHOT else SHOT)] = 0.9 - probability
    features[:, 6] = np.exp(-0.5 * ((times - 3) / 0.08) ** 2)
    attempts = () if true is None else (SimulatedAttempt(true, 2.0, 4.0, (3.0,)),)
    return SpotterExample(features, times, np.zeros(len(times)), np.zeros(len(times)), attempts, 1.0)


def test_thresholds_part_the_drill_from_the_rest() -> None:
    own = [_echoed(drill, 0.8 + 0.01 * number, drill) for drill in (SHOT, KICK) for number in range(10)]
    none = [_echoed(drill, 0.4 + 0.01 * number, None) for drill in (SHOT, KICK) for number in range(10)]
    config = fit_thresholds(_Echo(), [*own, *none, *(_echoed(KICK, 0.65, None) for _ in range(5))])  # type: ignore[arg-type]
    assert config.shows[0] == pytest.approx(0.49, abs=0.06) and config.shows[1] == pytest.approx(0.66, abs=0.03)
    assert config.refuses[0] == config.shows[0] and config.refuses[2] == 0.0
    assert fit_thresholds(_Echo(), own) == CONFIG_OF_THREE  # type: ignore[arg-type]


def test_the_whole_attempt_is_chosen_and_its_window_has_margins() -> None:
    whole = Attempt(SHOT, 6.0, 7.5, 6.9, 0.7, {}, cut=False)
    cut, other = replace(whole, start_s=0.0, probability=0.9, cut=True), replace(whole, drill=KICK, probability=1.0)
    assert choose((cut, other, whole), SHOT) == whole
    assert choose((cut, other), SHOT) == cut
    assert choose((other,), SHOT) is None
    assert window_of(whole, 0.0, 20.0) == pytest.approx((6.0 - MARGIN_S, 7.5 + MARGIN_S))
    assert window_of(cut, 0.0, 7.6) == pytest.approx((0.0, 7.6))
    start, end = window_of(replace(whole, drill=JUGGLING, start_s=1.0, end_s=19.0, event_s=4.0), 0.0, 20.0)
    assert end - start == pytest.approx(8.0) and start >= 0.5 and start <= 4.0 <= end


# -- examples, training, figures ---------------------------------------------------------------------------------


def test_a_spotter_is_trained_from_nothing_and_its_examples_are_kept(tmp_path: Path) -> None:
    recipe, lines = SPOTTER_PRESETS["tiny"], list[str]()
    arguments = (tmp_path / "work", recipe, tuple(DRILLS), 1, lines.append)
    train_action_spotter(tmp_path / "checkpoint", *arguments)
    spotter = ActionSpotter.load(tmp_path / "checkpoint")
    assert spotter is not None and spotter.config.drills == tuple(DRILLS)
    assert spotter.config.series == ("basketball/mikan-layup", JUGGLING)
    assert "unseen sequences" in lines[0] and lines[-1].count("|\n") == len(DRILLS) + 2
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*.npz")}
    train_action_spotter(tmp_path / "again", *arguments)
    assert len(written) == 3 and written == {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*")
                                             if path.is_file()}  # fmt: skip
    assert (tmp_path / "again" / WEIGHTS).read_bytes() == (tmp_path / "checkpoint" / WEIGHTS).read_bytes()
    for path in written:
        _check_examples(path, spotter.config)
    with pytest.raises(ValueError, match="remove"):
        next(load_examples(path, spotter.config.drills[::-1]))


def _check_examples(path: Path, config: SpotterConfig) -> None:
    for example in load_examples(path, config.drills):
        for attempt in example.attempts:
            middle = int(np.argmin(np.abs(example.times - (attempt.start + attempt.end) / 2)))
            assert config.classes[example.classes[middle]] in {one.drill for one in example.attempts}
            near = np.abs(example.times - attempt.events[0]) < 0.1 * example.slowed
            assert not near.any() or example.events[near].max() > 0.4
        assert example.attempts
        before = example.times < example.attempts[0].start - 0.01
        assert all(config.classes[number] in config.idle for number in example.classes[before])


def test_the_action_spotter_is_not_trained_with_what_is_not_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--preset", "tiny", "--action-spotter", "--ablations", "1", "--work", str(tmp_path)]) == 2
    assert "--action-spotter" in capsys.readouterr().err


def test_training_learns_and_the_figures_show_it() -> None:
    """A few shots and walks, learned by heart: a spotter that trains finds them, an untrained one does not."""
    config = replace(spotter_config(), width=32, dilations=(1, 2, 4, 8), dropout=0.0)
    noise, examples = TrackerNoise.load(), []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        parts = [everyday_part(rng, "walk"), drill_part(SHOT if seed % 2 else KICK, rng), everyday_part(rng, "squat")]
        examples.append(example_of(splice(parts, rng), config, rng, noise))
    recipe = SpotterRecipe(steps=120, batch=6, frames=120, learning_rate=4e-3, validate_every=40)
    lines: list[str] = []
    torch.manual_seed(0)
    untrained = ActionSpotter(config)
    trained = fit_action_spotter(examples, examples, config, recipe, lines.append)
    assert validation_loss(trained, examples, recipe) < 0.5 * validation_loss(untrained, examples, recipe)
    assert len(lines) == 3
    figures, before = spotting_figures(trained, examples), spotting_figures(untrained, examples)
    assert figures.recall >= 0.8 and before.recall <= 0.2
    assert figures.as_table().count("\n") == len(config.drills) + 2


def test_a_found_attempt_matches_a_true_one_of_its_drill_in_time() -> None:
    rng = np.random.default_rng(0)
    true = sample_sequence(rng, SHOT).attempts[0]
    found = Attempt(SHOT, true.start, true.end, true.events[0] + 0.2, 0.9, {}, False)
    assert matches(true, found, series=False)
    assert not matches(true, replace(found, event_s=true.events[0] + 0.3), series=False)
    assert not matches(true, replace(found, drill=KICK), series=False)
    assert matches(true, replace(found, end_s=true.end + 0.1), series=True)
    assert not matches(true, replace(found, start_s=true.end - 0.1), series=True)


def test_a_track_goes_through_a_spotter_whole() -> None:
    track = _track(4)
    spotting = spot(ActionSpotter(CONFIG_OF_THREE), track)
    assert spotting.probabilities.shape == (len(spotting.times), 6)
    assert spotting.times[0] == track.times[0] and spotting.times[-1] <= track.times[-1] + 1e-6
