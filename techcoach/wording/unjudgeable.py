"""Instructions that no drill can judge: other sports, what a pose does not show, nonsense.

A model learns from them to answer "cannot be judged" to a coach's own words. The texts lie in `unjudgeable.json`, by
kind, those of other sports by sport. This file reads and draws them; it knows no model and no training.

A cue of another drill is not here: the penalty kick cannot judge the landing of a jump shot, but the jump shot can.
Training code takes such instructions from the drills' cues.

Whoever adds a drill of one of these sports takes the texts that it can judge out of that file.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

_KINDS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))

OTHER_SPORTS: Mapping[str, tuple[str, ...]] = {sport: tuple(texts) for sport, texts in _KINDS["other sports"].items()}
"""Technique of other sports, by sport."""

UNJUDGEABLE: Mapping[str, tuple[str, ...]] = {
    **{kind: tuple(texts) for kind, texts in _KINDS.items()},
    "other sports": tuple(itertools.chain.from_iterable(OTHER_SPORTS.values())),
}
"""Instructions that no drill can judge, by kind."""

SHARES: Mapping[str, float] = {
    "other sports": 0.22,
    "other skills": 0.06,
    "unmeasured body": 0.1,
    "ball": 0.06,
    "gaze": 0.05,
    "mind": 0.04,
    "breath and voice": 0.03,
    "tactics": 0.04,
    "rules and schedule": 0.03,
    "equipment": 0.03,
    "environment": 0.02,
    "food and recovery": 0.02,
    "everyday": 0.05,
    "without content": 0.06,
    "other languages": 0.03,
    "code and prompts": 0.03,
    "words and numbers": 0.02,
    "truncated": 0.03,
    "mixtures": 0.03,
    "random letters": 0.02,
    "random mixtures": 0.03,
}
"""How often each kind is drawn. "random letters" and "random mixtures" are made, not listed."""

LOWER_CASE_SHARE, UPPER_CASE_SHARE = 0.2, 0.05
NO_END_SHARE, OTHER_END_SHARE = 0.3, 0.1
TYPO_SHARE = 0.15
"""How often a drawn text is put in lower or upper case, loses its last punctuation or gets another, has a typo."""

KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
PARTS = (
    "head", "chin", "neck", "shoulder", "chest", "trunk", "elbow", "wrist", "hand", "hip", "thigh", "knee", "ankle",
    "foot", "heel",
)  # fmt: skip
ACTS_ON_A_PART = (
    "release", "shoot", "catch", "kick", "juggle", "trap", "pass", "dribble", "land on", "jump over", "throw", "grip",
    "climb", "cushion", "strike", "lay up", "take off from", "run up to",
)  # fmt: skip
"""Verbs of the drills, none of which one part of a body can do to another."""
PLACES = ("rim", "ceiling", "backboard", "goal", "hold", "penalty spot", "wall", "baseline", "crossbar", "net")


def random_letters(rng: np.random.Generator) -> str:
    """Return one to five groups of keys struck at random: of one row of the keyboard, of all, or of one key."""

    def group() -> str:
        rows = (KEY_ROWS[rng.integers(len(KEY_ROWS))], "".join(KEY_ROWS[:3]))
        keys = rows[0] if rng.random() < 0.5 else rows[1]
        if rng.random() < 0.1:
            keys = keys[rng.integers(len(keys))]
        return "".join(keys[i] for i in rng.integers(len(keys), size=rng.integers(3, 10)))

    return " ".join(group() for _ in range(rng.integers(1, 6)))


def random_mixture(rng: np.random.Generator) -> str:
    """Return a sentence of coaching words in which a part of the body acts on another, which makes no sense."""
    actor, target = rng.choice(PARTS, size=2, replace=False)
    act, place = rng.choice(ACTS_ON_A_PART), rng.choice(PLACES)
    forms = (
        f"The {actor} should {act} the {target} at the {place}.",
        f"Let the {actor} {act} the {target} behind the {place}.",
        f"Your {actor} must never {act} your {target} inside the {place}.",
        f"{act.capitalize()} the {target} with the {place} of the {actor}.",
    )
    return forms[rng.integers(len(forms))]


_MADE: Mapping[str, Callable[[np.random.Generator], str]] = {
    "random letters": random_letters,
    "random mixtures": random_mixture,
}


def unjudgeable(rng: np.random.Generator) -> str:
    """Return an instruction that no drill can judge, of a kind drawn by `SHARES`, written as people type."""
    kind = str(rng.choice(list(SHARES), p=list(SHARES.values())))
    if kind in _MADE:
        return _as_typed(rng, _MADE[kind](rng))
    texts = UNJUDGEABLE[kind]
    return _as_typed(rng, texts[rng.integers(len(texts))])


def _as_typed(rng: np.random.Generator, text: str) -> str:
    """Return a text with another case, another end or a typo now and then; it keeps a letter or digit."""
    case, end = rng.random(2)
    if case < LOWER_CASE_SHARE:
        text = text.lower()
    elif case < LOWER_CASE_SHARE + UPPER_CASE_SHARE:
        text = text.upper()
    if end < NO_END_SHARE:
        text = text.rstrip(".!?")
    elif end < NO_END_SHARE + OTHER_END_SHARE:
        text = text.rstrip(".!?") + str(rng.choice([".", "!", "?", "...", "!!"]))
    return _with_typo(rng, text) if rng.random() < TYPO_SHARE and len(text) > 3 else text


def _with_typo(rng: np.random.Generator, text: str) -> str:
    """Return a text of which two neighbouring characters are swapped, or one is left out or doubled."""
    i = int(rng.integers(1, len(text) - 1))
    changes = (text[i + 1] + text[i], text[i + 1], text[i] * 2 + text[i + 1])
    return text[:i] + changes[rng.integers(len(changes))] + text[i + 2 :]
