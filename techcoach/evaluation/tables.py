"""Figures as Markdown tables. Knows columns and numbers, not what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Column = tuple[str, str, str]
"""A figure's key, its title for people, and how it is written, for example ("claims_true", "claims true", "{:.0%}")."""


def cells(columns: Sequence[Column], figures: Mapping[str, float]) -> list[str]:
    """Format the figures of one row; a dash for what was not measured."""
    return [form.format(figures[key]) if np.isfinite(figures.get(key, np.nan)) else "–" for key, _, form in columns]


def figure_table(head: str, columns: Sequence[Column], rows: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return the lines of a table with a row of figures for every name. head: the title of the names."""
    lines = [f"| {head} | {' | '.join(title for _, title, _ in columns)} |", "|---" * (len(columns) + 1) + "|"]
    return lines + [f"| {name} | {' | '.join(cells(columns, figures))} |" for name, figures in rows.items()]
