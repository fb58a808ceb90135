"""What holds for every simulated drill: a human body in motion, measured as it was meant, worded completely."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from techcoach.drills.catalogue import DRILLS
from techcoach.drills.simulator import DrillSimulator
from techcoach.drills.spec import DrillSpec, Parameter
from techcoach.motion.kinematics import GRAVITY, LARGEST_ELBOW_FLEXION, LARGEST_KNEE_FLEXION, about
from techcoach.motion.measuring import CannotMeasure, angle
from techcoach.motion.motion import Motion, mirrored, resample
from techcoach.simulation.simulators import sample_targets, simulator_of
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.types import DIMENSIONS

SAMPLES = 250
PLAUSIBLE = 60
SIDES = ("left", "right")
LIMBS = {
    "thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"), "hand": ("wrist", "hand"),
}  # fmt: skip
TRUNK = ("nose", "left_shoulder", "right_shoulder", "left_hip", "right_hip")
ARMS = tuple(f"{side}_{part}" for side in SIDES for part in ("elbow", "wrist", "hand"))
LEGS = tuple(f"{side}_{part}" for side in SIDES for part in ("knee", "ankle", "heel", "toe"))


@dataclass(frozen=True)
class Sample:
    targets: dict[str, float]
    motion: Motion
    measured: dict[str, float]


@dataclass(frozen=True)
class Samples:
    """Executions of one drill; unmeasured counts those that could not be read."""

    drill: DrillSpec
    simulator: DrillSimulator
    all: list[Sample]
    unmeasured: int

    @property
    def motions(self) -> list[Motion]:
        return [sample.motion for sample in self.all[:PLAUSIBLE]]

    def column(self, parameter: str) -> np.ndarray:
        return np.array([sample.measured[parameter] for sample in self.all])


@pytest.fixture(scope="module", params=list(DRILLS))
def samples(request: pytest.FixtureRequest) -> Iterator[Samples]:
    simulator, made, unmeasured = simulator_of(request.param), [], 0
    for seed in range(SAMPLES):
        rng = np.random.default_rng(seed)
        targets = sample_targets(rng, simulator.spec.parameters)
        motion = simulator.simulate(rng, targets)
        try:
            made.append(Sample(targets, motion, values(simulator, motion)))
        except CannotMeasure:
            unmeasured += 1
    yield Samples(simulator.spec, simulator, made, unmeasured)


def values(simulator: DrillSimulator, motion: Motion) -> dict[str, float]:
    return {name: m.value for name, m in simulator.measure(motion.joints, motion.times).items()}


def joint(motion: Motion, name: str) -> np.ndarray:
    return motion.joints[:, KEYPOINT_INDEX[name]]


# -- a human body ----------------------------------------------------------------------------------------------------


def test_motions_are_whole_and_short_and_by_both_hands(samples: Samples) -> None:
    for motion in samples.motions:
        assert np.isfinite(motion.joints).all()
        assert 1.5 <= motion.times[-1] <= 8.0
        np.testing.assert_allclose(np.diff(motion.times), 1 / 60)
        assert motion.ball is None or len(motion.ball) == len(motion.times)
    assert {motion.body.handedness for motion in samples.motions} == set(SIDES)


def test_limbs_keep_their_length(samples: Samples) -> None:
    for motion, side, (limb, (upper, lower)) in itertools.product(samples.motions, SIDES, LIMBS.items()):
        length = np.linalg.norm(joint(motion, f"{side}_{lower}") - joint(motion, f"{side}_{upper}"), axis=1)
        np.testing.assert_allclose(length, getattr(motion.body, limb), atol=1e-9)


def test_knees_and_elbows_stay_within_their_limits(samples: Samples) -> None:
    for motion, side in itertools.product(samples.motions, SIDES):
        knee = angle(*(joint(motion, f"{side}_{part}") for part in ("hip", "knee", "ankle")))
        elbow = angle(*(joint(motion, f"{side}_{part}") for part in ("shoulder", "elbow", "wrist")))
        assert knee.min() > 180 - np.degrees(LARGEST_KNEE_FLEXION) - 0.01
        assert elbow.min() > 180 - np.degrees(LARGEST_ELBOW_FLEXION) - 0.01


def test_what_rests_stays_where_it_is(samples: Samples) -> None:
    for motion in samples.motions:
        for contact, part in ((motion.planted, "toe"), (motion.held, "hand")):
            for number, side in enumerate(SIDES):
                resting = contact[1:, number] & contact[:-1, number]
                step = np.linalg.norm(np.diff(joint(motion, f"{side}_{part}"), axis=0), axis=1)
                assert step[resting].max(initial=0.0) < 0.001


def test_nothing_is_below_the_ground(samples: Samples) -> None:
    assert min(float(motion.joints[..., 2].min()) for motion in samples.motions) > -0.001


def test_somebody_touches_something_or_is_in_flight(samples: Samples) -> None:
    for motion in samples.motions:
        touching = motion.planted.any(axis=1) | motion.held.any(axis=1)
        np.testing.assert_array_equal(motion.airborne, ~touching)


def test_the_flight_of_the_hips_is_ballistic(samples: Samples) -> None:
    for motion in samples.motions:
        hips = (joint(motion, "left_hip") + joint(motion, "right_hip")) / 2
        inside = motion.airborne[2:] & motion.airborne[1:-1] & motion.airborne[:-2]
        pull = (np.diff(hips[:, 2], 2) * 60**2)[inside]
        np.testing.assert_allclose(pull, -GRAVITY, atol=1e-6)


def test_no_joint_jumps(samples: Samples) -> None:
    limits = samples.simulator.limits
    for names, (speed, acceleration) in ((TRUNK, limits.trunk), (ARMS, limits.arms), (LEGS, limits.legs)):
        columns = [KEYPOINT_INDEX[name] for name in names]
        for motion in samples.motions:
            velocity = np.diff(motion.joints[:, columns], axis=0) * 60
            assert np.linalg.norm(velocity, axis=-1).max() < speed, names
            assert np.linalg.norm(np.diff(velocity, axis=0) * 60, axis=-1).max() < acceleration, names


def test_the_same_generator_makes_the_same_motion(samples: Samples) -> None:
    one, two = (samples.simulator.simulate(np.random.default_rng(4), samples.all[0].targets) for _ in range(2))
    np.testing.assert_array_equal(one.joints, two.joints)


# -- measured as it was meant ----------------------------------------------------------------------------------------


def test_nearly_every_execution_can_be_measured(samples: Samples) -> None:
    assert samples.unmeasured <= 0.02 * SAMPLES
    assert all(set(sample.measured) == {p.id for p in samples.drill.parameters} for sample in samples.all)


def test_measured_values_follow_the_targets(samples: Samples) -> None:
    for parameter in samples.drill.parameters:
        meant = np.array([sample.targets[parameter.id] for sample in samples.all])
        followed = np.corrcoef(meant, samples.column(parameter.id))[0, 1]
        assert followed > samples.simulator.loose.get(parameter.id, 0.8), parameter.id


def test_good_and_faulty_values_are_both_common(samples: Samples) -> None:
    for parameter in samples.drill.parameters:
        sides = [parameter.fault_state(value) for value in samples.column(parameter.id)]
        assert np.mean([side is None for side in sides]) >= 0.15, parameter.id
        for bound, side in zip(parameter.fault, ("low", "high"), strict=True):
            if np.isfinite(bound):
                assert sides.count(side) >= 0.08 * len(sides), (parameter.id, side)


def test_athletes_range_from_novice_to_expert(samples: Samples) -> None:
    weights = np.array([parameter.weight for parameter in samples.drill.parameters])
    qualities = np.array(
        [[p.quality(sample.measured[p.id]) for p in samples.drill.parameters] for sample in samples.all]
    )
    low, middle, high = np.percentile(1 + 9 * qualities @ weights / weights.sum(), [2, 50, 98])
    assert low < 5.8 and 6.5 < middle < 8.5 and high > 9.5


def test_the_other_hand_measures_the_same(samples: Samples) -> None:
    for sample in samples.all[:30]:
        assert values(samples.simulator, mirrored(sample.motion)) == pytest.approx(sample.measured, abs=1e-6)


@pytest.mark.parametrize("turn", [0.9, 2.5, -1.7])
def test_place_heading_and_clock_do_not_matter(samples: Samples, turn: float) -> None:
    rotation = about("z", turn)
    for sample in samples.all[:20]:
        there = sample.motion.joints @ rotation.T + [3.0, -7.0, 0.0]
        measured = samples.simulator.measure(there, sample.motion.times + 5.0)
        assert {name: m.value for name, m in measured.items()} == pytest.approx(sample.measured, abs=1e-6)
        assert all(5.0 <= m.time_s <= 5.0 + sample.motion.times[-1] for m in measured.values())


@pytest.mark.parametrize(("fps", "usual", "rare"), [(24.0, 0.04, 0.15), (30.0, 0.03, 0.15), (50.0, 0.025, 0.12)])
def test_the_frame_rate_hardly_matters(samples: Samples, fps: float, usual: float, rare: float) -> None:
    """Differences are shares of the parameter's spread: the median and the worst one in twenty."""
    again = [values(samples.simulator, resample(sample.motion, fps)) for sample in samples.all[:100]]
    for parameter in samples.drill.parameters:
        if parameter.id in samples.simulator.single_frame:
            continue
        spread = parameter.spread[1] - parameter.spread[0]
        before = samples.column(parameter.id)[: len(again)]
        away = np.abs(np.array([other[parameter.id] for other in again]) - before) / spread
        assert np.median(away) < usual, parameter.id
        assert np.percentile(away, 95) < rare, parameter.id


