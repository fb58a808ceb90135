"""Renders a report as HTML. Every text of a visitor or a model goes through `safe`; numbers are formatted here.

Knows reports and their pictures; knows no Gradio and no coach. Buttons with `data-seconds` move the player to that
moment (`page.js`).
"""

from __future__ import annotations

import base64
import html

import cv2
import numpy as np

from ..types import (
    QUALITIES,
    CoachingReport,
    Evidence,
    Neighbour,
    PointFeedback,
    Refusal,
    SeveralAthletes,
    TechPoint,
    TechPointFeedback,
)
from ..views.heatmaps import draw_people, film_strip, has_places, heatmap_picture
from ..views.report_words import describe_picture, describe_place, highlights, split_commentary

JPEG_QUALITY = 84
TITLES = {"strength": "Done well", "weakness": "Can be improved"}


def safe(text: str) -> str:
    """Escape text, so that the browser takes nothing in it for HTML or for a template."""
    escaped = html.escape(text, quote=True)
    for character in "${}`":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped


def capital(text: str) -> str:
    """Return the text with a capital first letter, the rest unchanged."""
    return text[:1].upper() + text[1:]


# -- the whole clip ----------------------------------------------------------------------------------------------------


def summary(report: CoachingReport) -> str:
    """Render score, warnings, commentary and the main points; where the clip is not the drill, the cause alone."""
    if report.score is None:
        return f'<div class="tc-summary"><div class="tc-figures">{no_score_card(report)}{_warnings(report)}</div></div>'
    well, improve = split_commentary(report.commentary)
    if improve:
        comments = _comments_card(report, "strength", well or "The coach names nothing that is done well here.")
        comments += _comments_card(report, "weakness", improve)
    else:
        comments = f'<section class="tc-card tc-whole"><h2>Commentary</h2><p class="tc-said">{safe(well)}</p></section>'
    return (
        f'<div class="tc-summary"><div class="tc-figures">{score_card(report)}{_warnings(report)}</div>{comments}</div>'
    )


def score_card(report: CoachingReport) -> str:
    """Render the score, and where it lies with its interval on the scale.

    Raises:
        ValueError: if the report has no score.
    """
    if report.score is None or report.score_interval is None:
        raise ValueError(f"the report on {report.clip.name} has no score to draw")
    low, high = report.score_range
    first, last = report.score_interval

    def across(score: float) -> float:
        return 100 * (score - low) / (high - low)

    ticks = "".join(
        f'<span style="left:{across(tick):.2f}%">{tick}</span>' for tick in range(round(low), round(high) + 1)
    )
    label = f"Score {report.score:.1f} on a scale from {low:g} to {high:g}; 90% interval from {first:.1f} to {last:.1f}"
    return (
        f'<section class="tc-card tc-score"><h2>{safe(report.drill.title)}</h2>'
        f'<p class="tc-number">{report.score:.1f}<small> of {high:g}</small></p>'
        f'<div class="tc-scale" role="img" aria-label="{label}"><div class="tc-track">'
        f'<i class="tc-interval" style="left:{across(first):.2f}%;width:{across(last) - across(first):.2f}%"></i>'
        f'<i class="tc-mark" style="left:{across(report.score):.2f}%"></i></div>'
        f'<div class="tc-ticks">{ticks}</div></div>'
        f'<p class="tc-small"><b>{first:.1f} to {last:.1f}</b> is the 90% interval: for nine in ten '
        "clips like those it learned from, the true score lies within.</p></section>"
    )


def no_score_card(report: CoachingReport) -> str:
    """Render why a clip that is not the drill has no score."""
    return (
        f'<section class="tc-card tc-score" role="alert"><h2>{safe(report.drill.title)}: no score</h2>'
        f"<p>{safe(report.drill_verdict.cause)}</p></section>"
    )


def _comments_card(report: CoachingReport, quality: str, text: str) -> str:
    items = "".join(
        f'<li><span class="tc-where"><a href="#tc-point-{item.index}">{safe(capital(item.techpoint.dimension))}</a>'
        f"{_moment(item.feedback.peak_time_s)}</span> {safe(item.feedback.commentary)}</li>"
        for item in highlights(report, quality)
    )
    return (
        f'<section class="tc-card tc-{quality}"><h2>{TITLES[quality]}</h2><p class="tc-said">{safe(text)}</p>'
        + (f'<ul class="tc-takeaways">{items}</ul>' if items else "")
        + "</section>"
    )


