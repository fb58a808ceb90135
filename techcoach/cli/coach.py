"""`techcoach coach CLIP`: coaches one clip.

Arguments, output folder, clip and checkpoint are checked before a model is loaded, so that a clip that cannot be
coached is refused at once. The report is never lost: if it cannot be saved, it is printed.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from ..checkpoint.locate import EMBEDDED, ResolvedCheckpoint, resolve
from ..checkpoint.supported_drills import find_drill, supported_drills
from ..pose import TRACKERS
from ..types import Box, CoachingReport, PersonBox, PointFeedback, Refusal
from .common import (
    DEVICES,
    Commands,
    Exit,
    WrongUsage,
    check_device,
    log_line,
    output_folder,
    print_json,
    print_result,
    progress_line,
    seconds,
)

if TYPE_CHECKING:
    from ..coaching.attempt_reports import AttemptReports
    from ..video.info import VideoInfo

ALL = "all"
"""What `--attempt` says for every attempt."""
WEB_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def add_command(commands: Commands) -> None:
    """Add `coach` to the commands."""
    parser = commands.add_parser("coach", help="coach one clip")
    # Not a Path, which would shorten a web address.
    parser.add_argument("clip", metavar="CLIP", help="a video file")
    parser.add_argument("--ego", metavar="CLIP2", help="a first-person clip of the same moment")
    parser.add_argument("--first-person", action="store_true", help="CLIP itself was filmed by a worn camera")
    parser.add_argument("--drill", metavar="ID", help="what is practised; see `techcoach drills`")
    parser.add_argument("--start", type=seconds, metavar="S", help="where the part to coach begins, seconds")
    parser.add_argument("--end", type=seconds, metavar="E", help="where it ends")
    parser.add_argument(
        "--athlete", type=_box, metavar="X0,Y0,X1,Y1[@S]", help="a box around the athlete, pixels; S: at which second"
    )
    parser.add_argument(
        "--attempt", type=_attempt, metavar="N|all", help="which attempt at the drill is coached; all: a report on each"
    )
    parser.add_argument("--checkpoint", metavar="DIR_OR_HUB_ID[@REVISION]", help="default: the embedded checkpoint")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--tracker", choices=TRACKERS, default=TRACKERS[0], help="vitpose: several people, on a GPU")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write report.json and the attention maps there")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.runs(_coach)


def _box(text: str) -> PersonBox:
    corners, at, second = text.partition("@")
    try:
        x0, y0, x1, y1 = (float(part) for part in corners.split(","))
        time_s = float(second) if at else None
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected X0,Y0,X1,Y1 or X0,Y0,X1,Y1@SECONDS, got {text!r}") from None
    if not all(map(math.isfinite, (x0, y0, x1, y1, time_s or 0.0))):
        raise argparse.ArgumentTypeError(f"the box {text!r} must have finite numbers only")
    if x1 <= x0 or y1 <= y0:
        raise argparse.ArgumentTypeError(f"the box {text!r} is empty: X0 < X1 and Y0 < Y1")
    return PersonBox((x0, y0, x1, y1), time_s)


def _attempt(text: str) -> int | str:
    if text == ALL:
        return ALL
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, or {ALL}, got {text!r}")
    return int(text)


def _coach(options: argparse.Namespace) -> Exit:
    if options.end is not None and options.end <= (options.start or 0.0):
        raise WrongUsage(f"--end {options.end:g} must be after --start {options.start or 0:g}")
    check_device(options.device)
    with output_folder(options.out):
        checkpoint = _check_before_loading(options)

        from ..coaching.coach import Coach

        coach = Coach.from_pretrained(checkpoint, device=options.device, tracker=options.tracker)
        asked = {
            "drill": options.drill,
            "ego": options.ego,
            "first_person": options.first_person,
            "start": options.start,
            "end": options.end,
            "athlete": options.athlete,
            "progress": progress_line,
        }
        if options.attempt == ALL:
            attempts = coach.coach_attempts(options.clip, **asked)
            return _hand_over(attempts, attempts_as_text(attempts), options.out, as_json=options.json)
        report = coach.coach(options.clip, attempt=options.attempt, **asked)
        for warning in report.warnings:
            log_line(f"warning: {warning}")
        return _hand_over(report, report_as_text(report), options.out, as_json=options.json)


def _check_before_loading(options: argparse.Namespace) -> ResolvedCheckpoint:
    """Check the clips, the drill, the chosen part and the box; return the checkpoint to load.

    Raises:
        Refusal: if the clip cannot be read, is too short, or the checkpoint does not coach the drill.
        WrongUsage: if the athlete's box lies outside the picture.
    """
    from ..video.probe import probe
    from ..video.sampling import WINDOW_S, check_length

    for clip in filter(None, (options.clip, options.ego)):
        check_clip_file(clip)
    checkpoint = resolve(options.checkpoint or EMBEDDED)
    find_drill(supported_drills(checkpoint.folder), options.drill)
    begin = options.start or 0.0
    end = begin + WINDOW_S if options.end is None and options.start is not None else options.end
    info = probe(options.clip, part=(options.start, end))
    length = min(info.duration_s, options.end or info.duration_s) - begin
    check_length(Path(options.clip).name, max(0.0, length), max(0, round(length * info.fps)))
    if options.athlete is not None:
        _check_inside(options.athlete.box, info)
    if options.ego is not None:
        probe(options.ego)
    return checkpoint


def check_clip_file(path: str) -> None:
    """Refuse a path that is not a readable file; the refusal quotes the path as the user wrote it.

    Raises:
        Refusal: unreadable or not_a_video.
    """
    if WEB_ADDRESS.match(path):
        raise Refusal("unreadable", f"{path} is a web address, not a file.", "Download the clip first; give its file.")
    try:
        kind = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refusal("unreadable", f"{path} cannot be opened: {why}.", "Check the path of the clip.") from error
    if not stat.S_ISREG(kind):
        what = "a folder" if stat.S_ISDIR(kind) else "no ordinary file"
        raise Refusal("not_a_video", f"{path} is {what}.", "Give a video file.")
    if not os.access(path, os.R_OK):
        raise Refusal("unreadable", f"{path} cannot be opened: you may not read it.", "Change who may read the file.")


def _check_inside(box: Box, info: VideoInfo) -> None:
    if box[0] >= info.width or box[1] >= info.height or box[2] <= 0 or box[3] <= 0:
        box_text = ",".join(f"{number:g}" for number in box)
        raise WrongUsage(f"--athlete {box_text} lies outside the picture, which is {info.width} x {info.height} pixels")


def _hand_over(result: CoachingReport | AttemptReports, text: str, out: Path | None, *, as_json: bool) -> Exit:
    """Save and print a result; if it cannot be saved, print all of it as JSON."""
    failure = None
    if out is not None:
        try:
            log_line(f"wrote {result.save(out)}")
        except OSError as error:
            failure = error
            log_line(f"the report could not be written to {out} ({error.strerror}); it is printed as JSON instead")
    if as_json or failure is not None:
        print_json(result.to_dict())
    else:
        print_result(text)
    return Exit.DONE if failure is None else Exit.FAILED


def attempts_as_text(attempts: AttemptReports) -> str:
    """Return the reports on all attempts as text for a terminal, and then their spread."""
    parts = []
    for number, outcome in enumerate(attempts.outcomes, start=1):
        if isinstance(outcome, Refusal):
            parts.append(f"Attempt {number} was not coached. {outcome.what} {outcome.advice}")
            continue
        start, end = outcome.clip.window_s
        heading = f"Attempt {number} of {len(attempts.outcomes)}, from {start:.1f} s to {end:.1f} s"
        warnings = [f"warning: {warning}" for warning in outcome.warnings]
        parts.append("\n".join([heading, *warnings, report_as_text(outcome)]))
    return "\n\n".join([*parts, _spread(attempts)])


def _spread(attempts: AttemptReports) -> str:
    scores, coached = attempts.scores, len(attempts.reports)
    lines = [f"All {len(attempts.outcomes)} attempts: no score"]
    if scores:
        mean = sum(scores) / len(scores)
        lines = [
            f"All {len(attempts.outcomes)} attempts: {mean:.1f} on average, {min(scores):.1f} to {max(scores):.1f}"
        ]
    lines += [f"  in {one.attempts} of {coached}: {one.text}" for one in attempts.repeated_claims]
    return "\n".join(lines)


def report_as_text(report: CoachingReport) -> str:
    """Return the report as text for a terminal; of a clip that is not the drill, the cause alone."""
    if report.score is None or report.score_interval is None:
        return f"{report.drill.title}: no score. {report.drill_verdict.cause}"
    low, high = report.score_interval
    lines = [
        f"{report.drill.title}: {report.score:.1f} of {report.score_range[1]:.0f} "
        f"(90% between {low:.1f} and {high:.1f})",
        "",
        report.commentary,
    ]
    for point in report.techpoints:
        lines += ["", f"{point.techpoint.dimension}: {point.techpoint.instruction}"]
        sides = (("+", point.strength), ("-", point.weakness))
        findings = [_finding(sign, feedback) for sign, feedback in sides if feedback.stated]
        lines += findings or ["  nothing clear"]
    return "\n".join(lines)


def _finding(sign: str, feedback: PointFeedback) -> str:
    return f"  {sign} {feedback.present:4.0%} at {feedback.peak_time_s:4.1f} s  {feedback.commentary}"