def test_somebody_who_keeps_still_is_not_measured(samples: Samples) -> None:
    still = np.repeat(samples.motions[0].joints[:1], 120, axis=0)
    with pytest.raises(CannotMeasure):
        samples.simulator.measure(still, np.arange(120) / 60)


# -- worded completely -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DRILLS)
def test_every_techpoint_has_parameters_an_instruction_and_paraphrases(name: str) -> None:
    drill = DRILLS[name]
    ids = [parameter.id for parameter in drill.parameters]
    assert len(set(ids)) == len(ids) >= 14 and drill.id == name
    assert [point.dimension for point in drill.drill.techpoints] == list(DIMENSIONS)
    for dimension in DIMENSIONS:
        assert sum(parameter.dimension == dimension for parameter in drill.parameters) >= 2
        wordings = drill.paraphrases[dimension]
        assert len(set(wordings)) == len(wordings) >= 8


def sides_of(parameter: Parameter) -> set[str]:
    """The sides on which there is something to say."""
    return {"strength"} | {
        side for bound, side in zip(parameter.fault, ("low", "high"), strict=True) if np.isfinite(bound)
    }


@pytest.mark.parametrize("name", DRILLS)
def test_phrases_are_complete_and_no_two_parameters_share_one(name: str) -> None:
    drill = DRILLS[name]
    texts: list[str] = []
    for parameter in drill.parameters:
        assert set(drill.phrases[parameter.id]) == sides_of(parameter), parameter.id
        for side, phrases in drill.phrases[parameter.id].items():
            place = (parameter.id, side)
            assert len(phrases.sentences) >= 4 and len(phrases.clauses) >= 3 and len(phrases.reasons) >= 2, place
            for sentence in phrases.sentences:
                assert sentence.count("{degree}") == (side != "strength"), sentence
                assert not sentence.endswith("."), sentence
            texts += [*phrases.sentences, *phrases.clauses]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", DRILLS)
