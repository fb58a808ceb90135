"""Checks what a visitor filled in, and coaches the clip. Knows no Gradio; trusts nothing from the browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..types import DIMENSIONS, CoachingReport, Drill, PersonBox, Progress, Refusal, TechPoint
from .setting import Setting

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(@[\w./-]+)?")
MOMENT = re.compile(r"((?P<minutes>\d{1,3}):)?(?P<seconds>-?\d{1,6}(\.\d{1,6})?) ?s?", re.ASCII)
NUMBER = r"-?\d{1,6}(?:\.\d{1,3})?"
MARKED = re.compile(rf"({NUMBER}),({NUMBER}),({NUMBER}),({NUMBER})(?:@({NUMBER}))?", re.ASCII)
NUMBER_OF_ATTEMPT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
MOST_TECHPOINTS, LONGEST_INSTRUCTION = 14, 400

Rows = Sequence[Sequence[object]]
"""A table of TechPoints: body part, what to look for."""


@dataclass(frozen=True)
class Form:
    """What a visitor filled in, as it comes from the browser.

    The fields are the arguments of `CoachLike.coach`, and the checkpoint. Start and end may be texts, see
    `parse_moment`; the athlete is one, see `parse_person`; the attempt may be one, see `parse_attempt`.
    """

    clip: str | None
    drill: str
    ego: str | None = None
    first_person: bool = False
    start: str | float | None = None
    end: str | float | None = None
    checkpoint: str | None = None
    techpoints: Rows | None = None
    athlete: str | None = None
    attempt: str | float | None = None


def coach_form(setting: Setting, form: Form, progress: Progress) -> CoachingReport:
    """Check the form and coach the clip.

    Raises:
        Refusal: if the visitor can correct what is wrong.
    """
    if form.clip is None:
        raise Refusal("unreadable", "There is no clip.", "Upload one, or choose an example.")
    checkpoint = allowed_checkpoint(form.checkpoint or setting.checkpoints[0], setting.checkpoints)
    drill = offered_drill(form.drill, setting)
    techpoints = None if form.techpoints is None else custom_techpoints(form.techpoints, drill)
    start, end = checked_window(parse_moment(form.start), parse_moment(form.end))
    progress("Loading the coach", 0.0)
    coach = setting.coach_for(checkpoint)
    return coach.coach(
        form.clip,
        drill=drill.id,
        ego=form.ego,
        first_person=bool(form.first_person),
        start=start,
        end=end,
        athlete=parse_person(form.athlete),
        attempt=parse_attempt(form.attempt),
        techpoints=techpoints,
        progress=progress,
    )


def offered_drill(drill_id: str, setting: Setting) -> Drill:
    """Return the drill of that id.

    Raises:
        Refusal: unknown_drill, if the page does not offer it.
    """
    try:
        return setting.drill(drill_id)
    except KeyError:
        names = ", ".join(drill.id for drill in setting.drills)
        raise Refusal("unknown_drill", f"There is no drill {drill_id!r}.", f"Choose one of: {names}.") from None


def parse_moment(value: str | float | None) -> float | None:
    """Parse a moment of a clip, such as 12, 12.5, "12,5", "0:12" or "1:02.5".

    Returns:
        Seconds; None for None or an empty text.

    Raises:
        Refusal: too_short, if the text is no moment.
    """
    if value is None:
        return None
    text = str(value).strip().replace(",", ".")
    if not text:
        return None
    match = MOMENT.fullmatch(text)
    if not match:
        raise Refusal(
            "too_short",
            f"{text[:40]!r} is no moment of a clip.",
            "Write seconds, as 12 or 12.5, or minutes and seconds, as 0:12; or leave it empty.",
        )
    return 60.0 * float(match["minutes"] or 0) + float(match["seconds"])


def parse_attempt(value: str | float | None) -> int | None:
    """Parse the number of an attempt; None for None or an empty text.

    Raises:
        Refusal: too_short, if it is no number from 1 on.
    """
    text = "" if value is None else str(value).strip().removesuffix(".0")
    if not text:
        return None
    if not NUMBER_OF_ATTEMPT.fullmatch(text):
        raise Refusal(
            "too_short",
            f"{text[:40]!r} is no number of an attempt.",
            "Write 1, 2 and so on; or leave it empty for the attempt that is the surest.",
        )
    return int(text)


def person_text(person: PersonBox) -> str:
    """Write a person's box as `parse_person` reads it."""
    corners = ",".join(f"{value:.0f}" for value in person.box)
    return corners if person.time_s is None else f"{corners}@{person.time_s:.3f}"


