"""The whole pipeline on real files: what a report holds, what changes it and what does not, and every refusal."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from techcoach.checkpoint.locate import EMBEDDED
from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.coaching.coach import Coach, pick_device
from techcoach.drills.catalogue import DRILLS
from techcoach.evaluation.claim_reader import READER
from techcoach.pose.two_pass import at_moments, coarse_indices, merged
from techcoach.skeleton import KEYPOINTS
from techcoach.types import DIMENSIONS, REPORT_SCHEMA, CoachingReport, PoseTrack, Refusal, TechPoint
from techcoach.video.sampling import nearest
from techcoach.video.writer import write_video
from tests.tiny_checkpoint import make_checkpoint

ASSETS = Path(__file__).resolve().parents[1] / "assets"
SHOT, KICK, MOVE = "basketball/mid-range-jump-shot", "soccer/penalty-kick", "bouldering/static-move"


def example(drill: str, number: int = 0) -> Path:
    listed = json.loads((ASSETS / "examples.json").read_text())
    return ASSETS / str([one["file"] for one in listed if one["drill"] == drill][number])


@pytest.fixture(scope="module")
def coach(tiny_checkpoint: Path) -> Coach:
    return Coach.from_pretrained(tiny_checkpoint, device="cpu")


@pytest.fixture(scope="module")
def report(coach: Coach) -> CoachingReport:
    return coach.coach(example(SHOT), drill=SHOT)


def told(report: CoachingReport) -> dict[str, object]:
    """Everything but how long it took."""
    return {name: value for name, value in report.to_dict().items() if name != "timing_s"}


# -- the report ------------------------------------------------------------------------------------------------------


def test_a_report_is_whole(report: CoachingReport) -> None:
    assert [point.techpoint for point in report.techpoints] == list(DRILLS[SHOT].drill.techpoints)
    assert report.score is not None and report.score_interval is not None
    assert 1 <= report.score_interval[0] <= report.score <= report.score_interval[1] <= 10
    start, end = report.clip.window_s
    assert 0 <= start < end <= report.clip.duration_s + 0.05 and end - start <= 8.1
    assert report.commentary.strip()
    assert set(report.timing_s) == {"decode", "pose", "model", "total"}
    assert report.timing_s["total"] >= sum(report.timing_s[part] for part in ("decode", "pose", "model"))
    for point in report.techpoints:
        for quality, side in (("strength", point.strength), ("weakness", point.weakness)):
            assert 0 <= side.present <= 1 and start <= side.peak_time_s <= end
            assert side.attention.shape == (16, 8, 8) and side.attention.sum() == pytest.approx(1, abs=1e-4)
            # A small bank may have fewer than three that do not contradict the other side.
            assert 1 <= len(side.neighbours) <= 3 and side.commentary == side.neighbours[0].text
            assert all(-1 <= neighbour.similarity <= 1 for neighbour in side.neighbours), quality


def test_the_evidence_shows_what_the_model_saw(report: CoachingReport) -> None:
    evidence = report.evidence
    assert evidence is not None and evidence.points is not None
    frames, height, width, _ = evidence.frames.shape
    assert frames == len(evidence.times) == len(evidence.points) == 64
    confident_points = (
        evidence.points[evidence.confidence > 0.5] if evidence.confidence is not None else evidence.points
    )
    assert (confident_points >= -0.1 * max(width, height)).all() and (confident_points[:, 0] < 1.1 * width).all()
    assert evidence.cell_boxes.shape == (16, 4) and evidence.bin_times.shape == (16, 2)


def test_a_report_as_json_has_the_published_form(report: CoachingReport, tmp_path: Path) -> None:
    path = report.save(tmp_path / "out")
    written = json.loads(path.read_text())
    assert written == json.loads(json.dumps(report.to_dict())) and written["schema"] == REPORT_SCHEMA
    assert set(written) == {
        "schema", "clip", "drill", "checkpoint", "score", "score_interval", "score_range", "commentary", "techpoints",
        "warnings", "timing_s", "is_drill", "drill_seen", "athletes", "attempts",
    }  # fmt: skip
    assert set(written["clip"]) == {"name", "duration_s", "fps", "width", "height", "window_s"}
    assert set(written["checkpoint"]) == {"id", "revision", "backbone", "trained_on"}
    for index, point in enumerate(written["techpoints"]):
        assert set(point) == {"dimension", "instruction", "strength", "weakness"}
        for quality in ("strength", "weakness"):
            side = point[quality]
            assert set(side) == {"present", "stated", "commentary", "neighbours", "peak_time_s", "attention"}
            saved = np.load(path.parent / side["attention"]["file"])
            assert list(saved.shape) == side["attention"]["shape"]
            np.testing.assert_array_equal(saved, getattr(report.techpoints[index], quality).attention)


def test_a_report_is_saved_whole_or_not_at_all(report: CoachingReport, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report.save(out)
    before = (out / "report.json").read_bytes()
    unencodable = dataclasses.replace(report, commentary="\udce9")
    with pytest.raises(UnicodeEncodeError):
        unencodable.save(out)
    assert (out / "report.json").read_bytes() == before and sorted(os.listdir(out)) == ["attention", "report.json"]


# -- what changes it -------------------------------------------------------------------------------------------------


def test_two_runs_on_one_clip_give_the_same_report(coach: Coach, report: CoachingReport) -> None:
    coach.coach(example(KICK), drill=KICK)  # whatever was coached in between
    again = coach.coach(example(SHOT), drill=SHOT)
    assert told(again) == told(report)
    for one, other in zip(report.techpoints, again.techpoints, strict=True):
        np.testing.assert_array_equal(one.weakness.attention, other.weakness.attention)


@pytest.mark.parametrize("moved", range(len(DIMENSIONS)), ids=DIMENSIONS)
def test_moving_a_techpoints_text_changes_its_attention_and_the_report(
    coach: Coach, report: CoachingReport, moved: int
) -> None:
    points = [point.techpoint for point in report.techpoints]
    points[moved] = TechPoint(points[moved].dimension, "Breathe out slowly and stay patient before you begin.")
    other = coach.coach(example(SHOT), drill=SHOT, techpoints=points)
    before, after = report.techpoints[moved], other.techpoints[moved]
    assert after.techpoint.instruction != before.techpoint.instruction
    for quality in ("strength", "weakness"):
        one, two = getattr(before, quality).attention, getattr(after, quality).attention
        assert np.abs(one - two).sum() > 1e-3
    assert told(other) != told(report)


def test_fewer_techpoints_may_be_asked_for(coach: Coach) -> None:
    techpoints = [
        TechPoint("feet & balance", "Land softly."),
        TechPoint("feet & balance", "Stay on the balls of your feet."),
    ]
    assert [
        point.techpoint for point in coach.coach(example(SHOT), drill=SHOT, techpoints=techpoints).techpoints
    ] == techpoints


def test_another_clip_and_another_drill_give_another_report(coach: Coach, report: CoachingReport) -> None:
    clip = coach.coach(example(SHOT, 1), drill=SHOT)
    drill = coach.coach(example(SHOT), drill=KICK)
    for other in (clip, drill):
        assert other.techpoints[0].strength.present != report.techpoints[0].strength.present
        for one, two in zip(report.techpoints, other.techpoints, strict=True):
            assert np.abs(one.strength.attention - two.strength.attention).sum() > 1e-3
    assert drill.techpoints[0].strength.commentary != report.techpoints[0].strength.commentary


# -- windows, views, people ------------------------------------------------------------------------------------------


def test_the_part_that_was_chosen_is_coached(coach: Coach, report: CoachingReport) -> None:
    part = coach.coach(example(SHOT), drill=SHOT, start=0.5, end=2.2)
    assert part.clip.window_s == pytest.approx((0.5, 2.2), abs=0.06)
    assert all(0.5 <= point.weakness.peak_time_s <= 2.2 for point in part.techpoints)
    assert part.clip.duration_s == report.clip.duration_s


def test_a_long_clip_is_coached_where_the_athlete_moves(coach: Coach, tmp_path: Path) -> None:
    frames, fps = frames_of(example(SHOT))
    still = np.repeat(frames[:1], int(9 * fps), axis=0)
    write_video(tmp_path / "long.mp4", np.concatenate([still, frames]), fps)
    long = coach.coach(tmp_path / "long.mp4", drill=SHOT)
    start, end = long.clip.window_s
    assert end - start <= 8.1 and start > 1 and end > 9 + len(frames) / fps * 0.75
    assert any("was coached. Choose another" in warning for warning in long.warnings)


def frames_of(path: Path) -> tuple[np.ndarray, float]:
    from techcoach.video.reader import read_clip

    clip = read_clip(path, max_fps=15)
    return clip.frames, len(clip.times) / (clip.times[-1] - clip.times[0] + 1 / 15)


def test_a_first_person_clip_is_shown_and_not_read(coach: Coach, report: CoachingReport) -> None:
    both = coach.coach(example(SHOT), drill=SHOT, ego=example(KICK))
    assert both.evidence is not None and both.evidence.ego_frames is not None and len(both.evidence.ego_frames) > 3
    with pytest.raises(Refusal, match="third-person clips only") as caught:
        coach.coach(example(SHOT), drill=SHOT, first_person=True)
    assert caught.value.reason == "no_athlete"
    assert both.score == report.score
    assert any("not read" in warning for warning in both.warnings)


def test_progress_is_told_from_start_to_end(coach: Coach) -> None:
    steps: list[tuple[str, float]] = []
    coach.coach(example(SHOT), drill=SHOT, progress=lambda stage, share: steps.append((stage, share)))
    shares = [share for _, share in steps]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert len({stage for stage, _ in steps}) >= 4


# -- refusals --------------------------------------------------------------------------------------------------------


def refusal(coach: Coach, path: Path, drill: str = SHOT, **options: float) -> Refusal:
    with pytest.raises(Refusal) as caught:
        coach.coach(path, drill=drill, **options)  # type: ignore[arg-type]
    assert caught.value.what.strip() and caught.value.advice.strip()
    return caught.value


def test_a_clip_with_nobody_in_it_is_refused(coach: Coach, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    grass = np.repeat(rng.integers(60, 120, (1, 120, 160, 3), dtype=np.uint8), 40, axis=0)
    write_video(tmp_path / "grass.mp4", grass, 20)
    assert refusal(coach, tmp_path / "grass.mp4").reason == "no_athlete"


def test_what_is_too_short_is_refused(coach: Coach) -> None:
    assert refusal(coach, example(SHOT), start=1.0, end=1.4).reason == "too_short"


def test_what_is_no_video_is_refused_and_the_coach_goes_on(
    coach: Coach, report: CoachingReport, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("hello\n" * 100)
    (tmp_path / "empty.mp4").touch()
    for name in ("text.mp4", "empty.mp4"):
        assert refusal(coach, tmp_path / name).reason in ("not_a_video", "unreadable")
    assert told(coach.coach(example(SHOT), drill=SHOT)) == told(report)


def test_an_unknown_drill_is_refused_with_the_known_ones(coach: Coach) -> None:
    caught = refusal(coach, example(SHOT), drill="golf/swing")
    assert caught.reason == "unknown_drill" and all(drill.id in caught.advice for drill in supported_drills())


def test_a_coach_offers_only_the_drills_that_its_checkpoint_was_taught(tiny_checkpoint: Path, tmp_path: Path) -> None:
    assert {drill.id for drill in supported_drills(tiny_checkpoint)} == set(DRILLS)
    folder = make_checkpoint(tmp_path / "one-drill", [SHOT])
    coach = Coach.from_pretrained(folder, device="cpu")
    assert [drill.id for drill in supported_drills(folder)] == [SHOT] and list(coach.drills) == [SHOT]
    caught = refusal(coach, example(KICK), drill=KICK)
    assert caught.reason == "unknown_drill" and SHOT in caught.advice and KICK not in caught.advice


@pytest.mark.parametrize("broken", ["encoder", "backbone", "weights", "config", "size", "depth"])
def test_checkpoints_that_cannot_be_used_are_refused(tiny_checkpoint: Path, tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "checkpoint"
    shutil.copytree(tiny_checkpoint, folder)
    config = json.loads((folder / "config.json").read_text())
    if broken == "encoder":
        config["text_encoder"] = "another/encoder"
    if broken == "backbone":
        config |= {"backbone": "video"}
    if broken == "size":
        config["hidden_size"] = 64
    if broken == "depth":
        config["feature_size"] = 48
    if broken == "weights":
        weights = (folder / "model.safetensors").read_bytes()
        (folder / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    (folder / "config.json").write_text("{" if broken == "config" else json.dumps(config))
    with pytest.raises(Refusal) as caught:
        Coach.from_pretrained(folder, device="cpu")
    assert caught.value.reason == "unknown_checkpoint" and "checkpoint" in str(caught.value)


def test_the_first_clip_does_not_wait_for_the_text_encoder(
    tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = Coach.from_pretrained(tiny_checkpoint, device="cpu")

    def encode(texts: list[str]) -> None:
        raise AssertionError(f"not encoded while the coach was loaded: {texts}")

    monkeypatch.setattr(loaded.text_encoder, "_encode_batch", encode)
    for drill in loaded.drills.values():
        instructions = [point.instruction for point in drill.techpoints]
        assert len(loaded.text_encoder.encode(instructions)) == len(instructions)


def test_devices() -> None:
    assert pick_device("cpu") == "cpu" and pick_device("auto") in ("cpu", "cuda")
    with pytest.raises(ValueError, match="tpu"):
        pick_device("tpu")


# -- the shipped checkpoint ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("drill", [drill.id for drill in supported_drills()])
def test_the_shipped_checkpoint_tells_a_flawed_example_from_a_good_one(shipped: Coach, drill: str) -> None:
    good, flawed = (shipped.coach(example(drill, number), drill=drill) for number in (0, 1))
    assert good.score is not None and flawed.score is not None and good.score > flawed.score + 0.5
    strengths, weaknesses = (
        np.array([[getattr(point, side).present for point in one.techpoints] for one in (good, flawed)])
        for side in ("strength", "weakness")
    )
    assert strengths[0].mean() > strengths[1].mean() and weaknesses[0].mean() < weaknesses[1].mean()
    assert len(good.commentary.split()) > 10 and good.commentary.rstrip().endswith(".")
    assert not any("calibrated" in warning for warning in good.warnings)


def test_a_report_knows_the_claims_of_its_commentary(shipped: Coach) -> None:
    report = shipped.coach(example(SHOT), drill=SHOT)
    read = {(claim.parameter, claim.state) for claim in READER.read(report.commentary, SHOT)}
    made = [(made.claim.parameter, made.claim.state) for made in report.commentary_claims]
    assert made and set(made) == read and made == sorted(made)
    assert all(0 <= claim.probability <= 1 for claim in report.commentary_claims)


@pytest.fixture(scope="module")
def shipped() -> Coach:
    return Coach.from_pretrained(EMBEDDED, device="cpu")


# -- watching --------------------------------------------------------------------------------------------------------


def track(times: list[float], confidence: float = 0.9) -> PoseTrack:
    count = len(times)
    points = np.tile(np.array(times, dtype=np.float32)[:, None, None] * [100.0, 10.0], (1, len(KEYPOINTS), 1))
    return PoseTrack(
        points=points.astype(np.float32),
        confidence=np.full((count, len(KEYPOINTS)), confidence, dtype=np.float32),
        times=np.array(times),
        filled=np.zeros(count, dtype=bool),
        width=640,
        height=360,
    )


def test_nearest_frames_and_coarse_looks() -> None:
    times = np.array([0.0, 0.1, 0.25, 0.5])
    assert nearest(times, np.array([-1.0, 0.04, 0.06, 0.4, 9.0])).tolist() == [0, 0, 1, 3, 3]
    looks = coarse_indices(np.arange(240) / 30)
    assert looks[0] == 0 and looks[-1] == 239 and len(looks) == 49


def test_two_looks_at_one_clip_become_one_track_in_time_order() -> None:
    both = merged(track([0.0, 0.4, 0.8]), track([0.2, 0.6], confidence=0.5))
    assert both.times.tolist() == [0.0, 0.2, 0.4, 0.6, 0.8]
    assert both.confidence[:, 0].tolist() == pytest.approx([0.9, 0.5, 0.9, 0.5, 0.9])


def test_a_track_between_its_frames_lies_on_the_line_and_unknown_joints_stay_unknown() -> None:
    complete = track([0.0, 0.2, 0.4])
    lost = dataclasses.replace(complete, confidence=complete.confidence.copy(), points=complete.points.copy())
    lost.confidence[1, 3], lost.points[1, 3] = 0.0, 0.0
    between = at_moments(lost, np.array([0.05, 0.3]))
    np.testing.assert_allclose(between.points[:, 0], np.array([[5, 0.5], [30, 3]]), atol=1e-4)
    np.testing.assert_allclose(between.points[0, 3], [0, 0], atol=1e-4)
    np.testing.assert_allclose(between.points[1, 3], [40, 4], atol=1e-4)
    gone = at_moments(dataclasses.replace(complete, confidence=complete.confidence * 0), np.array([0.1]))
    assert (gone.confidence == 0).all()