def test_cues_have_many_wordings(name: str) -> None:
    """Short ones, negative ones and questions among them, and the cue's own first."""
    for parameter, wordings in DRILLS[name].cues.items():
        assert len(wordings) >= 24, parameter
        assert re.match(r"The (player|climber) should .*\.$", wordings[0]), wordings[0]
        assert sum(len(text.split()) <= 5 for text in wordings) >= 5, parameter
        assert any(re.match(r"(Don't|Do not|No|Never|Stop)\b", text) for text in wordings), parameter
        assert any(text.endswith("?") for text in wordings), parameter
        assert any(text[0].islower() and text[-1].isalnum() for text in wordings), parameter


NOT_IN_A_POSE = re.compile(
    r"\b(gaz\w*|eyes?|look\w*|watch\w*|see[ns]?|sight\w*|star(?:e|es|ing)|glanc\w*|focus\w*|feel\w*|think\w*|breath\w*"
    r"|rim|hoop|basket|board|backboard|glass|net|goals?|target\w*|spin(?!e)\w*|balls?(?! of the feet))\b",
    re.IGNORECASE,
)
"""What joints do not show: where the eyes go, what somebody feels, the ball and what it flies to."""


@pytest.mark.parametrize("name", DRILLS)
def test_cues_say_what_a_pose_shows(name: str) -> None:
    texts = [text for wordings in DRILLS[name].cues.values() for text in wordings]
    assert not [text for text in texts if NOT_IN_A_POSE.search(text)]
