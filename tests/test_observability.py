"""What a view shows: occlusion against planted scenes, observability against common sense, and labels that follow."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from techcoach.data.pose_examples import observable_row
from techcoach.drills.catalogue import DRILLS, parameter_names
from techcoach.drills.spec import NOT_APPLICABLE
from techcoach.motion.camera import Camera, project
from techcoach.motion.occlusion import (
    Obstacle,
    hidden_by_itself,
    hidden_by_person,
    hidden_by_thing,
    in_picture,
    picture_box,
    seen_joints,
)
from techcoach.simulation.executions import EXECUTIONS, SEQUENCE, SINGLE
from techcoach.simulation.film_presets import FILMINGS
from techcoach.simulation.filming import RecordMaker, film
from techcoach.simulation.observability import Effects, View, fault_span, observability, parameter_effects
from techcoach.simulation.records import Record, load_folder, save_shard
from techcoach.simulation.simulators import simulator_of
from techcoach.simulation.splits import make_records
from techcoach.simulation.systematic_error import in_mirror
from techcoach.simulation.tracker_noise import Observed, TrackerNoise, facing_angle, picture_height
from techcoach.simulation.truncation import cut
from techcoach.skeleton import KEYPOINT_INDEX
from techcoach.training.recipe import PoseRecipe
from techcoach.wording.labels import IN_VIEW_FROM, label
from tests.test_camera_render import arm_raise, before, fixed_camera, standing

SHOT = "basketball/mid-range-jump-shot"
CLIMB = "bouldering/static-move"
WITHOUT_FEET = 2
"""A seed whose static move in sequence is a reach without feet."""
WIDE = FILMINGS["wide"]


# -- occlusion ---------------------------------------------------------------------------------------------------------


def hidden_names(mask: np.ndarray) -> set[str]:
    return {name for name, index in KEYPOINT_INDEX.items() if mask[0, index]}


def test_joints_out_of_the_picture_or_behind_the_camera_are_not_seen() -> None:
    joints = np.zeros((1, 23, 3))
    joints[0, 0], joints[0, 1], joints[0, 2] = (0, 5, 1), (9, 5, 1), (0, -5, 1)
    assert in_picture(fixed_camera((0, 0, 1), (0, 1, 1)), joints)[0, :3].tolist() == [True, False, False]


def test_a_person_in_front_hides_the_joints_behind_them_and_no_others() -> None:
    joints = arm_raise(1).joints
    camera = before(0, 1)  # in front of the athlete, at y = 5
    ahead, behind = joints + [0.0, 2.0, 0.0], joints - [0.0, 2.0, 0.0]
    assert {"left_hip", "right_hip", "left_shoulder", "right_shoulder"} <= hidden_names(
        hidden_by_person(camera, joints, ahead, 1.75)
    )
    assert not hidden_by_person(camera, joints, behind, 1.75).any()
    assert not hidden_by_person(camera, joints, ahead + [1.5, 0.0, 0.0], 1.75).any()


def test_a_bench_hides_the_legs_and_a_post_what_is_behind_it() -> None:
    joints, camera = arm_raise(1).joints, before(0, 1)
    bench = Obstacle((0.0, 0.8, 0.3), (2.0, 0.4, 0.6))
    hidden = hidden_names(hidden_by_thing(camera, joints, bench))
    assert {"left_ankle", "right_ankle", "left_toe", "right_toe"} <= hidden
    assert not {"left_shoulder", "nose", "left_hip"} & hidden
    behind = dataclasses.replace(bench, centre=(0.0, -0.8, 0.3))
    assert not hidden_by_thing(camera, joints, behind).any()
    beside = dataclasses.replace(bench, centre=(0.55, 0.8, 0.3))
    assert hidden_by_thing(camera, joints, beside).any()
    turned = dataclasses.replace(beside, heading=np.pi / 2)  # seen along its length, it is 0.4 m wide
    assert not hidden_by_thing(camera, joints, turned).any()


def test_the_body_hides_its_face_from_behind_and_a_far_hand_beside_the_trunk() -> None:
    body = arm_raise(1).body
    joints = standing(body)[None]
    assert not {"nose", "left_eye"} & hidden_names(hidden_by_itself(before(0, 1), joints, body.height))
    assert {"nose", "left_eye", "right_eye"} <= hidden_names(hidden_by_itself(before(180, 1), joints, body.height))
    assert "left_ear" in hidden_names(hidden_by_itself(before(270, 1), joints, body.height))
    assert "left_ear" not in hidden_names(hidden_by_itself(before(90, 1), joints, body.height))


def test_a_box_holds_the_body_and_ends_at_the_picture_s_edge() -> None:
    motion, camera = arm_raise(3), before(30, 3)
    box, pixels = picture_box(camera, motion.joints, motion.body.height), project(camera, motion.joints)[0]
    assert (box[:, None, :2] <= pixels).all() and (pixels <= box[:, None, 2:]).all()
    assert ((pixels.min(axis=1) - box[:, :2]) < 0.12 * np.ptp(pixels[..., 1], axis=1)[:, None]).all()
    far = dataclasses.replace(camera, look_at=camera.look_at + [0.0, 0.0, 9.0])
    assert np.isnan(picture_box(far, motion.joints, motion.body.height)).all()
    half = dataclasses.replace(camera, look_at=camera.look_at + [0.0, 0.0, 1.4])
    cut_off = picture_box(half, motion.joints, motion.body.height)
    assert (cut_off[:, 3] == camera.height).all() and (cut_off[:, 1] > 0).all()


# -- observability -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shot() -> Effects:
    """A plain shot, upright and still at the release, and its repetitions."""
    simulator = simulator_of(SHOT)
    targets = {p.id: sum(np.clip(p.good, *p.spread)) / 2 for p in simulator.spec.parameters}
    return parameter_effects(simulator, targets, lambda others: simulator.simulate(np.random.default_rng(4), others))


def view_of(effects: Effects, azimuth: float, *, share: float = 0.6, rise: float = 0.0) -> View:
    """A still view from 6 m: 0 degrees in front. share: the athlete's of the picture's height. rise: metres that the
    camera looks too high."""
    motion, angle = effects.motion, np.radians(azimuth)
    frames, middle = len(motion.times), motion.joints.mean(axis=(0, 1))
    camera = Camera(
        position=np.tile(middle + 6 * np.array([-np.sin(angle), np.cos(angle), 0.05]), (frames, 1)),
        look_at=np.tile(middle + [0.0, 0.0, rise], (frames, 1)),
        roll=np.zeros(frames),
        focal_px=share * 720 * 6 / motion.body.height,
        width=1280,
        height=720,
    )
    pixels, _ = project(camera, motion.joints)
    facing = facing_angle(motion.joints, camera.position)
    return View(
        camera=camera,
        times=motion.times,
        start=0.0,
        seen=seen_joints(camera, motion.joints),
        guessed=hidden_by_itself(camera, motion.joints, motion.body.height),
        observed=Observed(pixels, motion.times, facing, picture_height(pixels)),
    )


def shown(effects: Effects, view: View) -> dict[str, float]:
    return observability(DRILLS[SHOT].parameters, effects, view, TrackerNoise.load())


def test_every_parameter_of_a_plain_shot_can_be_moved_and_is_compared_on_the_same_scale(shot: Effects) -> None:
    assert set(shot.repeated) == set(DRILLS[SHOT].parameter)
    for name, (_, measured, factor) in shot.repeated.items():
        change = abs(measured[name].value - shot.measured[name].value)
        assert change * factor == pytest.approx(fault_span(DRILLS[SHOT].parameter[name]))


def test_a_lean_is_not_seen_along_the_line_of_sight(shot: Effects) -> None:
    front, profile, behind = (shown(shot, view_of(shot, azimuth)) for azimuth in (0, 90, 180))
    for name, best, worst in (
        ("side_lean", front, profile),
        ("side_lean", behind, profile),
        ("trunk_lean", profile, front),
        ("trunk_lean", profile, behind),
        ("landing_shift", profile, front),
        ("stance_width", front, profile),
        ("hip_angle", profile, behind),
        ("head_pitch", profile, behind),  # the face is hidden
    ):
        assert best[name] > 0.65 and worst[name] < 0.57, f"{name}: {best[name]:.2f} and {worst[name]:.2f}"
    for name in ("release_timing", "hip_rise", "knee_angle"):  # up and down and in time: visible from everywhere
        assert min(front[name], profile[name]) > 0.6


def test_what_is_out_of_the_picture_or_the_clip_is_not_seen(shot: Effects) -> None:
    whole = shown(shot, view_of(shot, 60))
    above = shown(shot, view_of(shot, 60, rise=1.6))  # the picture ends at about the hips
    assert whole["landing_knee"] > 0.6 and above["landing_knee"] < 0.2 and above["stance_width"] < 0.1
    assert above["set_height"] > 0.6
    view = view_of(shot, 60)
    event = shot.measured["landing_knee"].time_s
    early = view.times < event - 0.15
    short = dataclasses.replace(
        view,
        camera=dataclasses.replace(
            view.camera,
            position=view.camera.position[early],
            look_at=view.camera.look_at[early],
            roll=view.camera.roll[early],
        ),
        times=view.times[early],
        seen=view.seen[early],
        guessed=view.guessed[early],
        observed=dataclasses.replace(
            view.observed,
            points=view.observed.points[early],
            times=view.times[early],
            facing=view.observed.facing[early],
        ),
    )
    assert shown(shot, short)["landing_knee"] == 0.0
    assert shown(shot, short)["head_dip"] == pytest.approx(whole["head_dip"], abs=0.15)


def test_few_pixels_show_less(shot: Effects) -> None:
    large, small = shown(shot, view_of(shot, 60)), shown(shot, view_of(shot, 60, share=0.05))
    assert all(small[name] < large[name] for name in large)
    assert small["head_pitch"] < 0.75 * large["head_pitch"]


def test_an_event_that_does_not_happen_leaves_the_others_as_they_are(shot: Effects) -> None:
    view = view_of(shot, 60)
    whole = shown(shot, view)
    other, measured, factor = shot.repeated["hip_rise"]
    lacking = other, {**measured, "landing_knee": NOT_APPLICABLE}, factor
    once = shown(dataclasses.replace(shot, repeated={**shot.repeated, "hip_rise": lacking}), view)
    assert once["landing_knee"] == pytest.approx(whole["landing_knee"], abs=0.2)
    never = shown(dataclasses.replace(shot, measured={**shot.measured, "landing_knee": NOT_APPLICABLE}), view)
    assert never["landing_knee"] == 0.0
    for name in set(whole) - {"landing_knee"}:
        assert once[name] == never[name] == whole[name]


@pytest.mark.parametrize(("executions", "seed"), [(SINGLE, 0), (SEQUENCE, 5), (SEQUENCE, WITHOUT_FEET)])
def test_a_repetition_is_the_execution_in_the_clip_and_differs_with_other_targets(executions: str, seed: int) -> None:
    simulator = simulator_of(CLIMB)
    execution = EXECUTIONS[executions](simulator, np.random.default_rng(seed))
    again = execution.repeat(execution.targets)
    frames = np.ceil((execution.motion.times + execution.start_s) * 60 - 1e-6).astype(int)
    shown = (frames >= 0) & (frames < len(again.times))
    assert shown.sum() > 90 and shown.all() == (executions == SINGLE)
    np.testing.assert_allclose(again.joints[frames[shown]], execution.motion.joints[shown], atol=1e-9)
    for name, measurement in simulator.measure(again.joints, again.times).items():
        np.testing.assert_allclose(measurement.time_s - execution.start_s, execution.measured[name].time_s)
    slow, fast = (execution.repeat({**execution.targets, "reach_speed": speed}) for speed in (0.3, 0.8))
    np.testing.assert_array_equal(slow.joints[0], fast.joints[0])
    speeds = [simulator.measure(motion.joints, motion.times)["reach_speed"].value for motion in (slow, fast)]
    assert speeds[1] > speeds[0] + 0.1


def test_what_does_not_apply_to_a_climb_has_no_effect_and_is_not_observable() -> None:
    simulator = simulator_of(CLIMB)
    filmed = film(simulator, np.random.default_rng(WITHOUT_FEET), filming=WIDE, executions=SEQUENCE)
    applies = {name for name, measurement in filmed.measured.items() if measurement.applies}
    assert filmed.observable is not None and 4 <= len(applies) <= 5
    assert {name for name, value in filmed.observable.items() if value != 0.0} == applies
    execution = EXECUTIONS[SEQUENCE](simulator, np.random.default_rng(WITHOUT_FEET))
    assert set(parameter_effects(simulator, execution.targets, execution.repeat).repeated) <= applies
    assert {f.parameter.id for f in label(simulator.spec, filmed.measured, np.random.default_rng(0),
                                          shown=filmed.observable).findings} == applies  # fmt: skip


# -- records and labels ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def record() -> Record:
    return RecordMaker("train", SHOT, 64, rendered=False, filming=WIDE)(0, 1)[0]


def test_wide_records_keep_what_the_view_shows_and_come_back_exactly(record: Record, tmp_path: Path) -> None:
    assert record.seen is not None and record.seen.shape == record.confidence.shape
    assert record.observable is not None and set(record.observable) == set(record.measured)
    save_shard(tmp_path / "records-0000000.npz", [record])
    (again,) = load_folder(tmp_path)
    assert again.observable == record.observable
    np.testing.assert_array_equal(np.asarray(again.seen), record.seen)
    mirrored = in_mirror(record)
    assert mirrored.seen is not None
    left, right = KEYPOINT_INDEX["left_knee"], KEYPOINT_INDEX["right_knee"]
    np.testing.assert_array_equal(mirrored.seen[:, left], record.seen[:, right])
    (near,) = RecordMaker("train", SHOT, 64, rendered=False)(0, 1)
    assert near.seen is None and near.observable is None


def test_an_event_that_is_cut_away_is_not_observable(record: Record) -> None:
    whole = dataclasses.replace(record, observable=dict.fromkeys(record.measured, 0.9))
    end = whole.measured["release_timing"].time_s + 0.01
    part = cut(whole, (float(record.times[0]), end)).observable
    assert part is not None
    assert part["landing_knee"] == 0.0 and part["head_dip"] == part["release_timing"] == 0.9


def test_labels_speak_of_what_is_in_view_and_score_the_execution(record: Record) -> None:
    drill = DRILLS[SHOT]
    seen = dict.fromkeys(drill.parameter, 1.0)
    everything = label(drill, record.measured, np.random.default_rng(0), shown=seen)
    assert everything == label(drill, record.measured, np.random.default_rng(0))
    for finding in everything.findings:
        if finding.state == "between":
            continue
        hidden = label(
            drill, record.measured, np.random.default_rng(0), shown={**seen, finding.parameter.id: IN_VIEW_FROM - 0.01}
        )
        assert hidden.score == everything.score
        assert [f.state for f in hidden.findings] == [f.state for f in everything.findings]
        clauses = drill.phrases[finding.parameter.id][finding.state].clauses
        texts = [hidden.commentary, *(text for pair in hidden.points for text in pair if text is not None)]
        shared = {
            clause for name, states in drill.phrases.items() if name != finding.parameter.id
            for phrases in states.values() for clause in phrases.clauses
        }  # fmt: skip
        assert not any(clause in text for clause in set(clauses) - shared for text in texts)
    nothing = label(drill, record.measured, np.random.default_rng(0), shown=dict.fromkeys(seen, 0.0))
    assert all(pair == (None, None) for pair in nothing.points) and nothing.score == everything.score


def test_a_row_of_a_record_holds_its_drill_s_parameters(record: Record) -> None:
    names = parameter_names([SHOT, "soccer/penalty-kick"])
    row = observable_row(record, names)
    assert record.observable is not None
    for name, value in zip(names, row, strict=True):
        own = name.startswith(SHOT)
        assert (value == pytest.approx(record.observable[name.removeprefix(f"{SHOT}/")])) if own else np.isnan(value)
    assert np.nanmin(observable_row(dataclasses.replace(record, observable=None), names)) == 1.0


def test_every_way_of_filming_and_of_executing_has_its_own_records(tmp_path: Path) -> None:
    def made(name: str, executions: str) -> Record:
        (record,) = make_records(
            tmp_path, "train", 1, 64, rendered=False, processes=1, drills=[CLIMB], filming=FILMINGS[name],
            executions=executions,
        )  # fmt: skip
        return record

    ways = [(name, executions) for name in ("near", "wide") for executions in EXECUTIONS]
    for _ in range(2):  # made, then loaded
        for name, executions in ways:
            record = made(name, executions)
            assert (record.observable is not None) == (record.seen is not None) == (name == "wide")
            assert bool(record.moves) == (record.coached is not None) == (executions == SEQUENCE)
        assert len(list(tmp_path.rglob("*.npz"))) == len(ways)
    usual = tmp_path / "train" / CLIMB.replace("/", "--")
    assert len(list(usual.glob("*.npz"))) == 1
    with pytest.raises(ValueError, match="underwater"):
        PoseRecipe(filming="underwater")
