"""The camera's geometry against independent formulas, and that what is drawn lies where the camera says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from techcoach.motion.body import Body, sample_body
from techcoach.motion.camera import NEAREST_M, Camera, project
from techcoach.motion.camera_sampling import (
    NEAR,
    WIDE,
    CameraDistribution,
    CameraStyle,
    late,
    moving_twin,
    sample_camera,
    sample_style_camera,
    shifted,
)
from techcoach.motion.motion import Motion, Prop
from techcoach.motion.render import RenderedClip, Style, sample_style
from techcoach.motion.scenery import backdrop, project_visible, sample_surroundings
from techcoach.pose import build_tracker
from techcoach.pose.following import follow_athlete
from techcoach.skeleton import KEYPOINT_INDEX, KEYPOINTS

HOOP = Prop("hoop", (0.0, 4.6, 3.05))
GOAL = Prop("goal", (0.0, 11.0, 0.0), size=7.32)
WALL = Prop("wall", (0.0, 0.4, 0.0))
DISTANCE_M = 5.0


def fixed_camera(
    position: tuple[float, float, float],
    look_at: tuple[float, float, float],
    *,
    frames: int = 1,
    roll: float = 0.0,
    focal_px: float = 500.0,
    size: tuple[int, int] = (640, 480),
) -> Camera:
    return Camera(
        position=np.tile(np.array(position, dtype=np.float64), (frames, 1)),
        look_at=np.tile(np.array(look_at, dtype=np.float64), (frames, 1)),
        roll=np.full(frames, roll),
        focal_px=focal_px,
        width=size[0],
        height=size[1],
    )


def standing(body: Body, raised: float = 0.0) -> np.ndarray:
    """(23, 3) metres: standing at the origin and facing +y; the right arm raised by `raised` radians from hanging."""
    hips, shoulders = body.standing_hips, body.standing_hips + body.torso
    ears = shoulders + body.neck + body.head
    places: dict[str, tuple[float, float, float]] = {"nose": (0.0, body.face, ears)}
    for side, sign in (("left", -1.0), ("right", 1.0)):
        angle = raised if side == "right" else 0.15
        way = np.array([sign * np.sin(angle), 0.0, -np.cos(angle)])
        shoulder = np.array([sign * body.shoulder_width / 2, 0.0, shoulders])
        hip = sign * body.hip_width / 2
        places |= {
            f"{side}_eye": (sign * 0.03, 0.8 * body.face, ears + 0.03),
            f"{side}_ear": (sign * 0.075, 0.0, ears),
            f"{side}_shoulder": tuple(shoulder),
            f"{side}_elbow": tuple(shoulder + way * body.upper_arm),
            f"{side}_wrist": tuple(shoulder + way * body.arm),
            f"{side}_hand": tuple(shoulder + way * (body.arm + body.hand)),
            f"{side}_hip": (hip, 0.0, hips),
            f"{side}_knee": (hip, 0.0, body.ankle_height + body.shank),
            f"{side}_ankle": (hip, 0.0, body.ankle_height),
            f"{side}_heel": (hip, -body.heel, 0.0),
            f"{side}_toe": (hip, body.toe, 0.0),
        }
    return np.array([places[name] for name in KEYPOINTS])


def arm_raise(frames: int, *props: Prop) -> Motion:
    body = sample_body(np.random.default_rng(3))
    nobody = np.zeros(frames, dtype=bool)
    return Motion(
        joints=np.stack([standing(body, angle) for angle in np.linspace(0.2, 2.8, frames)]),
        times=np.arange(frames) / 30,
        body=body,
        planted=np.ones((frames, 2), dtype=bool),
        held=np.zeros((frames, 2), dtype=bool),
        airborne=nobody,
        props=props,
    )


def before(azimuth_degrees: float, frames: int, size: tuple[int, int] = (640, 480)) -> Camera:
    """A still camera about the athlete: 0 degrees in front of the chest, 90 on the left of the one who faces +y."""
    angle = np.deg2rad(azimuth_degrees)
    focal = 0.6 * size[1] * DISTANCE_M / 1.8
    place = (-DISTANCE_M * np.sin(angle), DISTANCE_M * np.cos(angle), 1.2)
    return fixed_camera(place, (0.0, 0.0, 1.0), frames=frames, focal_px=focal, size=size)


@pytest.fixture()
def clean() -> Style:
    """A look without noise or blur."""
    return replace(sample_style(np.random.default_rng(0)), grain=0.0, blur=0.0, gain=1.0)


# -- geometry ----------------------------------------------------------------------------------------------------


def test_a_hand_computed_pinhole() -> None:
    # One metre up, looking along +y: 2 m right, 4 m ahead and 1 m above the axis, with a focal length of 500 px,
    # is 500 * 2/4 = 250 px right of and 500 * 1/4 = 125 px above the middle (320, 240).
    pixels, depth = project(fixed_camera((0, 0, 1), (0, 1, 1)), np.array([[[2.0, 4.0, 2.0]]]))
    np.testing.assert_allclose(pixels, [[[570.0, 115.0]]])
    np.testing.assert_allclose(depth, [[4.0]])


def test_a_positive_roll_turns_the_camera_clockwise_so_that_the_right_goes_up() -> None:
    pixels, _ = project(fixed_camera((0, 0, 0), (0, 1, 0), roll=0.1), np.array([[[1.0, 1.0, 0.0]]]))
    np.testing.assert_allclose(pixels[0, 0], [320 + 500 * np.cos(0.1), 240 - 500 * np.sin(0.1)])


def test_projection_agrees_with_a_homogeneous_matrix() -> None:
    # P = K [R | -R c] with R from angles (Hartley and Zisserman, "Multiple View Geometry", section 6.1), not from axes.
    rng = np.random.default_rng(1)
    for _ in range(20):
        yaw, pitch, roll = rng.uniform(-3, 3), rng.uniform(-1, 1), rng.uniform(-0.3, 0.3)
        centre = rng.normal(size=3)
        turn = np.array([[np.cos(yaw), np.sin(yaw), 0], [-np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
        tilt = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
        to_picture = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])  # right, forward, up -> right, down, forward
        spin = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
        rotation = spin @ to_picture @ tilt @ turn
        forward = rotation[2]
        matrix = np.array([[700.0, 0, 320], [0, 700, 240], [0, 0, 1]]) @ np.c_[rotation, -rotation @ centre]
        points = centre + rng.normal(size=(6, 3)) * 0.5 + 4 * forward
        expected = np.c_[points, np.ones(6)] @ matrix.T
        camera = fixed_camera(tuple(centre), tuple(centre + 3 * forward), roll=roll, focal_px=700.0)
        pixels, depth = project(camera, points[None])
        np.testing.assert_allclose(pixels[0], expected[:, :2] / expected[:, 2:], atol=1e-6)
        np.testing.assert_allclose(depth[0], expected[:, 2], atol=1e-9)


def test_every_frame_has_its_own_pose() -> None:
    rng = np.random.default_rng(2)
    joints = np.tile(standing(sample_body(rng)), (4, 1, 1))
    position, look_at = rng.normal(0, 0.1, (4, 3)) + [0, -5, 1], rng.normal(0, 0.1, (4, 3))
    camera = Camera(position, look_at, rng.normal(0, 0.1, 4), 600.0, 640, 360)
    pixels, depth = project(camera, joints)
    for frame in range(4):
        alone, far = project(camera.at(frame), joints[frame : frame + 1])
        np.testing.assert_allclose(alone[0], pixels[frame])
        np.testing.assert_allclose(far[0], depth[frame])
    assert np.ptp(pixels[:, 0], axis=0).max() > 1


def test_what_lies_behind_the_camera_is_finite_and_told_apart() -> None:
    camera = fixed_camera((0, 0, 1), (0, 1, 1))
    behind = np.array([[0.0, -2.0, 1.0], [0.0, 2.0, 1.0]])
    pixels, depth = project(camera, behind[None])
    assert np.isfinite(pixels).all() and depth[0, 0] == NEAREST_M
    assert np.isnan(project_visible(camera, behind)[1]).tolist() == [True, False]


# -- cameras as people hold them ---------------------------------------------------------------------------------


def test_sampled_cameras_keep_the_athlete_in_the_picture_and_vary() -> None:
    motion = arm_raise(30)
    joints, times = motion.joints, motion.times
    inside, shapes, still, heights = [], set(), 0, []
    for seed in range(150):
        camera = sample_camera(np.random.default_rng(seed), joints, times)
        pixels, depth = project(camera, joints)
        inside.append(((pixels >= 0) & (pixels < [camera.width, camera.height])).all(axis=-1).mean())
        shapes.add((camera.width, camera.height))
        still += int(np.ptp(camera.position, axis=0).max() == 0)
        heights.append(np.median(np.ptp(pixels[..., 1], axis=1)) / camera.height)
        assert depth.min() > 1.0 and 0.5 < camera.position[:, 2].mean() < 4.0
    assert np.mean(inside) > 0.98 and np.mean(np.array(inside) > 0.98) > 0.9
    assert np.mean([0.35 < share < 0.95 for share in heights]) > 0.85
    assert any(width > height for width, height in shapes) and any(width < height for width, height in shapes)
    assert 30 < still < 120  # about half are hand-held


def test_a_sampled_camera_follows_its_seed_and_the_size_asked_for() -> None:
    motion = arm_raise(12)
    joints, times = motion.joints, motion.times
    one, same, other = (
        sample_camera(np.random.default_rng(seed), joints, times, size=(360, 640)) for seed in (5, 5, 6)
    )
    for name in ("position", "look_at", "roll"):
        np.testing.assert_array_equal(getattr(one, name), getattr(same, name))
    assert (one.width, one.height, one.focal_px) == (360, 640, same.focal_px)
    assert not np.array_equal(one.position, other.position)


@pytest.mark.parametrize("heading", [0.0, 1.2])
def test_a_climber_is_filmed_from_behind(heading: float) -> None:
    motion = arm_raise(12)
    joints, times = motion.joints, motion.times
    middle = (joints.min(axis=(0, 1)) + joints.max(axis=(0, 1)))[:2] / 2
    faces = np.array([-np.sin(heading), np.cos(heading)])
    for seed in range(20):
        camera = sample_camera(np.random.default_rng(seed), joints, times, behind=heading)
        away = camera.position.mean(axis=0)[:2] - middle
        assert away @ faces < 0


def cameras_of(style: CameraStyle, motion: Motion, count: int = 60) -> list[Camera]:
    heading = 0.0 if style in WIDE.before_wall else None
    return [
        sample_style_camera(np.random.default_rng(seed), motion.joints, motion.times, style, heading=heading)
        for seed in range(count)
    ]


@pytest.mark.parametrize("style", [*WIDE.around, *WIDE.before_wall], ids=lambda style: style.name)
def test_a_style_stands_where_it_says_and_mostly_shows_the_athlete(style: CameraStyle) -> None:
    motion = arm_raise(30)
    middle = (motion.joints.min(axis=(0, 1)) + motion.joints.max(axis=(0, 1))) / 2
    inside, cameras = [], cameras_of(style, motion)
    for camera in cameras:
        away = np.linalg.norm((camera.position - middle).mean(axis=0)[:2])
        assert style.distance_m[0] - 0.2 < away < style.distance_m[1] + 0.2
        highest = style.height_m[1] if style.low == 1 else style.raised_m[1]
        assert style.height_m[0] - 0.15 < camera.position[:, 2].mean() < highest + 0.15
        pixels, _ = project(camera, motion.joints)
        inside.append(((pixels >= 0) & (pixels < [camera.width, camera.height])).all(axis=-1).mean())
    assert np.mean(inside) > 0.9
    if style.cut:  # badly framed: some of the clips lack joints for a while
        assert np.mean(np.array(inside) < 0.97) > 0.08
    if style.zoom > 0.15:
        assert any(np.ptp(camera.focal_lengths) > 0.1 * camera.focal_px for camera in cameras)
    if style.tilt > 0.15:
        assert any(np.abs(camera.roll).mean() > np.radians(4.9) for camera in cameras)


def test_the_wide_distribution_holds_the_near_one_and_athletes_of_all_sizes() -> None:
    motion = arm_raise(30)
    assert replace(WIDE.around[0], share=1.0) == NEAR.around[0]
    assert replace(WIDE.before_wall[0], share=1.0) == NEAR.before_wall[0]
    heights, distances = [], []
    for seed in range(300):
        camera = sample_camera(np.random.default_rng(seed), motion.joints, motion.times, WIDE)
        pixels, depth = project(camera, motion.joints)
        heights.append(np.median(np.ptp(pixels[..., 1], axis=1)) / camera.height)
        distances.append(np.median(depth))
    assert min(heights) < 0.15 and max(heights) > 0.8
    assert np.mean(np.array(distances) > 10) > 0.2 and np.mean(np.array(distances) < 9.5) > 0.3


def test_a_camera_that_never_zooms_tilts_or_pans_draws_nothing_for_it() -> None:
    motion, style = arm_raise(12), NEAR.around[0]
    one, other = (
        sample_style_camera(np.random.default_rng(5), motion.joints, motion.times, style)
        for style in (style, replace(style, zoom_factor=9.0, tilt_deg=(40.0, 50.0), lag_s=(2.0, 3.0)))
    )
    for name in ("position", "look_at", "roll", "focal_px", "zoom"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_mixture_must_be_whole_and_no_camera_stands_inside_a_wall() -> None:
    half, behind = CameraStyle("half", 0.5), CameraStyle("behind", 1.0, behind=True)
    with pytest.raises(ValueError, match="'odd'.* sum to 0.5"):
        CameraDistribution("odd", (half,), (behind,))
    with pytest.raises(ValueError, match="inside the wall"):
        CameraDistribution("odd", (half, half), (replace(behind, behind=False),))


def test_a_zoom_scales_the_picture_about_its_middle() -> None:
    joints = np.tile(standing(sample_body(np.random.default_rng(2))), (3, 1, 1))
    camera = before(40, 3)
    zoomed = replace(camera, zoom=np.array([1.0, 2.0, 0.5]))
    plain, scaled = project(camera, joints)[0], project(zoomed, joints)[0]
    middle = np.array([camera.width, camera.height]) / 2
    np.testing.assert_allclose((scaled - middle)[1], 2 * (plain - middle)[1])
    np.testing.assert_allclose(project(zoomed.at(2), joints[2:])[0][0], scaled[2])
    assert camera.is_still and not zoomed.is_still


def test_a_shifted_camera_sees_what_it_looked_at_off_the_middle() -> None:
    camera = replace(before(70, 2), roll=np.array([0.0, 0.3]))
    offset = np.array([[0.2, -0.1], [-0.3, 0.25]])
    pixels, _ = project(shifted(camera, offset), camera.look_at[:, None])
    np.testing.assert_allclose(
        (pixels[:, 0] - [camera.width / 2, camera.height / 2]) / camera.height, offset, atol=0.02
    )


def test_an_operator_follows_late_and_arrives() -> None:
    times = np.arange(90) / 30
    path = np.where(times[:, None] < 0.5, 0.0, [1.0, 2.0, 1.0])
    followed = late(path, times, 0.2)
    # A first-order lag has 63% of a step done after its time constant, here 0.2 s, and 0.6 s upwards.
    np.testing.assert_allclose(followed[15 + 5], [0.63, 1.26, 1 - np.exp(-0.2 / 0.6)], atol=0.12)
    np.testing.assert_allclose(followed[-1], path[-1], atol=0.02)


def test_a_moving_twin_stands_where_the_still_camera_stands_and_turns() -> None:
    motion, still = arm_raise(40), before(20, 40)
    joints = motion.joints + np.linspace(0, 1, 40)[:, None, None] * [2.0, 0.0, 0.0]
    moving = moving_twin(np.random.default_rng(1), still, joints, motion.times)
    assert np.abs(moving.position - still.position).max() < 0.2 and moving.focal_px == still.focal_px
    drift = [np.ptp(project(camera, joints)[0][:, KEYPOINT_INDEX["left_hip"], 0]) for camera in (still, moving)]
    assert drift[1] < 0.85 * drift[0]


# -- pictures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prop", [HOOP, GOAL, WALL], ids=lambda prop: prop.kind)
@pytest.mark.parametrize("size", [(320, 180), (180, 320), (161, 121)])
def test_frames_have_the_camera_s_size(prop: Prop, size: tuple[int, int], clean: Style) -> None:
    clip = RenderedClip(arm_raise(3, prop), before(180, 3, size), clean)
    assert len(clip) == 3 and clip.shape == (3, size[1], size[0], 3)
    assert clip[0].shape == (size[1], size[0], 3) and clip[0].dtype == np.uint8
    assert clip[np.array([0, 2])].shape == (2, size[1], size[0], 3)
    assert len(list(clip)) == 3


def test_a_frame_is_the_same_whenever_it_is_asked_for() -> None:
    rng = np.random.default_rng(8)
    motion = arm_raise(6, HOOP)
    camera = sample_camera(rng, motion.joints, motion.times, size=(320, 180))
    style = replace(sample_style(rng), grain=4.0)
    clip, again = RenderedClip(motion, camera, style), RenderedClip(motion, camera, style)
    in_order = np.stack(list(clip))
    np.testing.assert_array_equal(again[np.array([4, 1])], in_order[[4, 1]])
    np.testing.assert_array_equal(again[1], in_order[1])
    other = RenderedClip(motion, camera, replace(style, seed=style.seed + 1))
    assert not np.array_equal(other[1], in_order[1])


@pytest.mark.parametrize("azimuth", [0, 50, 90, 140, 180, 270])
def test_the_figure_covers_its_joints_and_nothing_far_from_them(azimuth: int, clean: Style) -> None:
    motion, camera = arm_raise(2, HOOP), before(azimuth, 2)
    frame = RenderedClip(motion, camera, clean)[1].astype(int)
    place = sample_surroundings(np.random.default_rng(clean.seed), motion.props)
    drawn = np.abs(frame - backdrop(camera.at(1), motion.props, place)).max(axis=-1) > 8
    pixels = project(camera, motion.joints)[0][1]
    # A joint may lie a pixel outside the figure's edge (a nose in profile), so its closest surroundings are looked at.
    for name, (x, y) in zip(KEYPOINTS, np.round(pixels).astype(int), strict=True):
        assert drawn[y - 2 : y + 3, x - 2 : x + 3].any(), f"nothing is drawn at the {name}"
    body = np.array([pixels[KEYPOINT_INDEX[name]] for name in KEYPOINTS])
    metre = camera.focal_px / DISTANCE_M
    above_shadow = int(pixels[KEYPOINT_INDEX["left_knee"], 1])
    rows, columns = np.nonzero(drawn[:above_shadow])
    nearest = _distance_to_limbs(np.stack([columns, rows], axis=1), body)
    assert nearest.max() < 0.24 * metre


def _distance_to_limbs(places: np.ndarray, body: np.ndarray) -> np.ndarray:
    """(N,) pixels from each place to the nearest bone, the trunk's diagonals and the neck among them."""
    bones = [("shoulder", "elbow"), ("elbow", "wrist"), ("wrist", "hand"), ("hip", "knee"), ("shoulder", "hip")]
    pairs = [(f"{side}_{a}", f"{side}_{b}") for side in ("left", "right") for a, b in bones]
    pairs += [("left_shoulder", "right_hip"), ("right_shoulder", "left_hip"), ("left_shoulder", "nose"),
              ("right_shoulder", "nose"), ("left_ear", "right_ear")]  # fmt: skip
    distances = []
    for first, second in pairs:
        a, b = body[KEYPOINT_INDEX[first]], body[KEYPOINT_INDEX[second]]
        share = np.clip((places - a) @ (b - a) / max(float((b - a) @ (b - a)), 1e-9), 0, 1)
        distances.append(np.linalg.norm(places - (a + share[:, None] * (b - a)), axis=1))
    return np.min(distances, axis=0)


