"""The simulated static move: physically plausible, measured as it was meant, worded completely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from techcoach.drills.kinematics import LARGEST_ELBOW_FLEXION, LARGEST_KNEE_FLEXION, about
from techcoach.drills.measuring import angle
from techcoach.drills.motion import Motion, mirrored, resample
from techcoach.drills.spec import CannotMeasure, sample_targets
from techcoach.drills.static_move import DRILL
from techcoach.drills.static_move_motion import travel
from techcoach.drills.static_move_plan import Wall
from techcoach.types import DIMENSIONS, KEYPOINT_INDEX

SAMPLES = 300
PLAUSIBLE = 60
PARAMETERS = DRILL.parameters
IDS = [parameter.id for parameter in PARAMETERS]
SPREAD = {parameter.id: parameter.spread[1] - parameter.spread[0] for parameter in PARAMETERS}
LIMBS = {
    "thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"), "hand": ("wrist", "hand"),
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    targets: dict[str, float]
    motion: Motion
    measured: dict[str, float]


def values(motion: Motion) -> dict[str, float]:
    return {name: m.value for name, m in DRILL.measure(motion.joints, motion.times).items()}


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    made = []
    for seed in range(SAMPLES):
        rng = np.random.default_rng(seed)
        targets = sample_targets(rng, PARAMETERS)
        motion = DRILL.simulate(rng, targets)
        made.append(Sample(targets, motion, values(motion)))
    return made


@pytest.fixture(scope="module")
def motions(samples: list[Sample]) -> list[Motion]:
    return [sample.motion for sample in samples[:PLAUSIBLE]]


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


def wall_of(motion: Motion) -> Wall:
    return Wall(next(prop.angle for prop in motion.props if prop.kind == "wall"))


# -- the motion is a human one, on a wall ------------------------------------------------------------------------------


def test_every_motion_is_whole_and_short(motions: list[Motion]) -> None:
    for motion in motions:
        assert np.isfinite(motion.joints).all()
        assert 2.0 <= motion.times[-1] <= 7.5
        np.testing.assert_allclose(np.diff(motion.times), 1 / 60)
        assert not motion.airborne.any()
    assert {motion.body.handedness for motion in motions} == {"left", "right"}


def test_limbs_keep_their_length(motions: list[Motion]) -> None:
    for motion in motions:
        for side in ("left", "right"):
            for limb, (upper, lower) in LIMBS.items():
                length = np.linalg.norm(joint(motion, f"{side}_{lower}") - joint(motion, f"{side}_{upper}"), axis=1)
                np.testing.assert_allclose(length, getattr(motion.body, limb), atol=1e-9)


def test_knees_and_elbows_stay_within_their_limits(motions: list[Motion]) -> None:
    for motion in motions:
        for side in ("left", "right"):
            knee = angle(*(joint(motion, f"{side}_{part}") for part in ("hip", "knee", "ankle")))
            elbow = angle(*(joint(motion, f"{side}_{part}") for part in ("shoulder", "elbow", "wrist")))
            assert knee.min() > 180 - np.degrees(LARGEST_KNEE_FLEXION) - 0.01
            assert elbow.min() > 180 - np.degrees(LARGEST_ELBOW_FLEXION) - 0.01


def test_hands_and_feet_on_holds_stay_put(motions: list[Motion]) -> None:
    for motion in motions:
        for contact, part in ((motion.planted, "toe"), (motion.held, "hand")):
            for number, side in enumerate(("left", "right")):
                resting = contact[1:, number] & contact[:-1, number]
                step = np.linalg.norm(np.diff(joint(motion, f"{side}_{part}"), axis=0), axis=1)
                assert resting.any() and step[resting].max() < 0.001


def test_hands_and_feet_rest_on_the_holds_that_are_drawn(motions: list[Motion]) -> None:
    for motion in motions:
        holds = np.array([prop.position for prop in motion.props if prop.kind == "hold"])
        for contact, part in ((motion.planted, "toe"), (motion.held, "hand")):
            for number, side in enumerate(("left", "right")):
                resting = joint(motion, f"{side}_{part}")[contact[:, number]]
                nearest = np.linalg.norm(resting[:, None] - holds, axis=-1).min(axis=1)
                assert nearest.max() < 0.005


def test_three_limbs_hold_while_one_moves_to_another_hold(motions: list[Motion]) -> None:
    for motion in motions:
        holding = motion.planted.sum(axis=1) + motion.held.sum(axis=1)
        assert holding.min() >= 3


def test_nothing_goes_through_the_wall(motions: list[Motion]) -> None:
    for motion in motions:
        assert wall_of(motion).of(motion.joints)[..., 2].min() > -0.005


def test_nothing_jumps(motions: list[Motion]) -> None:
    for motion in motions:
        velocity = np.diff(motion.joints, axis=0) * 60
        acceleration = np.diff(velocity, axis=0) * 60
        assert np.linalg.norm(velocity, axis=-1).max() < 5.0
        assert np.linalg.norm(acceleration, axis=-1).max() < 150.0


def test_the_neck_turns_no_further_than_necks_do(motions: list[Motion]) -> None:
    for motion in motions:
        across = joint(motion, "right_shoulder") - joint(motion, "left_shoulder")
        spine = joint(motion, "right_shoulder") + joint(motion, "left_shoulder")
        spine = spine - joint(motion, "right_hip") - joint(motion, "left_hip")
        face = joint(motion, "nose") - (joint(motion, "left_ear") + joint(motion, "right_ear")) / 2
        chest = np.cross(spine, across)
        turned = angle(face, np.zeros(3), chest)
        assert turned.max() < 105


def test_motions_differ_in_wall_side_and_number_of_steps(samples: list[Sample]) -> None:
    overhangs = np.degrees([wall_of(sample.motion).overhang for sample in samples])
    assert overhangs.min() < 3 and 25 < overhangs.max() < 30
    moves = [int((np.diff((~sample.motion.planted).astype(int), axis=0) == 1).any(axis=0).sum()) for sample in samples]
    assert {1, 2} <= set(moves)
    matched = [(~sample.motion.held).any(axis=0).all() for sample in samples]
    assert 0.02 < np.mean(matched) < 0.9


def test_the_same_seed_gives_the_same_move() -> None:
    targets = sample_targets(np.random.default_rng(3), PARAMETERS)
    one, another = (DRILL.simulate(np.random.default_rng(4), targets) for _ in range(2))
    np.testing.assert_array_equal(one.joints, another.joints)


# -- parts -------------------------------------------------------------------------------------------------------------


def test_wall_coordinates_come_back() -> None:
    wall = Wall(np.radians(25))
    places = np.random.default_rng(0).normal(size=(20, 3))
    np.testing.assert_allclose(wall.of(wall.at(places)), places, atol=1e-12)
    assert wall.at(np.array([0.0, 1.0, 0.0]))[1] < 0.6, "an overhanging wall leans towards the climber"
    assert wall.at(np.array([0.0, 0.0, 1.0]))[1] < 0.6, "out of the wall is towards the climber"


@pytest.mark.parametrize(("top", "arrival"), [(0.8, 0.3), (1.5, 0.2), (2.4, 1.2)])
def test_a_limb_travels_its_way_with_the_speeds_it_was_given(top: float, arrival: float) -> None:
    way = travel(1.0, 0.6, top, arrival)
    times = np.arange(0, way.end + 0.2, 0.001)
    done = way.along(times)
    speeds = np.gradient(done, times)
    assert done[0] == 0 and done[-1] == pytest.approx(0.6)
    assert speeds.max() == pytest.approx(top, rel=0.01) and speeds.min() > -1e-9
    assert speeds[np.argmin(np.abs(done - 0.55))] == pytest.approx(arrival, rel=0.01)


# -- measured as it was meant ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", PARAMETERS, ids=IDS)
def test_measured_values_follow_the_targets(parameter, samples: list[Sample]) -> None:
    meant = [sample.targets[parameter.id] for sample in samples]
    measured = [sample.measured[parameter.id] for sample in samples]
    assert np.corrcoef(meant, measured)[0, 1] > 0.8


@pytest.mark.parametrize("parameter", PARAMETERS, ids=IDS)
def test_good_and_faulty_values_both_come(parameter, samples: list[Sample]) -> None:
    sides = [parameter.side(sample.measured[parameter.id]) for sample in samples]
    assert np.mean([side is None for side in sides]) >= 0.15
    for side, bound in (("low", parameter.fault[0]), ("high", parameter.fault[1])):
        if np.isfinite(bound):
            assert np.mean([one == side for one in sides]) >= 0.1


def test_every_moment_lies_within_the_motion(samples: list[Sample]) -> None:
    for sample in samples[:PLAUSIBLE]:
        for measurement in DRILL.measure(sample.motion.joints, sample.motion.times).values():
            assert 0 <= measurement.time_s <= sample.motion.times[-1]


def test_a_mirrored_move_measures_the_same(samples: list[Sample]) -> None:
    for sample in samples[:PLAUSIBLE]:
        assert values(mirrored(sample.motion)) == pytest.approx(sample.measured, abs=1e-6)


def test_place_and_heading_do_not_matter(samples: list[Sample]) -> None:
    turn = about("z", 2.1)
    for sample in samples[:PLAUSIBLE]:
        moved = sample.motion.joints @ turn.T + [4.0, -7.0, 0.3]
        measured = {name: m.value for name, m in DRILL.measure(moved, sample.motion.times + 5.0).items()}
        assert measured == pytest.approx(sample.measured, abs=1e-6)


@pytest.mark.parametrize(("fps", "usual", "rare"), [(24.0, 0.025, 0.12), (30.0, 0.02, 0.08), (50.0, 0.02, 0.08)])
def test_the_frame_rate_hardly_matters(fps: float, usual: float, rare: float, samples: list[Sample]) -> None:
    """Differences are shares of the parameter's spread: the median and the worst one in twenty."""
    again = [values(resample(sample.motion, fps)) for sample in samples[:100]]
    for name in IDS:
        away = [
            abs(other[name] - sample.measured[name]) / SPREAD[name]
            for other, sample in zip(again, samples, strict=False)
        ]
        assert np.median(away) < usual, name
        assert np.percentile(away, 95) < rare, name


