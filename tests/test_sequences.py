"""Sequences: parts spliced in space, and the truth about where their attempts and key events lie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.simulation.attempts import climbing_attempts, sample_attempt
from techcoach.simulation.executions import SEQUENCE, sample_execution
from techcoach.simulation.sequence_tracks import observed_track
from techcoach.simulation.sequences import (
    HIPS,
    NO_DRILL,
    PARENTS,
    SEQUENCE_FPS,
    climb_part,
    drill_part,
    everyday_part,
    sample_sequence,
    splice,
    transition,
)
from techcoach.simulation.simulators import simulator_of
from techcoach.simulation.tracker_noise import TrackerNoise

SERIES = tuple(drill for drill in DRILLS if simulator_of(drill).repetitions is not None)


@pytest.mark.parametrize("drill", DRILLS)
def test_an_attempt_holds_its_key_events(drill: str) -> None:
    for seed in range(3):
        motion, attempt = sample_attempt(simulator_of(drill), np.random.default_rng(seed))
        assert 0 <= attempt.start < attempt.events[0] <= attempt.events[-1] < attempt.end <= motion.times[-1]
        assert (len(attempt.events) > 1) == (drill in SERIES)
        assert np.all(np.diff(attempt.events) > 0)


@pytest.mark.parametrize("drill", [drill for drill in DRILLS if drill not in SERIES])
def test_the_key_event_is_where_the_drill_measures_it_in_the_sequence(drill: str) -> None:
    """The measurement, taken again on the spliced joints about the attempt, finds the event where the truth says."""
    simulator, checked = simulator_of(drill), 0
    for seed in range(4):
        rng = np.random.default_rng(seed)
        parts = [everyday_part(rng, "walk"), drill_part(drill, rng), everyday_part(rng, "look around")]
        sequence = splice(parts, rng, hard=0.0)
        (attempt,) = sequence.attempts
        assert attempt.start < attempt.events[0] < attempt.end
        near = slice(*(np.array([attempt.start - 0.15, attempt.end + 0.15]) * SEQUENCE_FPS).astype(int))
        try:
            measured = simulator.measure(sequence.joints[near], sequence.times[near])
        except ValueError:
            continue  # a part of the waiting may be cut off, which some measures need
        assert measured[simulator.key_parameter].time_s == pytest.approx(attempt.events[0], abs=0.12)
        checked += 1
    assert checked >= 2


def test_a_transition_keeps_the_limbs_lengths() -> None:
    rng = np.random.default_rng(1)
    first, last = everyday_part(rng, "squat"), everyday_part(rng, "wave")
    poses = first.joints[20], last.joints[-20] * (first.stature / last.stature) + [1.0, 0.5, 0.0]
    between = transition(*poses, frames=12)
    for joint, parent in PARENTS.items():
        lengths = np.linalg.norm(between[:, joint] - between[:, parent], axis=1)
        ends = [float(np.linalg.norm(pose[joint] - pose[parent])) for pose in poses]
        assert min(ends) - 1e-9 <= lengths.min() and lengths.max() <= max(ends) + 1e-9
    steps = np.linalg.norm(np.diff(np.stack([poses[0], *between, poses[1]])[:, HIPS].mean(axis=1), axis=0), axis=1)
    assert steps.max() < 0.3 and steps[0] < steps[6]


def test_parts_go_on_where_the_former_ended() -> None:
    rng = np.random.default_rng(2)
    sequence = splice([everyday_part(rng, kind) for kind in ("walk", "squat", "jog", "golf swing")], rng, hard=0.0)
    hips = sequence.joints[:, HIPS].mean(axis=1)
    assert np.linalg.norm(np.diff(hips, axis=0), axis=1).max() * SEQUENCE_FPS < 7.0
    assert {NO_DRILL[index] for index in np.unique(sequence.activity)} == {"on foot", "other"}
    assert sequence.joints[..., 2].min() > -0.03


def test_a_climber_goes_on_at_the_height_reached() -> None:
    rng = np.random.default_rng(3)
    moves = [drill_part("bouldering/static-move", rng) for _ in range(3)]
    sequence = splice(moves, rng, hard=0.0)
    hips = sequence.joints[:, HIPS, 2].mean(axis=1)
    assert hips[-1] - hips[0] > 0.2
    assert np.abs(np.diff(hips)).max() * SEQUENCE_FPS < 3.0
    assert len(sequence.attempts) == 3


@pytest.mark.parametrize("drill", [drill for drill in DRILLS if simulator_of(drill).sequence is not None])
def test_every_move_of_a_climb_is_an_attempt(drill: str) -> None:
    thrown = []
    for seed in range(6):
        execution = sample_execution(simulator_of(drill), np.random.default_rng(seed), SEQUENCE)
        attempts = climbing_attempts(simulator_of(drill), execution)
        assert len(attempts) == len(execution.moves) and drill in {attempt.drill for attempt in attempts}
        for move, attempt in zip(sorted(execution.moves, key=lambda move: move.end_s), attempts, strict=True):
            assert move.start_s < attempt.events[0] <= move.end_s + 0.05
            assert attempt.start < max(move.start_s, 0.01) and attempt.end >= move.end_s
        by_motion = climbing_attempts(simulator_of(drill), replace(execution, coached=None))
        thrown += [one.drill == "bouldering/dynamic-move" for one in by_motion if one.events[0] > 0.5]
        part = climb_part(drill, np.random.default_rng(seed))
        assert part.on_wall and len(part.attempts) == len(attempts)
        assert len(part.joints) / SEQUENCE_FPS == pytest.approx(execution.motion.times[-1], abs=0.1)
    assert any(thrown) == (drill == "bouldering/dynamic-move")


def test_a_series_is_one_attempt_however_long() -> None:
    durations = []
    for seed in range(12):
        part = drill_part("soccer/juggling", np.random.default_rng(seed))
        (attempt,) = part.attempts
        gaps = np.diff(attempt.events)
        assert gaps.min() > 0.15 and gaps.max() < 2.5
        durations.append(attempt.end - attempt.start)
    assert max(durations) > 8 > min(durations)


def test_sequences_hold_their_attempts_and_slow_motion_is_flagged() -> None:
    slowed = []
    for seed in range(30):
        drill = list(DRILLS)[seed % len(DRILLS)] if seed % 5 else None
        sequence = sample_sequence(np.random.default_rng(seed), drill)
        assert len(sequence.joints) == len(sequence.times) == len(sequence.activity)
        assert np.all(np.diff(sequence.times) > 0)
        assert bool(sequence.attempts) == (drill is not None)
        assert drill is None or drill in {attempt.drill for attempt in sequence.attempts}
        for attempt in sequence.attempts:
            assert drill is not None and attempt.drill.split("/")[0] == drill.split("/")[0]
            assert -0.1 <= attempt.start < attempt.end <= sequence.times[-1] + 0.1 * sequence.slowed
        slowed.append(sequence.slowed)
        step = float(np.median(np.diff(sequence.times)))
        assert step == pytest.approx(sequence.slowed / SEQUENCE_FPS)
    assert 1 <= sum(value > 1 for value in slowed) <= 10


def test_in_slow_motion_the_truth_is_as_slow_as_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("techcoach.simulation.sequences.SLOW_SHARE", 1.0)
    simulator, checked = simulator_of("basketball/mid-range-jump-shot"), 0
    for seed in range(3):
        sequence = sample_sequence(np.random.default_rng(seed), "basketball/mid-range-jump-shot")
        attempt = sequence.attempts[0]
        near = (sequence.times > attempt.start) & (sequence.times < attempt.end)
        try:
            measured = simulator.measure(sequence.joints[near], sequence.times[near] / sequence.slowed)
        except ValueError:
            continue
        release = measured[simulator.key_parameter].time_s * sequence.slowed
        assert sequence.slowed >= 1.5 and release == pytest.approx(attempt.events[0], abs=0.15 * sequence.slowed)
        checked += 1
    assert checked


def test_a_track_is_what_a_camera_and_a_tracker_leave() -> None:
    noise = TrackerNoise.load()
    for seed in range(8):
        rng = np.random.default_rng(seed)
        sequence = sample_sequence(rng, "basketball/mid-range-jump-shot")
        track = observed_track(sequence, rng, noise)
        assert track.points.shape == (len(track.times), 23, 2) and np.isfinite(track.points).all()
        assert np.all(np.diff(track.times) > 0)
        assert track.times[-1] == pytest.approx(sequence.times[-1], abs=0.3)
        assert np.all(track.points[track.confidence == 0] == 0)
        known = track.confidence.max(axis=1) > 0
        assert known.mean() > 0.5
        middle = track.points[known][:, HIPS].mean(axis=1)
        inside = (middle > 0).all(axis=1) & (middle < [track.width, track.height]).all(axis=1)
        assert inside.mean() > 0.8
