"""A coach on real clips that people judged: the figures as a table for people, and every claim as a line of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .judged_claims import PLACES, UNJUDGED
from .judged_coaching import CoachedFolder
from .judged_figures import KINDS, JudgedFigures, Share, judged_claims
from .judged_tables import VERDICTS


def claim_lines(folder: CoachedFolder) -> Iterator[dict[str, Any]]:
    """Yield one record for every claim about the judged clips, and one for every refused clip."""
    for clip, coached in folder.judged:
        if coached.refusal is not None:
            yield {"clip": clip.name, "drill": clip.drill, "refusal": coached.refusal}
    for clip, made, verdict in judged_claims(folder):
        yield {
            "clip": clip.name,
            "drill": clip.drill,
            "place": made.place,
            "parameter": None if made.claim is None else made.claim.parameter,
            "said": None if made.claim is None else made.claim.state,
            "probability": round(made.probability, 4),
            "time_s": None if made.time_s is None else round(made.time_s, 3),
            "text": made.text,
            "verdict": verdict,
        }


def judged_table(figures: JudgedFigures) -> str:
    """Return the figures as Markdown tables."""
    sections = [_clip_lines(figures), _claim_lines(figures)]
    if figures.steadiness:
        sections.append(_steadiness_lines(figures))
    if figures.gate:
        sections.append(_gate_lines(figures))
    return "\n\n".join("\n".join(lines) for lines in sections)


def _clip_lines(figures: JudgedFigures) -> list[str]:
    """Return the table of what is measured once for all clips."""
    found = figures.faults_found
    rows = [
        ("clips", str(figures.clips)),
        ("refused", str(sum(figures.refusals.values()))),
        *((f"— {refusal}", str(count)) for refusal, count in figures.refusals.items()),
        ("given a score", share_text(figures.scored)),
        ("warned: not the drill", share_text(figures.warned)),
        ("warnings a clip", _number(figures.warnings_per_clip)),
        ("faults seen that are claimed", share_text(found["anywhere"])),
        *((f"— in the {place}", share_text(found[place])) for place in PLACES),
        ("right moment, within 0.25 s", share_text(figures.moments)),
        ("order of the scores, Spearman's ρ", f"{_number(figures.score_order_mean)} ({figures.scored_clips} clips)"),
        *((f"— {drill}", _number(value)) for drill, value in figures.score_order.items()),
    ]
    return ["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]


def _claim_lines(figures: JudgedFigures) -> list[str]:
    verdicts = (*VERDICTS, UNJUDGED)
    lines = [
        f"| claims | a clip | {' | '.join(verdicts)} | right | right or fair |",
        "|---" * (len(verdicts) + 4) + "|",
    ]
    for place in PLACES:
        for kind in KINDS:
            counts = figures.claims[place][kind]
            cells = [str(counts.counts[verdict]) for verdict in verdicts]
            shares = [share_text(counts.right), share_text(counts.right_or_fair)]
            lines.append(f"| {place}: {kind} | {_number(counts.per_clip)} | {' | '.join([*cells, *shares])} |")
    return lines


def _steadiness_lines(figures: JudgedFigures) -> list[str]:
    lines = [
        "| the clip | clips | score changes by | at most | sides that flip | scored in one only | warned in one only |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, steady in figures.steadiness.items():
        flips = f"{_number(steady.sides_flipped)} of {steady.sides}"
        changes = f"{_number(steady.score_change)} | {_number(steady.largest_score_change)}"
        lines.append(f"| {name} | {steady.clips} | {changes} | {flips} | {steady.scored_once} | {steady.warned_once} |")
    return lines


def _gate_lines(figures: JudgedFigures) -> list[str]:
    lines = ["| coached as | refused | warned | warned or refused | given a score |", "|---|---|---|---|---|"]
    for name, gate in figures.gate.items():
        shares = (gate.refused, gate.warned, gate.warned_or_refused, gate.scored)
        lines.append(f"| {name} | {' | '.join(map(share_text, shares))} |")
    return lines


def share_text(share: Share) -> str:
    """Return a share in words: "75% (3 of 4; 30% to 95%)"."""
    if share.interval is None:
        return "–"
    low, high = share.interval
    return f"{share.count / share.of:.0%} ({share.count} of {share.of}; {low:.0%} to {high:.0%})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
