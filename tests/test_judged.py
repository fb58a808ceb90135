"""Claims about judged clips: the tables and what is refused in them, every rule of a verdict, every figure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from techcoach.cli.common import Exit
from techcoach.cli.main import main
from techcoach.drills.catalogue import DRILLS
from techcoach.evaluation.judged import claim_lines, judged_table, share_text
from techcoach.evaluation.judged_claims import (
    COMMENTARY,
    TECHPOINTS,
    UNJUDGED,
    judge_claim,
    report_claims,
    reported_sides,
)
from techcoach.evaluation.judged_coaching import CoachedFolder, coach_folder, drills_to_try
from techcoach.evaluation.judged_figures import JudgedFigures, Share, judged_figures
from techcoach.evaluation.judged_tables import (
    DrillClip,
    JudgedClip,
    JudgedFolder,
    Statement,
    TableErrors,
    read_judged_folder,
)
from techcoach.evaluation.judged_variants import VARIANTS, Variant, write_variant
from techcoach.types import (
    CheckpointSummary,
    Claim,
    ClipSummary,
    CoachingReport,
    CommentaryClaim,
    DrillVerdict,
    Neighbour,
    PointFeedback,
    Refusal,
    TechPointFeedback,
)
from techcoach.video.reader import read_clip
from techcoach.video.writer import write_timed_video
from tests.make_video import CORNERS, corners_of, make_video, number_of

SHOT, KICK, JUGGLING = "basketball/mid-range-jump-shot", "soccer/penalty-kick", "soccer/juggling"
STATEMENTS = "clip\tdrill\tparameter\tsaid\tjudged"
TRUTHS = "clip,drill,parameter,truth"


# -- tables ------------------------------------------------------------------------------------------------------------


def folder_with(folder: Path, *rows: str, table: str = "judged.tsv", clips: Sequence[str] = ("a.mp4", "b.mp4")) -> Path:
    for clip in clips:
        (folder / clip).touch()
    (folder / table).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def test_statements_are_read_by_clip_and_drill(tmp_path: Path) -> None:
    folder_with(
        tmp_path,
        f"{STATEMENTS}\tscore\ttime_s\tstart\tend",
        f"a.mp4\t{SHOT}\tknee_flexion\tstrength\tRight\t7.5\t1.25\t\t",
        "\t\t\t\t\t\t\t\t",
        f"b.mp4\t{KICK}\tbackswing\tlow\tcannot be  seen\t\t\t\t",
        f" a.mp4 \t{SHOT}\thead_dip\thigh\tfair\t\t\t0.5\t3",
    )
    folder = read_judged_folder(tmp_path, DRILLS)
    assert folder.clips == (
        JudgedClip(
            "a.mp4", tmp_path / "a.mp4", SHOT,
            (Statement("knee_angle", "strength", "right", 1.25), Statement("head_dip", "high", "fair")), 7.5, 0.5, 3.0,
        ),
        JudgedClip("b.mp4", tmp_path / "b.mp4", KICK, (Statement("backswing", "low", "cannot be seen"),)),
    )  # fmt: skip
    assert folder.drill_clips == () and folder.unread == ()


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_what_a_person_sees_is_read_in_words(tmp_path: Path, separator: str) -> None:
    truths = [("knee_angle", "good"), ("head_dip", "too little"), ("head_pitch", "Too Much"), ("side_lean", "low"),
              ("set_height", "high"), ("hand_gap", "cannot be seen")]  # fmt: skip
    rows = [f'"a.mp4",{SHOT},{parameter},"{truth}",why not' for parameter, truth in truths]
    folder_with(tmp_path, *(row.replace(",", separator) for row in (f"\ufeff{TRUTHS},Note", *rows)), table="judged.csv")
    folder = read_judged_folder(tmp_path, DRILLS)
    assert [(one.parameter, one.state, one.verdict) for one in folder.clips[0].statements] == [
        ("knee_angle", "strength", "right"),
        ("head_dip", "low", "right"),
        ("head_pitch", "high", "right"),
        ("side_lean", "low", "right"),
        ("set_height", "high", "right"),
        ("hand_gap", None, "cannot be seen"),
    ]
    assert folder.unread == ("note of judged.csv",)


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (tmp_path / "b.mp4").touch()
    folder_with(
        folder,
        f"{STATEMENTS}\tscore\ttime_s\tend\tstart",
        f"c.mp4\t{SHOT}\tknee_angle\tstrength\tright\t\t\t\t",
        "a.mp4\tgolf/swing\tknee_angle\tstrength\tright\t\t\t\t",
        f"a.mp4\t{SHOT}\telbows\tstrength\tright\t\t\t\t",
        f"a.mp4\t{SHOT}\thead_dip\tgood\tright\t\t\t\t",
        f"a.mp4\t{SHOT}\thead_dip\tlow\ttrue\t\t\t\t",
        f"a.mp4\t{SHOT}\thead_dip\tlow\tright\tmany\t\t\t",
        f"a.mp4\t{SHOT}\ttrunk_lean\tlow\tright\t\t-1\t\t",
        f"b.mp4\t{SHOT}\thip_angle\tlow\tright\t3\t\t2.4\t2",
        f"b.mp4\t{SHOT}\thip_flexion\tlow\tright\t4\t\t\t",
        f"b.mp4\t{SHOT}\thip_angle\tlow\twrong\t\t\t\t",
        f"b.mp4\t{SHOT}\thip_angle\thigh\tright\t\t\t\t",
        f"b.mp4\t{SHOT}",
        f"../b.mp4\t{SHOT}\thip_angle\tlow\tright\t\t\t\t",
    )
    folder_with(folder, "clip\tdrill", f"a.mp4\t{SHOT}", "a.mp4\tnone", "b.mp4\tswim", table="drills.tsv")
    with pytest.raises(TableErrors) as caught:
        read_judged_folder(folder, DRILLS)
    problems = str(caught.value).splitlines()
    expected = {
        "judged.tsv, line 2: there is no clip 'c.mp4'": 1,
        "judged.tsv, line 3: 'golf/swing' is no drill of the checkpoint; expected one of basketball/": 1,
        "judged.tsv, line 4: basketball/mid-range-jump-shot has no parameter 'elbows'; expected one of head_pitch": 1,
        "judged.tsv, line 5: said is 'good'; expected one of strength, low, high": 1,
        "judged.tsv, line 6: judged is 'true'; expected one of right, fair, wrong, cannot be seen": 1,
        "judged.tsv, line 7: score is 'many'; expected a number, or nothing": 1,
        "judged.tsv, line 8: time_s is '-1'; expected seconds, 0 or more, or nothing": 1,
        "judged.tsv, line 9: the end of b.mp4 is 2.4; expected 0.5 s after its start, or later": 1,
        "judged.tsv, line 10: the same as judged.tsv, line 9; expected it once": 1,
        "judged.tsv, line 10: score is 4, and 3 at judged.tsv, line 9; expected one": 1,
        "judged.tsv, line 11: judged 'wrong', and 'right' at judged.tsv, line": 2,
        "judged.tsv, line 12: hip_angle contradicts judged.tsv, line": 2,
        "judged.tsv, line 13: expected 9 cells, got 2": 1,
        "judged.tsv, line 14: there is no clip '../b.mp4'": 1,
        "drills.tsv, line 3: a.mp4 was already at drills.tsv, line 2": 1,
        "drills.tsv, line 4: 'swim' is no drill of the checkpoint; expected one of basketball/": 1,
    }
    for start, count in expected.items():
        assert sum(problem.startswith(start) for problem in problems) == count, (start, problems)
    assert len(problems) == sum(expected.values()), problems


def test_a_parameter_that_cannot_be_seen_is_in_no_state(tmp_path: Path) -> None:
    folder_with(tmp_path, TRUTHS, f"a.mp4,{SHOT},head_dip,good", f"a.mp4,{SHOT},head_dip,cannot be seen")
    with pytest.raises(TableErrors, match="line 3: head_dip contradicts"):
        read_judged_folder(tmp_path, DRILLS)


@pytest.mark.parametrize(
    ("table", "text", "problem"),
    [
        ("judged.tsv", "clip\tdrill\tparameter\n", "columns said, judged are missing; it has clip, drill, parameter"),
        ("judged.csv", "clip,drill,parameter,said,judged,truth\n", "said and judged, or the column truth, not both"),
        ("judged.tsv", "a table of one word a line\n", "expected names of columns"),
        ("judged.tsv", "", "expected names of columns"),
        ("judged.tsv", "clip\tdrill\xff", "is not UTF-8 text"),
        ("drills.tsv", "clip\tsport\n", "the columns drill are missing"),
        ("notes.tsv", "clip\tdrill\n", "has no table: write judged.tsv into it"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said(tmp_path: Path, table: str, text: str, problem: str) -> None:
    (tmp_path / table).write_bytes(text.encode("latin-1"))
    with pytest.raises(TableErrors, match=problem) as caught:
        read_judged_folder(tmp_path, DRILLS)
    assert len(str(caught.value).splitlines()) == 1


def test_two_tables_of_one_name_are_refused(tmp_path: Path) -> None:
    for table in ("judged.tsv", "judged.csv"):
        folder_with(tmp_path, STATEMENTS, table=table)
    with pytest.raises(TableErrors, match="has both judged.tsv and judged.csv: keep one"):
        read_judged_folder(tmp_path, DRILLS)


# -- verdicts ----------------------------------------------------------------------------------------------------------

PRAISE, LOW, HIGH = (Claim("head_dip", state) for state in ("strength", "low", "high"))


def statement(state: str | None, verdict: str) -> Statement:
    return Statement("head_dip", state, verdict)


@pytest.mark.parametrize(
    ("claim", "statements", "verdict"),
    [
        (PRAISE, [statement("strength", "right")], "right"),
        (LOW, [statement("low", "fair")], "fair"),
        (LOW, [statement("low", "wrong")], "wrong"),
        (HIGH, [statement("high", "cannot be seen")], "cannot be seen"),
        (LOW, [statement("strength", "right")], "wrong"),
        (LOW, [statement("high", "right")], "wrong"),
        (PRAISE, [statement("low", "right")], "wrong"),
        (LOW, [statement("low", "fair"), statement("high", "right")], "fair"),
        (PRAISE, [statement("low", "wrong"), statement("high", "right")], "wrong"),
        (LOW, [statement("strength", "cannot be seen")], "cannot be seen"),
        (PRAISE, [statement(None, "cannot be seen")], "cannot be seen"),
        (LOW, [statement("strength", "fair")], UNJUDGED),
        (LOW, [statement("strength", "wrong")], UNJUDGED),
        (LOW, [statement("strength", "wrong"), statement("high", "wrong")], UNJUDGED),
        (LOW, [Statement("head_pitch", "low", "right")], UNJUDGED),
        (LOW, [], UNJUDGED),
        (None, [statement("low", "right")], UNJUDGED),
    ],
)
def test_the_verdict_on_a_claim(claim: Claim | None, statements: list[Statement], verdict: str) -> None:
    assert judge_claim(claim, statements) == verdict
    assert judge_claim(claim, statements[::-1]) == verdict


# -- a coach whose reports are planted ---------------------------------------------------------------------------------

Sides = Mapping[tuple[int, str], tuple[Claim | None, float, float]]
"""Claim, probability and second, by TechPoint and side."""


def report(
    drill: str = SHOT,
    sides: Sides | None = None,
    commentary: Sequence[tuple[Claim, float]] = (),
    score: float = 5.0,
    in_distribution: bool = True,
    warnings: tuple[str, ...] = (),
) -> CoachingReport:
    def side(index: int, quality: str) -> PointFeedback:
        claim, present, time_s = (sides or {}).get((index, quality), (None, 0.1, 0.0))
        sentence = f"sentence {index} {quality}"
        neighbours = (Neighbour(sentence, 0.9, claim),)
        return PointFeedback(present, present >= 0.5, sentence, neighbours, time_s, np.ones((1, 1, 1)))

    points = enumerate(DRILLS[drill].drill.techpoints)
    return CoachingReport(
        ClipSummary("a.mp4", 3, 30, 640, 360, (0, 3)), DRILLS[drill].drill, CheckpointSummary("a", "b", "pose", "c"),
        score, (score - 1, score + 1), (1.0, 10.0), "Words.",
        tuple(TechPointFeedback(point, side(i, "strength"), side(i, "weakness")) for i, point in points),
        warnings, {}, commentary_claims=tuple(CommentaryClaim(claim, probability) for claim, probability in commentary),
        drill_verdict=DrillVerdict(is_drill=True if in_distribution else None),
    )  # fmt: skip


class PlantedCoach:
    """A coach of files by name: the report that is planted under the name and drill, the name alone, or nothing."""

    def __init__(self, reports: Mapping[str | tuple[str, str], CoachingReport]) -> None:
        self.reports = reports
        self.calls: list[tuple[str, str, float | None, float | None]] = []

    def coach(
        self, path: str | Path, *, drill: str, start: float | None = None, end: float | None = None
    ) -> CoachingReport:
        name = Path(path).name
        self.calls.append((name, drill, start, end))
        planted = self.reports.get((name, drill)) or self.reports.get(name)
        if planted is None:
            raise Refusal("no_athlete", f"Nobody could be seen in {name}.", "Film one person.")
        return planted


def judged(name: str, *statements: Statement, score: float | None = None, drill: str = SHOT) -> JudgedClip:
    return JudgedClip(name, Path(name), drill, statements, score)


def figures_of(
    reports: Mapping[str | tuple[str, str], CoachingReport], *clips: JudgedClip, gate: Sequence[DrillClip] = ()
) -> tuple[JudgedFigures, CoachedFolder]:
    coached = coach_folder(PlantedCoach(reports), JudgedFolder(clips, tuple(gate)), tuple(DRILLS))
    return judged_figures(coached), coached


def test_the_claims_of_a_report_are_those_of_shown_sides_and_of_the_commentary() -> None:
    planted = report(
        sides={
            (0, "strength"): (PRAISE, 0.5, 1.0),
            (0, "weakness"): (LOW, 0.49, 1.0),
            (2, "weakness"): (None, 0.9, 2.0),
        },
        commentary=[(HIGH, 0.8)],
    )
    claims = [
        (made.place, made.claim, made.probability, made.praises, made.time_s, made.text)
        for made in report_claims(planted)
    ]
    assert claims == [
        (TECHPOINTS, PRAISE, 0.5, True, 1.0, "sentence 0 strength"),
        (TECHPOINTS, None, 0.9, False, 2.0, "sentence 2 weakness"),
        (COMMENTARY, HIGH, 0.8, False, None, None),
    ]
    assert reported_sides(planted) == (True, *[False] * 4, True, *[False] * 8)


def test_claims_are_counted_by_place_kind_and_verdict() -> None:
    knee, hip = Claim("knee_angle", "low"), Claim("hip_angle", "strength")
    planted = report(
        sides={
            (0, "strength"): (PRAISE, 0.9, 1.0),
            (3, "strength"): (hip, 0.9, 1.0),
            (4, "weakness"): (knee, 0.9, 1.0),
            (5, "weakness"): (None, 0.9, 1.0),
        },
        commentary=[(PRAISE, 0.9), (knee, 0.7)],
    )
    seen = [statement("strength", "right"), Statement("hip_angle", "strength", "cannot be seen"),
            Statement("knee_angle", "low", "fair")]  # fmt: skip
    figures, coached = figures_of(
        {"a.mp4": planted, "b.mp4": planted},
        judged("a.mp4", *seen),
        judged("b.mp4", statement("low", "right")),
        judged("c.mp4", statement("low", "right")),
    )
    praise, criticism = (figures.claims[TECHPOINTS][kind] for kind in ("praise", "criticism"))
    assert praise.counts == {"right": 1, "fair": 0, "wrong": 1, "cannot be seen": 1, UNJUDGED: 1}
    assert criticism.counts == {"right": 0, "fair": 1, "wrong": 0, "cannot be seen": 0, UNJUDGED: 3}
    assert praise.right == Share(1, 3) and praise.right_or_fair == Share(1, 3)
    assert criticism.right == Share(0, 1) and criticism.right_or_fair == Share(1, 1)
    # Two of three clips were coached.
    assert praise.per_clip == criticism.per_clip == 2.0
    commentary = figures.claims[COMMENTARY]
    assert commentary["praise"].counts == {"right": 1, "fair": 0, "wrong": 1, "cannot be seen": 0, UNJUDGED: 0}
    assert commentary["criticism"].counts == {"right": 0, "fair": 1, "wrong": 0, "cannot be seen": 0, UNJUDGED: 1}
    assert figures.refusals == {"no_athlete: Nobody could be seen in c.mp4.": 1}
    table = judged_table(figures)
    assert "| TechPoints: criticism | 2.00 | 0 | 1 | 0 | 0 | 3 | 0% (0 of 1; 0% to 79%) | 100% (1 of 1; 21% to" in table
    assert "| — no_athlete: Nobody could be seen in c.mp4. | 1 |" in table
    assert json.loads(json.dumps(figures.to_dict()))["claims"][TECHPOINTS]["praise"]["right_of_judged"]["of"] == 3
    lines = list(claim_lines(coached))
    assert lines[0] == {"clip": "c.mp4", "drill": SHOT, "refusal": "no_athlete: Nobody could be seen in c.mp4."}
    assert lines[1] == {
        "clip": "a.mp4", "drill": SHOT, "place": TECHPOINTS, "parameter": "head_dip", "said": "strength",
        "probability": 0.9, "time_s": 1.0, "text": "sentence 0 strength", "verdict": "right",
    }  # fmt: skip
    assert len(lines) == 1 + 2 * 6 and sum(line.get("verdict") == UNJUDGED for line in lines) == 5


def test_faults_found_are_faults_that_people_see() -> None:
    planted = report(sides={(0, "weakness"): (LOW, 0.9, 1.0)}, commentary=[(Claim("knee_angle", "high"), 0.9)])
    clip = judged(
        "a.mp4",
        statement("low", "right"),  # found in a side
        Statement("knee_angle", "high", "fair"),  # found in the commentary
        Statement("hip_angle", "high", "right"),  # missed
        Statement("trunk_lean", "low", "wrong"),  # no fault
        Statement("hand_gap", "strength", "right"),  # no fault
        Statement("set_height", None, "cannot be seen"),
    )
    figures, _ = figures_of({"a.mp4": planted}, clip, judged("refused.mp4", statement("low", "right")))
    assert figures.faults_found == {"anywhere": Share(2, 4), TECHPOINTS: Share(1, 4), COMMENTARY: Share(1, 4)}


def test_a_moment_is_right_within_a_quarter_of_a_second() -> None:
    claims = {
        (0, "weakness"): (LOW, 0.9, 1.24),
        (1, "strength"): (Claim("trunk_lean", "strength"), 0.9, 1.26),
        (2, "strength"): (Claim("set_height", "strength"), 0.9, 9.0),
    }
    clip = judged(
        "a.mp4",
        Statement("head_dip", "low", "right", 1.0),
        Statement("trunk_lean", "strength", "right", 1.0),
        Statement("set_height", "strength", "right"),
    )
    figures, _ = figures_of({"a.mp4": report(sides=claims, commentary=[(LOW, 0.9)])}, clip)
    assert figures.moments == Share(1, 2)


def test_scores_are_ranked_within_each_drill() -> None:
    reports: dict[str | tuple[str, str], CoachingReport] = {f"{said}.mp4": report(score=said) for said in range(1, 7)}
    clips = [judged(f"{said}.mp4", score=coach) for said, coach in ((1, 2.0), (2, 4.0), (3, 9.0))]
    clips += [judged(f"{said}.mp4", score=coach, drill=KICK) for said, coach in ((4, 3.0), (5, 2.0), (6, 1.0))]
    clips += [judged("1.mp4", score=1, drill=JUGGLING), judged("2.mp4", score=2, drill=JUGGLING), judged("3.mp4")]
    figures, _ = figures_of(reports, *clips)
    assert figures.score_order == {SHOT: pytest.approx(1), KICK: pytest.approx(-1), JUGGLING: None}
    assert figures.scored_clips == 8 and figures.score_order_mean == pytest.approx(0, abs=1e-9)


def test_warnings_are_counted_of_coached_clips() -> None:
    figures, _ = figures_of(
        {"a.mp4": report(in_distribution=False, warnings=("one", "two")), "b.mp4": report(warnings=("one",))},
        judged("a.mp4"), judged("b.mp4"), judged("c.mp4"),
    )  # fmt: skip
    assert figures.scored == Share(2, 3) and figures.warned == Share(1, 2) and figures.warnings_per_clip == 1.5


def test_the_interval_of_a_share_is_wilsons() -> None:
    z, count, of = 1.959964, 7, 9
    middle = (count / of + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * np.sqrt(count / of * (1 - count / of) / of + z**2 / (4 * of**2))
    assert Share(count, of).interval == pytest.approx((middle - half, middle + half), abs=1e-6)
    assert Share(0, 0).interval is None and share_text(Share(0, 0)) == "–"


# -- is it the drill ---------------------------------------------------------------------------------------------------


def test_a_clip_is_coached_as_its_own_drill_and_as_two_others() -> None:
    ids = tuple(DRILLS)
    for number in range(20):
        own = drills_to_try(DrillClip(f"{number}.mp4", Path(), KICK), ids)
        none = drills_to_try(DrillClip(f"{number}.mp4", Path(), None), ids)
        assert own[0] == KICK and len(set(own)) == len(set(none)) == 3 and {*own, *none} <= set(ids)
    chosen = {drill for number in range(20) for drill in drills_to_try(DrillClip(f"{number}", Path(), None), ids)}
    assert chosen == set(ids)
    assert drills_to_try(DrillClip("a", Path(), KICK), (KICK,)) == (KICK,)


def test_the_gate_is_measured_by_what_a_clip_is_coached_as() -> None:
    gate = [
        DrillClip(name, Path(name), drill)
        for name, drill in (("shot.mp4", SHOT), ("nobody.mp4", None), ("walk.mp4", None))
    ]
    foreign = report(in_distribution=False)
    figures, coached = figures_of({("shot.mp4", SHOT): report(), "shot.mp4": foreign, "walk.mp4": foreign}, gate=gate)
    own, another, none = (figures.gate[name] for name in ("own drill", "another drill", "no drill"))
    assert (own.refused, own.warned, own.scored) == (Share(0, 1), Share(0, 1), Share(1, 1))
    assert (another.refused, another.warned, another.scored) == (Share(0, 2), Share(2, 2), Share(2, 2))
    assert (none.refused, none.warned, none.scored) == (Share(3, 6), Share(3, 6), Share(3, 6))
    assert none.warned_or_refused == Share(6, 6)
    assert "| no drill | 50% (3 of 6; 19% to 81%) |" in judged_table(figures)
    assert len(coached.gate) == 3


def test_nothing_is_coached_twice() -> None:
    coach = PlantedCoach({"a.mp4": report()})
    folder = JudgedFolder((judged("a.mp4"),), (DrillClip("a.mp4", Path("a.mp4"), SHOT),))
    shares: list[float] = []
    coach_folder(coach, folder, tuple(DRILLS), progress=lambda stage, share: shares.append(share))
    assert len(coach.calls) == len(set(coach.calls)) == 3
    assert shares == [0.0, 0.25, 0.5, 0.75, 1.0]


# -- robustness --------------------------------------------------------------------------------------------------------


def test_steadiness_compares_every_variant_with_the_clip(tmp_path: Path) -> None:
    clips = [make_video(tmp_path / name, count=45) for name in ("a.mp4", "b.mp4")]
    folder = JudgedFolder(tuple(JudgedClip(clip.name, clip, SHOT, (), None, 0.6, 1.4) for clip in clips), ())
    both = {(0, "strength"): (PRAISE, 0.9, 1.0), (0, "weakness"): (LOW, 0.9, 1.0)}

    class Unsteady(PlantedCoach):
        """Says something else of whatever is not the file itself, and refuses variants of b.mp4."""

        def coach(
            self, path: str | Path, *, drill: str, start: float | None = None, end: float | None = None
        ) -> CoachingReport:
            self.calls.append((Path(path).name, drill, start, end))
            if Path(path) in clips:
                return report(score=5.0, sides=both)
            if Path(path).name == "b.mp4":
                raise Refusal("no_athlete", "Nobody.", "Film one person.")
            shown = both[0, "strength"]
            sides = {(0, "strength"): shown, (5, "strength"): shown, (6, "weakness"): shown}
            return report(score=5.75, sides=sides, in_distribution=False)

    coach = Unsteady({})
    figures = judged_figures(coach_folder(coach, folder, tuple(DRILLS), robustness=True))
    assert list(figures.steadiness) == [variant.name for variant in VARIANTS] and len(VARIANTS) == 5
    for steady in figures.steadiness.values():
        assert steady.score_change == steady.largest_score_change == pytest.approx(0.75)
        assert (steady.clips, steady.scored_once, steady.warned_once) == (1, 1, 1)
        assert (steady.sides_flipped, steady.sides) == (3.0, 14)
    assert "| half speed | 1 | 0.75 | 0.75 | 3.00 of 14 | 1 | 1 |" in judged_table(figures)
    parts = {(round(start, 6), round(end, 6)) for _, _, start, end in coach.calls if start and end}
    assert parts == {(0.6, 1.4), (0.3, 1.1), (1.2, 2.8)} and len(coach.calls) == 12


MIRRORED_CORNERS = {"top left": "top right", "top right": "top left", "bottom left": "bottom right",
                    "bottom right": "bottom left"}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS, ids=[variant.name for variant in VARIANTS])
def test_a_variant_shows_the_same_frames(variant: Variant, tmp_path: Path) -> None:
    # Its 2.4 s are read in two parts, and a frame lies on the edge at 1.2 s.
    path = make_video(tmp_path / "clip.mp4", count=72, rotation=90)
    clip = read_clip(path)
    write_variant(path, variant, tmp_path / "variant.mp4")
    made = read_clip(tmp_path / "variant.mp4")
    kept = clip.times >= variant.cut_s - 1e-6
    assert made.frames.shape[1:3] == tuple(round(side * variant.scale) for side in clip.frames.shape[1:3])
    assert made.times == pytest.approx((clip.times[kept] - clip.times[kept][0]) * variant.slower, abs=2e-3)
    upright = made.frames[:, :, ::-1] if variant.mirrored else made.frames
    assert [number_of(frame) for frame in upright] == np.flatnonzero(kept).tolist()
    assert set(corners_of(made.frames[9]).items()) == set(
        MIRRORED_CORNERS.items() if variant.mirrored else zip(CORNERS, CORNERS, strict=True)
    )


def test_unevenly_spaced_frames_keep_their_times(tmp_path: Path) -> None:
    times = [0.0, 0.04, 0.1, 0.11, 0.5, 0.6, 0.75]
    frames = [(time, np.full((32, 48, 3), 30 * number, np.uint8)) for number, time in enumerate(times)]
    write_timed_video(tmp_path / "uneven.mp4", frames, 10)
    assert read_clip(tmp_path / "uneven.mp4", max_fps=120).times == pytest.approx(times, abs=1e-4)


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_figures_and_writes_the_claims(
    tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"a.mp4\t{SHOT}\thead_dip\tlow\tright\tme", f"b.mp4\t{SHOT}\thead_dip\tlow\twrong\t"]
    folder_with(tmp_path, f"{STATEMENTS}\tby", *rows)
    coach = PlantedCoach({"a.mp4": report(sides={(0, "weakness"): (LOW, 0.8, 1.0)})})
    monkeypatch.setattr("techcoach.coaching.coach.Coach.from_pretrained", lambda *_, **__: coach)
    command = ["evaluate", "--judged", str(tmp_path), "--checkpoint", str(tiny_checkpoint)]
    assert (
        main([*command, "--write", str(tmp_path / "claims.jsonl"), "--beside", f"other={tiny_checkpoint}"]) == Exit.DONE
    )
    out, err = capsys.readouterr()
    assert out.count("| TechPoints: criticism | 1.00 | 1 | 0 | 0 | 0 | 0 | 100% (1 of 1; 21% to 100%) |") == 2
    assert "**other**" in out and "by of judged.tsv is not read" in err
    lines = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["checkpoint"], line["clip"]) for line in lines] == [
        (tiny_checkpoint.name, "b.mp4"), (tiny_checkpoint.name, "a.mp4"), ("other", "b.mp4"), ("other", "a.mp4")
    ]  # fmt: skip
    assert main([*command, "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)[tiny_checkpoint.name]["faults_found"]["anywhere"]["count"] == 1


def test_tables_with_errors_end_the_command_before_anything_is_coached(
    tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("techcoach.coaching.coach.Coach.from_pretrained", lambda *_, **__: pytest.fail("it was begun"))
    folder_with(tmp_path, STATEMENTS, f"a.mp4\t{SHOT}\telbows\tlow\tright", f"c.mp4\t{SHOT}\thead_dip\tlow\tright")
    command = ["evaluate", "--checkpoint", str(tiny_checkpoint)]
    assert main([*command, "--judged", str(tmp_path)]) == Exit.FAILED
    out, err = capsys.readouterr()
    assert out == "" and "line 2: " in err and "line 3: " in err
    wrong = [
        (["--robustness"], "goes with --judged"),
        (["--judged", str(tmp_path), "--card"], "writes no model card"),
        (["--judged", str(tmp_path / "a.mp4")], "is no folder"),
        (["--judged", str(tmp_path), "--beside", f"{tiny_checkpoint.name}={tiny_checkpoint}"], "twice"),
    ]
    for more, message in wrong:
        assert main([*command, *more]) == Exit.WRONG_USAGE and message in capsys.readouterr().err