def _moment(seconds: float) -> str:
    return (
        f'<button type="button" class="tc-moment" data-seconds="{seconds:.3f}" aria-label="Show {seconds:.1f} s in the '
        f'clip">{seconds:.1f} s</button>'
    )


def _warnings(report: CoachingReport) -> str:
    said = report.drill_verdict.cause if report.score is None else ""  # on the card beside them
    items = "".join(f"<li>{safe(warning)}</li>" for warning in report.warnings if warning != said)
    if not items:
        return ""
    return f'<section class="tc-card tc-warnings"><h2>Before you trust this</h2><ul>{items}</ul></section>'


# -- each TechPoint ----------------------------------------------------------------------------------------------------


def techpoint_cards(report: CoachingReport) -> str:
    """Render one card for each TechPoint, with strength and weakness side by side."""
    cards = "".join(_techpoint(index, point, report.evidence) for index, point in enumerate(report.techpoints))
    return f'<div class="tc-points">{cards}</div>{_ego(report.evidence)}'


def _techpoint(index: int, point: TechPointFeedback, evidence: Evidence | None) -> str:
    techpoint = point.techpoint
    sides = "".join(_side(techpoint, quality, getattr(point, quality), evidence) for quality in QUALITIES)
    return (
        f'<article class="tc-card tc-point" id="tc-point-{index}"><div class="tc-about">'
        f'<h3>{safe(capital(techpoint.dimension))}</h3><p class="tc-instruction">{safe(techpoint.instruction)}</p>'
        f"</div>{sides}</article>"
    )


def _side(techpoint: TechPoint, quality: str, feedback: PointFeedback, evidence: Evidence | None) -> str:
    clear = feedback.stated
    lead = "" if clear else '<b class="tc-silent">Nothing clear to say.</b>'
    lead += " Nearest: " if not clear and feedback.neighbours else ""
    return (
        f'<section class="tc-side tc-{quality}{"" if clear else " tc-muted"}"><header><h4>{capital(quality)}</h4>'
        f'<span class="tc-sure" title="Probability that this is true">{_percent(feedback.present)}</span>'
        f"</header>{_picture(techpoint, quality, feedback, evidence)}"
        f'<div class="tc-tell"><p class="tc-said">{lead}{_sentence(feedback.neighbours, feedback.commentary)}</p>'
        f"{_more_sentences(feedback.neighbours)}</div></section>"
    )


def _percent(share: float) -> str:
    return f'<i style="width:{100 * share:.0f}%"></i><b>{share:.0%}</b> likely'


def _sentence(neighbours: tuple[Neighbour, ...], commentary: str) -> str:
    return safe(commentary) + (_similarity(neighbours[0]) if neighbours else "")


def _similarity(neighbour: Neighbour) -> str:
    title = "Cosine similarity to what the model saw"
    return f' <span class="tc-similarity" title="{title}">similarity {neighbour.similarity:.2f}</span>'


def _more_sentences(neighbours: tuple[Neighbour, ...]) -> str:
    if len(neighbours) < 2:
        return ""
    items = "".join(f"<li>{safe(neighbour.text)}{_similarity(neighbour)}</li>" for neighbour in neighbours[1:])
    return f"<details><summary>Other near sentences</summary><ul>{items}</ul></details>"


