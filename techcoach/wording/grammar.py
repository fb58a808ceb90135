"""Which instance commentary a drill's phrases can make, token by token, and what each such text claims.

A small language model slips into half a clause now and then; held to this grammar, it says whole clauses only, each
with a reason of its own, and no parameter twice. It may be held to some claims alone: those that a coach believes.
Knows phrases and whatever cuts text into tokens; no model.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..drills.spec import DrillSpec
from ..types import Claim
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
    """A sentence with clauses still to come: `left` of them, praise or faults, then `suffix`, then the stage `after`.

    Attributes:
        reasoned: whether the suffix is a reason of the clause before it and a full stop. claims: made so far.
    """

    praise: bool
    left: int
    reasoned: bool
    suffix: str
    after: str
    claims: frozenset[Claim]


@dataclass(frozen=True)
class Stage:
    """Where a text stands between sentences: "praise", "more praise", "advice", "more advice" or "end".

    Attributes:
        praised: whether there was something to praise. claims: made so far.
    """

    name: str
    praised: bool = True
    claims: frozenset[Claim] = frozenset()


Next = Listing | Stage
Branch = tuple[Tokens, Next]
State = frozenset[Branch]


class CommentaryGrammar:
    """The commentary of one drill as states and tokens: `start`, `after` each token, and what is `allowed` next.

    Texts that came to the same point share a state; states are kept.
    """

    def __init__(
        self, drill: DrillSpec, tokenize: Tokenize, closing: int, allowed: Collection[Claim] | None = None
    ) -> None:
        """
        Args:
            closing: the token that ends a text.
            allowed: the claims that may be made, as far as there are words for them; the sentence that there is nothing
                to praise, or to correct, may then come only where none of that kind is allowed. None: every claim.
        """
        self._drill, self._closing = drill, closing
        worded = frozenset(Claim(parameter, state) for parameter, states in drill.phrases.items() for state in states)
        self._allowed = worded if allowed is None else worded & frozenset(allowed)
        self._must_claim = allowed is not None
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

    def claims(self, tokens: Sequence[int]) -> frozenset[Claim]:
        """What a whole text claims.

        Args:
            tokens: of the text, without the closing one.

        Raises:
            KeyError: if the grammar does not make this text.
        """
        state = self.start
        for token in (*tokens, self._closing):
            state = self.after(state, token)
        # Words that two parameters share may be read either way; the order makes it the same way each time.
        readings = {there.claims for _, there in state}
        return min(readings, key=lambda claims: sorted((claim.parameter, claim.state) for claim in claims))

    def _next(self, state: State) -> dict[int, State]:
        if state not in self._steps:
            following: dict[int, set[Branch]] = {}
            for tokens, there in state:
                branches = following.setdefault(tokens[0], set())
                branches.update([(tokens[1:], there)] if len(tokens) > 1 else self._branches(there))
            self._steps[state] = {token: frozenset(branches) for token, branches in following.items()}
        return self._steps[state]

    def _open(self, there: Next) -> Iterator[Branch]:
        """Every way on from a point, each with at least one token."""
        yield from self._clauses(there) if isinstance(there, Listing) else self._sentences(there)

    def _sentences(self, there: Stage) -> Iterator[Branch]:
        if there.name == "end":
            yield (self._closing,), there
            return
        if there.name == "praise":
            if not (self._must_claim and self._left(True, there.claims)):
                for text in NO_STRENGTH:
                    yield self._tokens(text), Stage("advice", praised=False)
            yield from self._listings(there, PRAISE, True, range(1, MOST_STRENGTHS + 1), "advice")
            if self._left(True, there.claims) >= MOST_STRENGTHS:
                yield from self._listings(there, PRAISE, True, (MOST_STRENGTHS - 1,), "more praise")
            return
        if there.name == "more praise":
            yield from self._listings(there, PRAISE_MORE, True, (1,), "advice")
        if there.name == "advice":
            if not (self._must_claim and self._left(False, there.claims)):
                for text in NO_FAULT:
                    yield self._tokens(text), Stage("end", claims=there.claims)
            forms = TURN if there.praised else TURN_FIRST
            yield from self._listings(there, forms, False, (1,), "more advice")
        if there.name == "more advice":
            yield from self._listings(there, MORE, False, range(1, MOST_FIXES), "end")
            yield from self._sentences(Stage("end", claims=there.claims))

    def _listings(
        self, there: Stage, forms: Sequence[str], praise: bool, counts: Sequence[int], after: str
    ) -> Iterator[Branch]:
        """A sentence of each form with so many clauses, as far as there are such to say; forms that begin with the
        clause have no tokens before it."""
        counts = [count for count in counts if count <= self._left(praise, there.claims)]
        for form in forms:
            before, suffix = form.split("{0}")
            reasoned = "{1}" in suffix
            for count in counts:
                listing = Listing(praise, count, reasoned, suffix.split("{1}")[-1], after, there.claims)
                tokens = self._tokens(before.strip()) if before.strip() else ()
                if tokens:
                    yield tokens, listing
                else:
                    yield from self._branches(listing)

    def _left(self, praise: bool, made: frozenset[Claim]) -> int:
        """How many parameters have a strength, or a fault, that may still be claimed."""
        claimed = {claim.parameter for claim in made}
        return len({own.parameter for own in self._allowed if own.praises == praise and own.parameter not in claimed})

    def _clauses(self, there: Listing) -> Iterator[Branch]:
        claimed = {claim.parameter for claim in there.claims}
        for parameter, states in self._drill.phrases.items():
            if parameter in claimed:
                continue
            for state, phrases in states.items():
                claim = Claim(parameter, state)
                if claim.praises != there.praise or claim not in self._allowed:
                    continue
                ends = self._ends(there, phrases.reasons, there.claims | {claim})
                for clause in phrases.clauses:
                    for end, on in ends:
                        yield (*self._tokens(clause), *end), on

    def _ends(self, there: Listing, reasons: Sequence[str], claims: frozenset[Claim]) -> list[Branch]:
        """What may follow a clause: a comma or "and" and another one, or the sentence's end."""
        if there.left > 1:
            joint = "and" if there.left == 2 else ","
            left = Listing(there.praise, there.left - 1, there.reasoned, there.suffix, there.after, claims)
            return [(self._tokens(joint), left)]
        on = Stage(there.after, praised=True, claims=claims)
        if there.reasoned:
            return [(self._tokens(f", {reason}{there.suffix}"), on) for reason in reasons]
        return [(self._tokens(there.suffix.strip()), on)]
