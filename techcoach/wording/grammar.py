"""Which instance commentary a drill's phrases can make, token by token: what `instance_commentary` words, and no half
clause beside it.

A small language model slips now and then; held to this, it says whole clauses only, each with a reason of its own, and
no parameter twice. It may be held to some claims alone, too: those that a coach believes. Knows phrases and whatever
cuts text into tokens; no model.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..drills.spec import DrillSpec
from .labels import (
    MORE,
    MOST_FIXES,
    MOST_STRENGTHS,
    NO_FAULT,
    NO_STRENGTH,
    PRAISE,
    PRAISE_MORE,
    TURN,
    TURN_FIRST,
)

Tokens = tuple[int, ...]
Tokenize = Callable[[str], Sequence[int]]
"""A piece of text -> its tokens. Pieces are cut between words: the tokens of a whole are those of its pieces."""


@dataclass(frozen=True)
class Listing:
    """Clauses still to be said: `left` of them, of strengths or of faults, then `suffix`, then the stage `after`.

    Attributes:
        reasoned: whether the suffix is a reason of the clause before it and a full stop. said: parameters told already.
    """

    strengths: bool
    left: int
    reasoned: bool
    suffix: str
    after: str
    said: frozenset[str]


@dataclass(frozen=True)
class Stage:
    """Where a text stands between sentences: "praise", "more praise", "advice", "more advice" or "end".

    Attributes:
        praised: whether there was something to praise. said: parameters told already.
    """

    name: str
    praised: bool = True
    said: frozenset[str] = frozenset()


Next = Listing | Stage
Branch = tuple[Tokens, Next]
State = frozenset[Branch]


class CommentaryGrammar:
    """The commentary of one drill as states and tokens: `start`, `after` each token, and what is `allowed` next.

    States are shared by all texts that came to the same point, and kept.
    """

    def __init__(
        self,
        drill: DrillSpec,
        tokenize: Tokenize,
        closing: int,
        sayable: Collection[tuple[str, str]] | None = None,
    ) -> None:
        """
        Args:
            closing: the token that ends a text.
            sayable: (parameter, side) of the claims that may be made, as far as there are words for them; that there is
                nothing to praise, or to correct, is then said only where none of that kind may be. None: every claim,
                or none of a kind.
        """
        self._drill, self._closing = drill, closing
        worded = frozenset((parameter, side) for parameter, sides in drill.phrases.items() for side in sides)
        self._sayable = worded if sayable is None else worded & frozenset(sayable)
        self._must_tell = sayable is not None
        self._tokens: Callable[[str], Tokens] = cache(lambda text: tuple(tokenize(text)))
        self._steps: dict[State, dict[int, State]] = {}
        self._branches: Callable[[Next], tuple[Branch, ...]] = cache(lambda there: tuple(self._open(there)))
        self.start: State = frozenset(self._branches(Stage("praise")))

    def allowed(self, state: State) -> list[int]:
        """The tokens that may come next."""
        return list(self._next(state))

    def after(self, state: State, token: int) -> State:
        """The state after a token.

        Raises:
            KeyError: if it may not come.
        """
        return self._next(state)[token]

    def _next(self, state: State) -> dict[int, State]:
        if state not in self._steps:
            found: dict[int, set[Branch]] = {}
            for tokens, there in state:
                own = found.setdefault(tokens[0], set())
                own.update([(tokens[1:], there)] if len(tokens) > 1 else self._branches(there))
            self._steps[state] = {token: frozenset(branches) for token, branches in found.items()}
        return self._steps[state]

    def _open(self, there: Next) -> Iterator[Branch]:
        """Every way on from a point, each with at least one token."""
        yield from self._clauses(there) if isinstance(there, Listing) else self._sentences(there)

    def _sentences(self, there: Stage) -> Iterator[Branch]:
        if there.name == "end":
            yield (self._closing,), there
            return
        if there.name == "praise":
            if not (self._must_tell and self._left(True, there.said)):
                for text in NO_STRENGTH:
                    yield self._tokens(text), Stage("advice", praised=False)
            yield from self._listings(there, PRAISE, True, range(1, MOST_STRENGTHS + 1), "advice")
            if self._left(True, there.said) >= MOST_STRENGTHS:
                yield from self._listings(there, PRAISE, True, (MOST_STRENGTHS - 1,), "more praise")
            return
        if there.name == "more praise":
            yield from self._listings(there, PRAISE_MORE, True, (1,), "advice")
        if there.name == "advice":
            if not (self._must_tell and self._left(False, there.said)):
                for text in NO_FAULT:
                    yield self._tokens(text), Stage("end")
            forms = TURN if there.praised else TURN_FIRST
            yield from self._listings(there, forms, False, (1,), "more advice")
        if there.name == "more advice":
            yield from self._listings(there, MORE, False, range(1, MOST_FIXES), "end")
            yield from self._sentences(Stage("end"))

    def _listings(
        self, there: Stage, forms: Sequence[str], strengths: bool, counts: Sequence[int], after: str
    ) -> Iterator[Branch]:
        """A sentence of each form with so many clauses, as far as there are such to say; forms that begin with the
        clause have no tokens before it."""
        counts = [count for count in counts if count <= self._left(strengths, there.said)]
        for form in forms:
            before, suffix = form.split("{0}")
            reasoned = "{1}" in suffix
            for count in counts:
                listing = Listing(strengths, count, reasoned, suffix.split("{1}")[-1], after, there.said)
                tokens = self._tokens(before.strip()) if before.strip() else ()
                if tokens:
                    yield tokens, listing
                else:
                    yield from self._branches(listing)

    def _left(self, strengths: bool, said: frozenset[str]) -> int:
        """How many parameters have a strength, or a fault, that may still be told."""
        return len({name for name, side in self._sayable if (side == "strength") == strengths and name not in said})

    def _clauses(self, there: Listing) -> Iterator[Branch]:
        for parameter, sides in self._drill.phrases.items():
            if parameter in there.said:
                continue
            for side, phrases in sides.items():
                if (side == "strength") != there.strengths or (parameter, side) not in self._sayable:
                    continue
                said = there.said | {parameter}
                ends = self._ends(there, phrases.reasons, said)
                for clause in phrases.clauses:
                    for end, on in ends:
                        yield (*self._tokens(clause), *end), on

    def _ends(self, there: Listing, reasons: Sequence[str], said: frozenset[str]) -> list[Branch]:
        """What may follow a clause: a comma or "and" and another one, or the sentence's end."""
        if there.left > 1:
            joint = "and" if there.left == 2 else ","
            left = Listing(there.strengths, there.left - 1, there.reasoned, there.suffix, there.after, said)
            return [(self._tokens(joint), left)]
        on = Stage(there.after, praised=True, said=said)
        if there.reasoned:
            return [(self._tokens(f", {reason}{there.suffix}"), on) for reason in reasons]
        return [(self._tokens(there.suffix.strip()), on)]