def test_a_quiet_hand_and_foot_are_not_adjusted() -> None:
    targets = sample_targets(np.random.default_rng(5), PARAMETERS) | {"foot_adjusting": 0.0, "hand_adjusting": 0.0}
    measured = values(DRILL.simulate(np.random.default_rng(6), targets))
    assert measured["foot_adjusting"] < 0.005 and measured["hand_adjusting"] < 0.005


def test_what_shows_no_move_is_refused(motions: list[Motion]) -> None:
    motion = motions[0]
    with pytest.raises(CannotMeasure, match="foot was placed"):
        DRILL.measure(np.repeat(motion.joints[:1], 120, axis=0), np.arange(120) / 60)
    with pytest.raises(CannotMeasure, match="frames"):
        DRILL.measure(motion.joints[:2], motion.times[:2])


def test_somebody_lying_on_the_ground_is_on_no_wall(motions: list[Motion]) -> None:
    lying = motions[0].joints @ about("x", np.pi / 2).T
    with pytest.raises(CannotMeasure):
        DRILL.measure(lying, motions[0].times)


# -- worded completely -------------------------------------------------------------------------------------------------


def test_every_dimension_has_its_parameters_and_wordings() -> None:
    assert len(PARAMETERS) >= 14 and len(set(IDS)) == len(IDS)
    for dimension in DIMENSIONS:
        assert sum(parameter.dimension == dimension for parameter in PARAMETERS) >= 2
        assert len(set(DRILL.paraphrases[dimension])) >= 10


def test_phrases_are_enough_and_nobody_elses() -> None:
    said: list[str] = []
    for sides in DRILL.phrases.values():
        for side, phrases in sides.items():
            assert len(phrases.sentences) >= 6 and len(phrases.clauses) >= 4 and len(phrases.reasons) >= 3
            for sentence in phrases.sentences:
                assert sentence.count("{degree}") == (side != "strength") and not sentence.endswith(".")
            said += [*phrases.sentences, *phrases.clauses]
    assert len(set(said)) == len(said)