def test_the_nearer_arm_hides_the_trunk_and_the_farther_one_is_hidden(clean: Style) -> None:
    style = replace(clean, skin=(0, 200, 0), shirt=(200, 0, 0))
    motion = arm_raise(2, HOOP)  # In the second frame the right arm is up, out of the way.
    joints = motion.joints.copy()
    for name in ("left_elbow", "left_wrist", "left_hand"):  # The left arm hangs straight down at the trunk's side.
        joints[1, KEYPOINT_INDEX[name], :2] = joints[1, KEYPOINT_INDEX["left_shoulder"], :2]
    motion = replace(motion, joints=joints)
    shoulder, elbow = joints[1, KEYPOINT_INDEX["left_shoulder"]], joints[1, KEYPOINT_INDEX["left_elbow"]]
    for azimuth, arm_is_nearer in ((90, True), (270, False)):
        camera = before(azimuth, 2)
        bare = (shoulder + 0.9 * (elbow - shoulder))[None, None]  # below the sleeve
        x, y = np.round(project(camera.at(1), bare)[0][0, 0]).astype(int)
        red, green, _ = RenderedClip(motion, camera, style)[1][y, x].astype(int)
        assert (green > red) == arm_is_nearer, f"from {azimuth} degrees"


def test_the_ball_is_drawn_where_it_is(clean: Style) -> None:
    motion, camera = arm_raise(1, HOOP), before(0, 1)
    ball = np.array([[-1.2, 0.0, 1.3]])
    without = RenderedClip(motion, camera, clean)[0].astype(int)
    changed = np.abs(RenderedClip(replace(motion, ball=ball), camera, clean)[0] - without).max(axis=-1) > 8
    rows, columns = np.nonzero(changed)
    centre, depth = project(camera, ball[:, None])
    radius = 0.12 * camera.focal_px / depth[0, 0]
    np.testing.assert_allclose([columns.mean(), rows.mean()], centre[0, 0], atol=0.15 * radius)
    assert changed.sum() == pytest.approx(np.pi * radius**2, rel=0.2)