def _picture(techpoint: TechPoint, quality: str, feedback: PointFeedback, evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    image = heatmap_picture(feedback, evidence)
    description = safe(describe_picture(techpoint, quality, feedback, evidence))
    nearest_place = describe_place(feedback, evidence)
    return (
        f'<figure><img src="{data_uri(image)}" width="{image.shape[1]}" height="{image.shape[0]}" alt="{description}">'
        f"<figcaption>{'Where' if has_places(feedback) else 'When'} the model looked"
        f"{f': {nearest_place}' if nearest_place else ''}, "
        f"{_moment(feedback.peak_time_s)}</figcaption>"
        "</figure>"
    )


def _ego(evidence: Evidence | None) -> str:
    if evidence is None or evidence.ego_frames is None:
        return ""
    strip = film_strip(evidence.ego_frames)
    note = (
        "Read beside the clip above; where the model looked is drawn there."
        if evidence.ego_read
        else "Shown here, not read by the coach."
    )
    return (
        f'<section class="tc-card tc-ego"><h3>First-person clip</h3><p class="tc-instruction">{note}'
        f'</p><img src="{data_uri(strip)}" alt="Moments of the first-person clip, in order.">'
        "</section>"
    )


def data_uri(image: np.ndarray) -> str:
    """Encode a picture, (h, w, 3) uint8 RGB, as a JPEG in a `data:` address.

    Raises:
        ValueError: if OpenCV cannot encode it.
    """
    encoded, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not encoded:
        raise ValueError(f"a picture of shape {image.shape} could not be encoded")
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()


# -- the rest ----------------------------------------------------------------------------------------------------------


def peaks_table(report: CoachingReport) -> str:
    """Render the peak times of the timeline as a table, for readers who cannot see the figure."""
    rows = "".join(
        f"<tr><th scope='row'>{safe(capital(point.techpoint.dimension))}</th>"
        + "".join(f"<td>{_moment(getattr(point, quality).peak_time_s)}</td>" for quality in QUALITIES)
        + "</tr>"
        for point in report.techpoints
    )
    return (
        '<details class="tc-table"><summary>The peaks as a table</summary><table><thead><tr>'
        '<th scope="col">Body part</th><th scope="col">Strength</th><th scope="col">Weakness</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def small_print(report: CoachingReport) -> str:
    """Render the coached part of the clip, the checkpoint, its training data, and the time that each stage took."""
    checkpoint, clip = report.checkpoint, report.clip
    seconds = ", ".join(f"{stage} {value:.1f} s" for stage, value in report.timing_s.items())
    return (
        '<dl class="tc-small tc-print">'
        f"<div><dt>Clip</dt><dd>{safe(clip.name)}: {clip.window_s[0]:.1f} to {clip.window_s[1]:.1f} s of "
        f"{clip.duration_s:.1f} s were coached</dd></div>"
        f"<div><dt>Checkpoint</dt><dd>{safe(checkpoint.id)}, revision {safe(checkpoint.revision[:12])}</dd></div>"
        f"<div><dt>Trained on</dt><dd>{safe(checkpoint.trained_on)}</dd></div>"
        f"<div><dt>Time taken</dt><dd>{safe(seconds)}</dd></div></dl>"
    )


def refusal_card(refusal: Refusal) -> str:
    """Render why a clip was refused and what the visitor can do next."""
    return (
        '<section class="tc-card tc-refusal" role="alert"><h2>This clip was not coached</h2>'
        f"<p>{safe(refusal.what)}</p><p><b>What to do next.</b> {safe(refusal.advice)}</p></section>"
    )


def people_card(question: SeveralAthletes) -> str:
    """Render the question who of several people is the athlete: a picture with a numbered box around each."""
    picture = draw_people(question.picture, [person.scaled(question.scale) for person in question.people])
    return (
        '<section class="tc-card tc-refusal" role="alert"><h2>Who is the athlete?</h2>'
        f"<p>{len(question.people)} people move in this clip. Choose the athlete's number below, then press Coach.</p>"
        f'<img src="{data_uri(picture)}" '
        'alt="A frame of the clip with a numbered box around each person."></section>'
    )


def failure_card() -> str:
    """Render the notice of an unexpected error; the log holds its details."""
    return (
        '<section class="tc-card tc-refusal" role="alert"><h2>Something went wrong here, not with your clip</h2>'
        "<p>The clip was not coached. The server's log says why.</p>"
        "<p><b>What to do next.</b> Try once more; if it happens again, tell whoever runs this server.</p></section>"
    )


def done_notice(report: CoachingReport) -> str:
    """Render the notice that a screen reader reads out when the result is there."""
    if report.score is None:
        return '<p class="tc-unseen" role="status">No score: the clip does not show the drill. The cause is below.</p>'
    return f'<p class="tc-unseen" role="status">Coached. The score is {report.score:.1f}. The result is below.</p>'
