"""A report as HTML. Every text that comes from a user or a model goes through `safe`."""

from __future__ import annotations

import base64
import html

import cv2
import numpy as np

from ..types import CoachingReport, PointFeedback, Refusal, TechPoint, TechPointFeedback
from ..views.heatmaps import heatmap_picture
from ..views.timeline import over_time
from ..views.words import CLEAR, describe_picture, highlights, split_commentary

JPEG_QUALITY = 82


def safe(text: str) -> str:
    """Text that is neither HTML nor a template, whatever it holds."""
    escaped = html.escape(text, quote=True)
    for character in "${}`":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped


def refusal_card(refusal: Refusal) -> str:
    """What happened and what to do next."""
    return (
        '<section class="tc-card tc-refusal" role="alert"><h2>This clip was not coached</h2>'
        f"<p>{safe(refusal.what)}</p><p><strong>What to do:</strong> {safe(refusal.advice)}</p></section>"
    )


def failure_card() -> str:
    """For what should not happen; the log has the rest."""
    return (
        '<section class="tc-card tc-refusal" role="alert"><h2>Something went wrong on our side</h2>'
        "<p>The clip was not coached. Please try again; if it happens again, the server's log tells why.</p></section>"
    )


def summary(report: CoachingReport) -> str:
    """Score, commentary and the main points."""
    well, improve = split_commentary(report.commentary)
    warnings = "".join(f"<li>{safe(warning)}</li>" for warning in report.warnings)
    return (
        f'<div class="tc-summary">{score_card(report)}'
        f'<section class="tc-card tc-well"><h2>Done well</h2><p>{safe(well) or "Nothing yet."}</p>'
        f"{_takeaways(report, 'strength')}</section>"
        f'<section class="tc-card tc-improve"><h2>Can be improved</h2>'
        f"<p>{safe(improve) or 'No advice was given.'}</p>{_takeaways(report, 'weakness')}</section></div>"
        + (f'<section class="tc-card tc-warnings"><h2>Good to know</h2><ul>{warnings}</ul></section>' if warnings else "")
    )


def score_card(report: CoachingReport) -> str:
    """The score with its interval on the scale."""
    low, high = report.score_range
    first, last = report.score_interval

    def place(score: float) -> float:
        return 100 * (score - low) / (high - low)

    label = f"Score {report.score:.1f} of {high:.0f}; 90% interval {first:.1f} to {last:.1f}"
    return (
        f'<section class="tc-card tc-score" aria-label="{label}"><h2>{safe(report.drill.title)}</h2>'
        f'<p class="tc-number">{report.score:.1f}<span> / {high:.0f}</span></p>'
        f'<div class="tc-scale" aria-hidden="true">'
        f'<i class="tc-interval" style="left:{place(first):.1f}%;width:{place(last) - place(first):.1f}%"></i>'
        f'<i class="tc-mark" style="left:{place(report.score):.1f}%"></i></div>'
        f'<p class="tc-ends" aria-hidden="true"><span>{low:.0f}</span><span>{high:.0f}</span></p>'
        f'<p class="tc-small">Nine in ten clips like those it learned from lie between {first:.1f} and {last:.1f}.</p></section>'
    )


def _takeaways(report: CoachingReport, quality: str) -> str:
    items = "".join(
        f"<li><b>{safe(item.techpoint.dimension.capitalize())}</b> at {item.feedback.peak_time_s:.1f} s</li>"
        for item in highlights(report, quality)
    )
    return f'<ul class="tc-takeaways">{items}</ul>' if items else ""


def techpoint_cards(report: CoachingReport) -> str:
    """One card a TechPoint, strength and weakness side by side."""
    return '<div class="tc-points">' + "".join(_techpoint(point, report) for point in report.techpoints) + "</div>"


def _techpoint(point: TechPointFeedback, report: CoachingReport) -> str:
    techpoint = point.techpoint
    return (
        f'<section class="tc-card tc-point"><h3>{safe(techpoint.dimension.capitalize())}</h3>'
        f'<p class="tc-instruction">{safe(techpoint.instruction)}</p><div class="tc-sides">'
        f"{_side(techpoint, 'strength', point.strength, report)}{_side(techpoint, 'weakness', point.weakness, report)}"
        "</div></section>"
    )


def _side(techpoint: TechPoint, quality: str, feedback: PointFeedback, report: CoachingReport) -> str:
    clear = feedback.present >= CLEAR
    others = "".join(
        f"<li>{safe(neighbour.text)} <span>{neighbour.similarity:.2f}</span></li>" for neighbour in feedback.neighbours[1:]
    )
    nearest = feedback.neighbours[0].similarity if feedback.neighbours else 0.0
    said = (
        f'<p class="tc-said">{safe(feedback.commentary)} <span title="similarity">{nearest:.2f}</span></p>'
        if clear
        else f'<p class="tc-said tc-silent">Nothing clear to say. Nearest sentence: {safe(feedback.commentary)} '
        f"<span>{nearest:.2f}</span></p>"
    )
    more = f"<details><summary>Other near sentences</summary><ul>{others}</ul></details>" if others else ""
    return (
        f'<div class="tc-side tc-{quality}{"" if clear else " tc-muted"}"><h4>{quality.capitalize()}'
        f'<span class="tc-present" title="probability that there is something to tell">{feedback.present:.0%}</span></h4>'
        f"{_figure(techpoint, quality, feedback, report)}{said}{more}</div>"
    )


def _figure(techpoint: TechPoint, quality: str, feedback: PointFeedback, report: CoachingReport) -> str:
    if report.evidence is None:
        return ""
    picture = data_uri(heatmap_picture(feedback, report.evidence))
    words = safe(describe_picture(techpoint, quality, feedback))
    line = _sparkline(over_time(feedback, report.evidence.bin_times), report.evidence.bin_times)
    return (
        f'<figure><img src="{picture}" alt="{words}" loading="lazy">{line}'
        f"<figcaption>Where the model looked, at {feedback.peak_time_s:.1f} s</figcaption></figure>"
    )


def _sparkline(heights: np.ndarray, bin_times: np.ndarray) -> str:
    """Attention over time as a small step line; a picture of the same is in the timeline below."""
    start, span = float(bin_times[0, 0]), float(bin_times[-1, 1] - bin_times[0, 0])
    corners = []
    for (begin, end), height in zip(bin_times, heights, strict=True):
        top = 20 - 18 * float(height)
        corners += [f"{100 * (begin - start) / span:.1f},{top:.1f}", f"{100 * (end - start) / span:.1f},{top:.1f}"]
    shape = f"0,20 {' '.join(corners)} 100,20"
    return f'<svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true"><polygon points="{shape}"/></svg>'


def data_uri(image: np.ndarray) -> str:
    """(h, w, 3) uint8 RGB as a JPEG inside an address."""
    done, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise ValueError(f"a picture of shape {image.shape} could not be encoded")
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()


def small_print(report: CoachingReport) -> str:
    """Which checkpoint spoke, what it learned from, and how long it took."""
    seconds = ", ".join(f"{stage} {value:.1f} s" for stage, value in report.timing_s.items())
    return (
        f'<p class="tc-small">Checkpoint {safe(report.checkpoint.id)} ({safe(report.checkpoint.revision[:12])}), trained on '
        f"{safe(report.checkpoint.trained_on)}. Coached {report.clip.window_s[0]:.1f} to {report.clip.window_s[1]:.1f} s of "
        f"{safe(report.clip.name)}. {seconds}. Your clip is deleted within the hour and never used for training.</p>"
    )