def test_looks_vary_and_follow_their_seed() -> None:
    assert sample_style(np.random.default_rng(4)) == sample_style(np.random.default_rng(4))
    looks = [sample_style(np.random.default_rng(seed)) for seed in range(40)]
    for name in ("skin", "hair", "shirt", "shorts", "shoes"):
        assert len({getattr(look, name) for look in looks}) >= 4


def test_the_embedded_tracker_takes_the_figure_for_a_person(clean: Style) -> None:
    tracker = build_tracker("mediapipe", "cpu")
    limbs = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    wanted = [KEYPOINT_INDEX[f"{side}_{name}"] for side in ("left", "right") for name in limbs]
    frames = 16
    for azimuth in (0, 180):
        motion, camera = arm_raise(frames, HOOP), before(azimuth, frames)
        pictures = np.stack(list(RenderedClip(motion, camera, clean)))
        track = follow_athlete(pictures, motion.times, tracker)[0].track
        tracked = track.confidence.max(axis=1) > 0
        # It loses a figure, or takes its back for its front, for a frame now and then, a real athlete's no less.
        assert tracked.mean() >= 0.8, f"found from {azimuth} degrees: {tracked}"
        true = project(camera, motion.joints)[0]
        torso = camera.focal_px * motion.body.torso / DISTANCE_M
        error = np.linalg.norm(track.points - true, axis=-1)[tracked][:, wanted] / torso
        assert np.median(error.mean(axis=1)) < 0.12, f"from {azimuth} degrees: {error.mean(axis=1)}"
