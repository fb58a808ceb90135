"""The grammar of instance commentary: which texts a drill's phrases can form, token by token, and what each claims.

A small language model now and then breaks off a clause. A decoder that follows this grammar generates whole clauses
only, gives each its own reason, and mentions no parameter twice. The grammar can be restricted to allowed claims: those
that the coach finds probable enough. This file knows phrases and a function that splits text into tokens; it knows no
model.
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
"""A piece of text -> its tokens. Pieces are cut between words, so that their tokens together are those of the text."""


@dataclass(frozen=True)
class Listing:
    """A position within a sentence: `remaining` clauses of praise or of faults follow, then `suffix`, then the stage
    `after`.

    Attributes:
        reasoned: whether a reason of the last clause stands before the suffix. claims: of the text so far.
    """

    praise: bool
    remaining: int
    reasoned: bool
    suffix: str
    after: str
    claims: frozenset[Claim]


@dataclass(frozen=True)
class Stage:
    """A position between sentences: "praise", "more praise", "advice", "more advice" or "end".

    Attributes:
        praised: whether the text has praised anything. claims: of the text so far.
    """

    name: str
    praised: bool = True
    claims: frozenset[Claim] = frozenset()


Position = Listing | Stage
Branch = tuple[Tokens, Position]
State = frozenset[Branch]


class CommentaryGrammar:
    """The commentary of one drill as a state machine: `start`, the state `after` a token, the tokens `allowed` next.

    A state is a set of branches, each with its pending tokens and the position behind them. States are cached.
    """

    def __init__(
        self,
        drill: DrillSpec,
        tokenize: Tokenize,
        closing: int,
        allowed: Collection[Claim] | None = None,
        absent: Collection[bool] = (True, False),
    ) -> None:
        """Make the grammar of a drill.

        Args:
            tokenize: splits a piece of text into tokens.
            closing: the token that ends a text.
            allowed: the claims that a text may make, as far as the drill has phrases for them; the sentence that there
                is nothing to praise, or to correct, is then possible only where no claim of that kind is allowed. None
                allows every claim.
            absent: the kinds of which a text may say that there is none, True for praise, False for faults; where no
                claim of another kind is allowed, the text is silent about it.
        """
        self._drill, self._closing = drill, closing
        worded = frozenset(Claim(parameter, state) for parameter, states in drill.phrases.items() for state in states)
        self._allowed = worded if allowed is None else worded & frozenset(allowed)
        self._must_claim, self._absent = allowed is not None, frozenset(absent)
        self._tokens: Callable[[str], Tokens] = cache(lambda text: tuple(tokenize(text)))
        self._steps: dict[State, dict[int, State]] = {}
        self._branches: Callable[[Position], tuple[Branch, ...]] = cache(lambda position: tuple(self._open(position)))
        self.start: State = frozenset(self._branches(Stage("praise")))

    def allowed(self, state: State) -> list[int]:
        """Return the tokens that may come next."""
        return list(self._next(state))

    def after(self, state: State, token: int) -> State:
        """Return the state after a token.

        Raises:
            KeyError: if the token may not come.
        """
        return self._next(state)[token]

    def claims(self, tokens: Sequence[int]) -> frozenset[Claim]:
        """Return the claims of a whole text.

        Args:
            tokens: of the text, without the closing one.

        Raises:
            KeyError: if the grammar does not generate this text.
        """
        state = self.start
        for token in (*tokens, self._closing):
            state = self.after(state, token)
        # Phrases that two parameters share are ambiguous; the order makes the choice the same each time.
        candidates = {position.claims for _, position in state}
        return min(candidates, key=lambda claims: sorted((claim.parameter, claim.state) for claim in claims))

    def _next(self, state: State) -> dict[int, State]:
        if state not in self._steps:
            following: dict[int, set[Branch]] = {}
            for tokens, position in state:
                branches = following.setdefault(tokens[0], set())
                branches.update([(tokens[1:], position)] if len(tokens) > 1 else self._branches(position))
            self._steps[state] = {token: frozenset(branches) for token, branches in following.items()}
        return self._steps[state]

    def _open(self, position: Position) -> Iterator[Branch]:
        """Yield every branch from a position, each with at least one token."""
        yield from self._clauses(position) if isinstance(position, Listing) else self._sentences(position)

    def _sentences(self, position: Stage) -> Iterator[Branch]:
        if position.name == "end":
            yield (self._closing,), position
            return
        if position.name == "praise":
            if not (self._must_claim and self._claimable(True, position.claims)):
                yield from self._without(True, NO_STRENGTH, Stage("advice", praised=False))
            yield from self._listings(position, PRAISE, True, range(1, MOST_STRENGTHS + 1), "advice")
            if self._claimable(True, position.claims) >= MOST_STRENGTHS:
                yield from self._listings(position, PRAISE, True, (MOST_STRENGTHS - 1,), "more praise")
            return
        if position.name == "more praise":
            yield from self._listings(position, PRAISE_MORE, True, (1,), "advice")
        if position.name == "advice":
            if not (self._must_claim and self._claimable(False, position.claims)):
                yield from self._without(False, NO_FAULT, Stage("end", claims=position.claims))
            forms = TURN if position.praised else TURN_FIRST
            yield from self._listings(position, forms, False, (1,), "more advice")
        if position.name == "more advice":
            yield from self._listings(position, MORE, False, range(1, MOST_FIXES), "end")
            yield from self._sentences(Stage("end", claims=position.claims))

    def _without(self, praise: bool, texts: Sequence[str], after: Stage) -> Iterator[Branch]:
        """Yield the sentences that there is nothing to praise, or to correct; silence where that may not be said."""
        if praise in self._absent:
            for text in texts:
                yield self._tokens(text), after
        else:
            yield from self._sentences(after)

    def _listings(
        self, position: Stage, forms: Sequence[str], praise: bool, counts: Sequence[int], after: str
    ) -> Iterator[Branch]:
        """Yield the sentences of each form and each count of clauses for which enough claims are left; a form that
        begins with the clause has no tokens before it."""
        counts = [count for count in counts if count <= self._claimable(praise, position.claims)]
        for form in forms:
            before, suffix = form.split("{0}")
            reasoned = "{1}" in suffix
            for count in counts:
                listing = Listing(praise, count, reasoned, suffix.split("{1}")[-1], after, position.claims)
                tokens = self._tokens(before.strip()) if before.strip() else ()
                if tokens:
                    yield tokens, listing
                else:
                    yield from self._branches(listing)

    def _claimable(self, praise: bool, claims: frozenset[Claim]) -> int:
        """Return how many parameters have a strength, or a fault, that may still be claimed."""
        claimed = {claim.parameter for claim in claims}
        return len(
            {claim.parameter for claim in self._allowed if claim.praises == praise and claim.parameter not in claimed}
        )

    def _clauses(self, position: Listing) -> Iterator[Branch]:
        claimed = {claim.parameter for claim in position.claims}
        for parameter, states in self._drill.phrases.items():
            if parameter in claimed:
                continue
            for state, phrases in states.items():
                claim = Claim(parameter, state)
                if claim.praises != position.praise or claim not in self._allowed:
                    continue
                ends = self._ends(position, phrases.reasons, position.claims | {claim})
                for clause in phrases.clauses:
                    for end, position_after in ends:
                        yield (*self._tokens(clause), *end), position_after

    def _ends(self, position: Listing, reasons: Sequence[str], claims: frozenset[Claim]) -> list[Branch]:
        """Return what may follow a clause: a comma or "and" before another clause, or the end of the sentence."""
        if position.remaining > 1:
            joint = "and" if position.remaining == 2 else ","
            next_listing = Listing(
                position.praise, position.remaining - 1, position.reasoned, position.suffix, position.after, claims
            )
            return [(self._tokens(joint), next_listing)]
        stage = Stage(position.after, praised=True, claims=claims)
        if position.reasoned:
            return [(self._tokens(f", {reason}{position.suffix}"), stage) for reason in reasons]
        return [(self._tokens(position.suffix.strip()), stage)]
