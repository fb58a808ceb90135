"""Other people and things: bodies that hold together, places that keep off, pictures that hide, scenes with truth."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from techcoach.cli.main import main
from techcoach.motion.bystanders import standing_person, walking_person
from techcoach.motion.camera import project
from techcoach.motion.climbing import Wall
from techcoach.motion.occlusion import Obstacle, hidden_by_person, picture_box
from techcoach.motion.render import RenderedClip, sample_style
from techcoach.simulation.company import ROOM_M, sample_company
from techcoach.simulation.executions import SEQUENCE
from techcoach.simulation.film_presets import FILMINGS
from techcoach.simulation.filming import draw, film
from techcoach.simulation.scenes import render_pairs, render_scenes
from techcoach.simulation.simulators import simulator_of
from techcoach.skeleton import KEYPOINT_INDEX, LIMBS
from techcoach.video.reader import read_clip
from tests.test_camera_render import arm_raise, before

SHOT, KICK, WALL = "basketball/mid-range-jump-shot", "soccer/penalty-kick", "bouldering/static-move"
TIMES = np.arange(90) / 30
RIGID = [pair for pair in LIMBS if not {"nose", "left_hip", "right_hip"} & set(pair) or "knee" in pair[1]]
RIGID = [pair for pair in RIGID if pair not in (("left_shoulder", "left_hip"), ("right_shoulder", "right_hip"))]


@pytest.mark.parametrize("seed", range(4))
def test_bystanders_are_bodies_that_hold_together_and_feet_that_do_not_slide(seed: int) -> None:
    rng = np.random.default_rng(seed)
    place = np.array([2.0, -3.0])
    stands = standing_person(rng, TIMES, place, 0.7)
    walks = walking_person(rng, TIMES, place, 0.7, 1.3)
    for person in (stands, walks):
        for first, second in RIGID:
            lengths = np.linalg.norm(
                person.joints[:, KEYPOINT_INDEX[first]] - person.joints[:, KEYPOINT_INDEX[second]], axis=1
            )
            assert np.ptp(lengths) < 1e-6, (first, second)
        toes = person.joints[:, [KEYPOINT_INDEX["left_toe"], KEYPOINT_INDEX["right_toe"]]]
        moved = np.linalg.norm(np.diff(toes, axis=0), axis=-1)
        resting = person.planted[1:] & person.planted[:-1]
        assert np.percentile(moved[resting], 95) < 0.03 and -0.05 < person.joints[..., 2].min() < 0.05
        assert 1.3 < person.joints[..., 2].max() < 2.2
    assert np.linalg.norm(stands.joints[..., :2].mean(axis=(0, 1)) - place) < 0.4
    gone = (walks.joints[-1] - walks.joints[0]).mean(axis=0)[:2]
    heading = np.array([-np.sin(0.7), np.cos(0.7)])
    np.testing.assert_allclose(gone, 1.3 * TIMES[-1] * heading, atol=0.25)
    assert walks.planted.any(axis=0).all() and not walks.planted.all(axis=0).any()


@pytest.mark.parametrize("drill", [SHOT, KICK, WALL])
def test_company_keeps_off_the_athlete_and_is_there_as_often_as_asked(drill: str) -> None:
    simulator, roles, alone = simulator_of(drill), set(), 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        filmed = film(simulator, rng, (640, 360))
        company = sample_company(rng, simulator, filmed.motion, filmed.camera, chance=0.5)
        alone += not company.people and not company.things
        for person in company.people:
            roles.add(person.role)
            assert person.motion.joints.shape == filmed.motion.joints.shape
            apart = person.motion.joints.mean(axis=1) - filmed.motion.joints.mean(axis=1)
            assert np.linalg.norm(apart[:, :2], axis=1).min() > ROOM_M
            if drill == WALL:  # nobody stands in the wall or behind it
                wall = next(prop for prop in filmed.motion.props if prop.kind == "wall")
                hips = person.motion.joints[:, KEYPOINT_INDEX["left_hip"]]
                assert (hips[:, 1] < wall.position[1] - np.tan(wall.angle) * hips[:, 2]).all()
    assert 4 <= alone <= 16 and len(roles) >= 4
    assert ("keeper" in roles) == (drill == KICK)
    assert sample_company(np.random.default_rng(0), simulator, filmed.motion, filmed.camera, 0.0).people == ()


def test_people_stand_under_a_roof_and_nobody_hangs_in_the_air_beside_it() -> None:
    simulator, people = simulator_of(WALL), 0
    for seed in (4, 16):
        filmed = film(simulator, np.random.default_rng(seed), (640, 360), executions=SEQUENCE)
        prop = next(prop for prop in filmed.motion.props if prop.kind == "wall")
        assert np.degrees(prop.angle) > 70
        wall = Wall(prop.angle, prop.position[2])
        for number in range(8):
            rng = np.random.default_rng(number)
            company = sample_company(rng, simulator, filmed.motion, filmed.camera, chance=1.0)
            for person in company.people:
                out = wall.of(person.motion.joints.mean(axis=1))
                assert person.role != "athlete" and ((out[:, 2] > 0) | (out[:, 1] < 0)).all()
            people += len(company.people)
    assert people > 25


def test_whoever_is_nearer_is_drawn_over_whoever_is_behind() -> None:
    motion, camera = arm_raise(2), before(0, 2)
    rng = np.random.default_rng(0)
    red, blue = (
        dataclasses.replace(sample_style(rng), shirt=shirt, grain=0.0, blur=0.0, gain=1.0)
        for shirt in ((220, 20, 20), (20, 20, 220))
    )
    hips = [KEYPOINT_INDEX["left_hip"], KEYPOINT_INDEX["left_shoulder"], KEYPOINT_INDEX["right_hip"]]
    x, y = np.round(project(camera, motion.joints)[0][0, hips].mean(axis=0)).astype(int)
    for shift, nearer in ((1.5, "blue"), (-1.5, "red")):
        other = dataclasses.replace(motion, joints=motion.joints + [0.0, shift, 0.0])
        pixel = RenderedClip(motion, camera, red, [(other, blue)])[0][y, x].astype(int)
        assert (pixel[2] > pixel[0]) == (nearer == "blue")
        hidden = hidden_by_person(camera, motion.joints, other.joints, motion.body.height)
        assert hidden[0, hips].all() == (nearer == "blue")
    post = Obstacle((0.0, 1.5, 1.5), (0.3, 0.3, 3.0), colour=(10, 200, 10))
    pixel = RenderedClip(motion, camera, red, things=[post])[0][y, x].astype(int)
    assert pixel[1] > pixel[0] + 50 and pixel[1] > pixel[2] + 50


def test_occluded_joints_are_not_seen_and_the_clip_of_a_crowd_is_the_same_each_time() -> None:
    hidden = 0
    for seed in range(6):
        filmed = film(simulator_of(SHOT), np.random.default_rng(seed), (320, 180), FILMINGS["crowded"])
        again = film(simulator_of(SHOT), np.random.default_rng(seed), (320, 180), FILMINGS["crowded"])
        assert filmed.observable == again.observable and filmed.seen is not None
        inside = picture_box(filmed.camera, filmed.motion.joints, filmed.motion.body.height)
        hidden += (~filmed.seen).sum() if not np.isnan(inside).any() else 0
    assert hidden > 0
    one, other = (draw(clip, np.random.default_rng(1))[3] for clip in (filmed, again))
    np.testing.assert_array_equal(one, other)


def test_scenes_are_written_with_their_truth(tmp_path: Path) -> None:
    (clip,) = render_scenes(tmp_path, [SHOT], 1, size=(320, 180))
    (path,) = tmp_path.glob("*.json")
    truth = json.loads(path.read_text(encoding="utf-8"))
    read = read_clip(clip)
    assert (read.width, read.height) == (truth["width"], truth["height"]) and truth["file"] == clip.name
    assert truth["drill"] == SHOT and len(truth["athlete"]) == len(truth["times_s"])
    assert all(len(other["boxes"]) == len(truth["times_s"]) for other in truth["others"])
    assert set(truth["measured"]) == set(truth["observable"]) and truth["others"]


def test_a_filming_that_does_not_exist_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "scenes", str(tmp_path), "--filming", "underwater"]) == 2
    assert "underwater" in capsys.readouterr().err
    assert main(["simulate", "pairs", str(tmp_path), "--drill", "chess/opening"]) == 2
    assert "chess/opening" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_a_pair_is_one_execution_by_a_still_and_a_moving_camera(tmp_path: Path) -> None:
    assert len(list(render_pairs(tmp_path, [SHOT], 1, size=(320, 180)))) == 2
    still, moving = (json.loads(next(tmp_path.glob(f"*-{name}.json")).read_text()) for name in ("still", "moving"))
    assert not still["moving_camera"] and moving["moving_camera"]
    assert still["measured"] == moving["measured"] and still["seed"] == moving["seed"]
    assert still["athlete"] != moving["athlete"] and None not in moving["athlete"]
