"""Attempts in a clip: which one is coached, all of them in turn, their spread, and what the report says about them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from techcoach.cli.coach import attempts_as_text
from techcoach.cli.main import main
from techcoach.coaching import pose_observer
from techcoach.coaching.attempt_reports import AttemptReports
from techcoach.coaching.coach import Coach
from techcoach.coaching.scene import Survey
from techcoach.model.action_spotter import SpotterConfig
from techcoach.skeleton import MIRRORED
from techcoach.types import Claim, CoachingReport, Neighbour, Refusal, TechPointFeedback
from techcoach.ui.request import Form, coach_form, parse_attempt
from techcoach.ui.setting import Setting
from techcoach.video.reader import read_clip_or_scan
from techcoach.video.writer import write_video
from tests.fake_coach import DRILLS, FakeCoach
from tests.fake_coach import report as made_report
from tests.test_coach import example, frames_of, told

SHOT, KICK = "basketball/mid-range-jump-shot", "soccer/penalty-kick"
PLANTED = ((SHOT, 0.3, 1.3), (KICK, 1.4, 2.0), (SHOT, 2.1, 3.1))


@dataclass(frozen=True)
class PlantedSpotter:
    """Finds planted actions (drill, start, end) in any clip, seconds from its start."""

    actions: tuple[tuple[str, float, float], ...] = PLANTED
    config: SpotterConfig = SpotterConfig((SHOT, KICK), (), ("still", "on foot", "other"), tuple(MIRRORED), (11, 12))

    def probabilities(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        times = np.arange(len(features)) / self.config.fps
        classes, events = np.full((len(times), 5), 0.01), np.zeros(len(times))
        classes[:, 3] = 0.96
        for drill, start, end in self.actions:
            inside = (times >= start) & (times <= end)
            classes[inside], classes[inside, self.config.drills.index(drill)] = 0.01, 0.96
            events = np.maximum(events, np.exp(-0.5 * ((times - (start + end) / 2) / 0.08) ** 2))
        return classes, events


@pytest.fixture(scope="module")
def coach(tiny_checkpoint: Path) -> Coach:
    coach = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    coach.observer.spotter = PlantedSpotter()  # type: ignore[attr-defined]
    return coach


@pytest.fixture(scope="module")
def all_attempts(coach: Coach) -> AttemptReports:
    return coach.coach_attempts(example(SHOT), drill=SHOT)


# -- one attempt of several ------------------------------------------------------------------------------------------


def test_a_report_names_all_attempts_and_the_one_that_is_coached(all_attempts: AttemptReports) -> None:
    report = all_attempts.reports[1]
    assert [(one.drill, one.number) for one in report.attempts] == [(SHOT, 1), (KICK, None), (SHOT, 2)]
    assert [one.coached for one in report.attempts] == [False, False, True]
    for one, (_, start, end) in zip(report.attempts, PLANTED, strict=True):
        assert (one.start_s, one.end_s) == pytest.approx((start, end), abs=0.15) and one.probability > 0.9
    assert report.clip.window_s[0] == pytest.approx(1.6, abs=0.15)
    (sentence,) = [warning for warning in report.warnings if "There are" in warning]
    assert "There are 2 attempts" in sentence and "Attempt 2, from 1." in sentence and "its number" in sentence
    written = report.to_dict()["attempts"][2]
    assert written["number"] == 2 and written["coached"] and set(written) == {
        "drill", "number", "start_s", "end_s", "probability", "coached",
    }  # fmt: skip


def test_a_report_names_who_was_followed(all_attempts: AttemptReports) -> None:
    report = all_attempts.reports[0]
    (athlete,) = report.athletes
    x0, y0, x1, y1 = athlete.box
    assert athlete.coached and 0 < (x1 - x0) < 640 and 100 < (y1 - y0) < 500 and 0 <= athlete.time_s < 0.2
    assert 0.7 * report.clip.duration_s < athlete.seen_s <= report.clip.duration_s
    assert json.loads(json.dumps(report.to_dict()))["athletes"][0]["box"] == pytest.approx(athlete.box, abs=0.01)


def test_without_a_number_the_surest_attempt_is_coached(coach: Coach) -> None:
    report = coach.coach(example(SHOT), drill=SHOT)
    assert sum(one.coached for one in report.attempts) == 1
    assert report.clip.window_s[1] - report.clip.window_s[0] < 2.3


def test_an_attempt_that_is_not_there_is_refused(coach: Coach, tiny_checkpoint: Path) -> None:
    with pytest.raises(Refusal, match="There is no attempt 3: 2 were found") as caught:
        coach.coach(example(SHOT), drill=SHOT, attempt=3)
    assert caught.value.reason == "too_short"
    without_spotter = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    with pytest.raises(Refusal, match="none were found"):
        without_spotter.coach(example(SHOT), drill=SHOT, attempt=1)
    assert without_spotter.coach(example(SHOT), drill=SHOT).attempts == ()


def test_a_part_that_was_chosen_is_coached_whole_unless_an_attempt_in_it_is_asked_for(coach: Coach) -> None:
    part = coach.coach(example(SHOT), drill=SHOT, start=0.0, end=3.2)
    assert part.clip.window_s == pytest.approx((0.0, 3.2), abs=0.1) and not any(one.coached for one in part.attempts)
    assert any("all of them together" in warning for warning in part.warnings)
    one = coach.coach(example(SHOT), drill=SHOT, start=0.0, end=3.2, attempt=1)
    assert one.clip.window_s[1] == pytest.approx(1.8, abs=0.1)


# -- all attempts ----------------------------------------------------------------------------------------------------


def test_all_attempts_are_coached_as_each_alone(coach: Coach, all_attempts: AttemptReports) -> None:
    alone = [coach.coach(example(SHOT), drill=SHOT, attempt=number) for number in (1, 2)]
    assert [told(report) for report in all_attempts.reports] == [told(report) for report in alone]
    assert told(alone[0]) != told(alone[1])


def test_the_clip_is_read_and_the_athlete_found_once(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(name: str, function: object) -> object:
        def call(*arguments: object, **options: object) -> object:
            calls.append(name)
            return function(*arguments, **options)  # type: ignore[operator]

        return call

    monkeypatch.setattr(pose_observer, "read_clip_or_scan", counted("read", read_clip_or_scan))
    monkeypatch.setattr(Survey, "look", counted("look", Survey.look))
    steps: list[float] = []
    reports = coach.coach_attempts(example(SHOT), drill=SHOT, progress=lambda _, share: steps.append(share)).reports
    assert calls == ["read", "look"] and len(reports) == 2
    assert steps == sorted(steps) and steps[-1] == 1
    assert reports[0].timing_s["decode"] > 0 == reports[1].timing_s["decode"]


def test_attempts_of_a_long_clip_are_read_one_by_one(coach: Coach, tmp_path: Path) -> None:
    frames, fps = frames_of(example(SHOT))
    write_video(tmp_path / "long.mp4", frames, fps / 3)  # 11 s
    planted = PlantedSpotter(((SHOT, 1.0, 3.0), (SHOT, 6.0, 8.0)))
    long = Coach.__new__(Coach)
    long.__dict__ = {**coach.__dict__, "observer": pose_observer.PoseObserver(
        coach.processor, coach.observer.tracker, planted)}  # type: ignore[attr-defined, arg-type]  # fmt: skip
    first, last = long.coach_attempts(tmp_path / "long.mp4", drill=SHOT).reports
    assert first.clip.window_s == pytest.approx((0.5, 3.5), abs=0.3)
    assert last.clip.window_s == pytest.approx((5.5, 8.5), abs=0.3)
    assert first.evidence is not None and first.evidence.frames.shape[1:3] == frames.shape[1:3]


def test_without_attempts_the_one_report_is_the_usual_one(coach: Coach, tiny_checkpoint: Path) -> None:
    plain = Coach.from_pretrained(tiny_checkpoint, device="cpu")
    (report,) = plain.coach_attempts(example(SHOT), drill=SHOT).reports
    assert told(report) == told(plain.coach(example(SHOT), drill=SHOT))


# -- the spread ------------------------------------------------------------------------------------------------------


def _stating(claims: list[Claim], score: float | None) -> CoachingReport:
    """A report that states these claims as strengths of its first TechPoints, and nothing else."""
    report = made_report(score=score or 5.0)
    points = []
    for index, point in enumerate(report.techpoints):
        side = point.strength
        if index < len(claims):
            text = f"{claims[index].parameter} in {score}"
            side = replace(side, stated=True, commentary=text, neighbours=(Neighbour(text, 0.9, claims[index]),))
        else:
            side = replace(side, stated=False)
        points.append(TechPointFeedback(point.techpoint, side, replace(point.weakness, stated=False)))
    return replace(report, techpoints=tuple(points), score=score)


KNEE, ELBOW, FEET = Claim("knee_bend", "strength"), Claim("elbow", "low"), Claim("feet", "strength")


def test_the_spread_is_that_of_the_scores_and_of_what_most_attempts_state() -> None:
    reports = [_stating([KNEE, ELBOW], 4.0), _stating([KNEE], 7.0), _stating([KNEE, ELBOW, FEET], 5.5)]
    refusal = Refusal("no_athlete", "Nobody was found.", "Film somebody.")
    attempts = AttemptReports((reports[0], refusal, *reports[1:]))
    assert attempts.scores == (4.0, 7.0, 5.5)
    assert [(one.claim, one.attempts) for one in attempts.repeated_claims] == [(KNEE, 3), (ELBOW, 2)]
    summary = attempts.to_dict()
    assert summary["score"] == {"mean": 5.5, "lowest": 4.0, "highest": 7.0}
    assert summary["attempts"][1] == {
        "refused": {"reason": "no_athlete", "what": "Nobody was found.", "advice": "Film somebody."}
    }
    text = attempts_as_text(attempts)
    assert "Attempt 2 was not coached. Nobody was found." in text and "5.5 on average, 4.0 to 7.0" in text
    assert "in 2 of 3: elbow" in text and "feet" not in text.splitlines()[-1]


def test_attempts_without_any_report_are_the_refusal() -> None:
    with pytest.raises(Refusal, match="Nobody was found"):
        AttemptReports((Refusal("no_athlete", "Nobody was found.", "Film somebody."),))
    assert AttemptReports((_stating([], None),)).to_dict()["score"] is None


def test_attempts_are_saved_as_reports_of_their_own(tmp_path: Path) -> None:
    attempts = AttemptReports((_stating([KNEE], 4.0), _stating([KNEE], 6.0)))
    summary = json.loads(attempts.save(tmp_path).read_text())
    assert [one["file"] for one in summary["attempts"]] == ["report-1.json", "report-2.json"]
    for number, report in enumerate(attempts.reports, start=1):
        written = json.loads((tmp_path / f"report-{number}.json").read_text())
        assert written == json.loads(json.dumps(report.to_dict(number))) == attempts.to_dict()["attempts"][number - 1]
        assert (tmp_path / written["techpoints"][0]["strength"]["attention"]["file"]).is_file()
    assert len(list(tmp_path.glob("attention-*/*.npy"))) == 28


# -- command line and page -------------------------------------------------------------------------------------------


def test_the_command_coaches_one_attempt_or_all(
    coach: Coach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("techcoach.coaching.coach.Coach.from_pretrained", lambda *_, **__: coach)
    given = ["coach", str(example(SHOT)), "--drill", SHOT]
    assert main([*given, "--attempt", "all", "--json", "--out", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    printed = json.loads(out)
    assert printed["schema"] == "techcoach.attempts/1" and len(printed["attempts"]) == 2
    assert err.splitlines() == [f"wrote {tmp_path / 'attempts.json'}"]
    assert main([*given, "--attempt", "2", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert [attempt["coached"] for attempt in one["attempts"]] == [False, False, True]
    assert main([*given, "--attempt", "all"]) == 0
    assert capsys.readouterr().out.startswith("Attempt 1 of 2, from ")
    assert main([*given, "--attempt", "9"]) == 3
    for wrong in ("0", "-1", "some"):
        assert main([*given, f"--attempt={wrong}"]) == 2
        assert "expected a number from 1 on, or all" in capsys.readouterr().err


def test_a_visitor_may_choose_an_attempt() -> None:
    setting = Setting(lambda checkpoint: FakeCoach(step_s=0), DRILLS, [], ["fake"])
    form = Form(str(example(SHOT)), SHOT, attempt="2")
    assert "Attempt 2 was coached." in coach_form(setting, form, lambda *_: None).warnings
    assert [parse_attempt(value) for value in (None, "", " 3 ", 4.0)] == [None, None, 3, 4]
    for wrong in ("0", "two", "1.5", "-1"):
        with pytest.raises(Refusal, match="no number of an attempt"):
            parse_attempt(wrong)