def parse_person(value: str | None) -> PersonBox | None:
    """Parse a box around the athlete, X0,Y0,X1,Y1 in pixels or X0,Y0,X1,Y1@SECONDS; None if there is none.

    Raises:
        Refusal: if it is anything else.
    """
    if not (value or "").strip():
        return None
    match = MARKED.fullmatch(str(value).replace(" ", ""))
    x0, y0, x1, y1 = (float(part) for part in match.groups()[:4]) if match else (0.0, 0.0, 0.0, 0.0)
    if match is None or x1 <= x0 or y1 <= y0:
        raise Refusal(
            "no_athlete",
            "The box around the athlete cannot be read.",
            "Write it as X0,Y0,X1,Y1 in pixels, for example 120,80,260,420.",
        )
    return PersonBox((x0, y0, x1, y1), None if match[5] is None else float(match[5]))


def checked_window(start: float | None, end: float | None) -> tuple[float | None, float | None]:
    """Return start and end, seconds, unchanged if they bound a part of a clip.

    Raises:
        Refusal: too_short, if start is negative or end is not after start.
    """
    if (start is not None and start < 0) or (end is not None and end <= (start or 0.0)):
        raise Refusal(
            "too_short",
            f"The part from {start or 0:g} s to {'the end' if end is None else f'{end:g} s'} is no part of a clip.",
            "Let it start at 0 s or later, and end after it starts; or leave both empty.",
        )
    return start, end


def allowed_checkpoint(checkpoint: str, listed: Sequence[str]) -> str:
    """Return a checkpoint that a visitor may use: one of the list, or a Hub id; never another folder of the server.

    Raises:
        Refusal: unknown_checkpoint.
    """
    checkpoint = checkpoint.strip()
    if checkpoint in listed:
        return checkpoint
    # A folder of this name would be loaded instead of the Hub checkpoint.
    if not HUB_ID.fullmatch(checkpoint) or ".." in checkpoint or Path(checkpoint.split("@")[0]).exists():
        raise Refusal(
            "unknown_checkpoint",
            f"{checkpoint!r} is neither in the list nor a Hub id.",
            "Choose one of the list, or type org/name or org/name@revision.",
        )
    return checkpoint


def techpoint_rows(drill: Drill) -> list[list[str]]:
    """Return a drill's TechPoints as rows of a table."""
    return [[point.dimension, point.instruction] for point in drill.techpoints]


def custom_techpoints(rows: Rows, drill: Drill) -> list[TechPoint] | None:
    """Return the TechPoints of a table without its empty rows, or None if they are those of the drill.

    Raises:
        Refusal: unknown_drill, if a body part is none of the seven, an instruction is missing or too long, or the
            table holds no TechPoints or too many.
    """
    cells = [[str(cell if cell is not None else "").strip() for cell in row] for row in rows]
    filled = [row for row in cells if any(row)]
    if filled == techpoint_rows(drill):
        return None
    if not 1 <= len(filled) <= MOST_TECHPOINTS:
        raise Refusal(
            "unknown_drill", f"There are {len(filled)} technical points.", f"Give between 1 and {MOST_TECHPOINTS}."
        )
    return [_techpoint(*row[:2]) for row in filled]


def _techpoint(dimension: str, instruction: str) -> TechPoint:
    if dimension.lower() not in DIMENSIONS:
        raise Refusal(
            "unknown_drill",
            f"{dimension!r} is not a body part that can be coached.",
            f"In the table of technical points, choose among: {', '.join(DIMENSIONS)}.",
        )
    if not 1 <= len(instruction) <= LONGEST_INSTRUCTION:
        raise Refusal(
            "unknown_drill",
            f"The technical point on {dimension} has {len(instruction)} characters.",
            f"In the table, write what to look for in 1 to {LONGEST_INSTRUCTION} characters, or empty the whole row.",
        )
    return TechPoint(dimension.lower(), instruction)
