"""Reading claims from coaching text: which technique parameters it names, and in which states.

The reader does not depend on how a text was made: it knows the drills' phrase banks, no grammar and no model. It finds
only the wordings of a phrase bank, so it can check generated commentary but not the words of a human coach.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..drills.catalogue import DRILLS
from ..drills.spec import DrillSpec
from ..wording.labels import DEGREES, SENTENCE_FORMS, Finding

SLOT = "#"


@dataclass(frozen=True)
class ReadClaim:
    """The claim of one clause or sentence.

    Attributes:
        drill, parameter: ids. state: "strength", "low" or "high". wording: as the phrase bank has it.
    """

    drill: str
    parameter: str
    state: str
    wording: str


@dataclass(frozen=True)
class Verdict:
    """Counts of a text's claims, compared with the measurements.

    Attributes:
        true: the measured parameter is in the claimed state. contradicted: it is in another one.
        unsupported: it lies between good and faulty, where a coach says nothing. foreign: the claim is about another
            drill.
    """

    true: int = 0
    contradicted: int = 0
    unsupported: int = 0
    foreign: int = 0

    @property
    def claims(self) -> int:
        """The number of all claims."""
        return self.true + self.contradicted + self.unsupported + self.foreign

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.true + other.true,
            self.contradicted + other.contradicted,
            self.unsupported + other.unsupported,
            self.foreign + other.foreign,
        )


@dataclass(frozen=True)
class ClaimReader:
    """Reader that finds the clauses and sentences of phrase banks in text."""

    drills: Mapping[str, DrillSpec]

    def read(self, text: str, drill: str) -> tuple[ReadClaim, ...]:
        """Return the claims of a text about one drill, in the order of the text.

        Of overlapping wordings the longest counts. A wording in this drill's bank is a claim about this drill; a
        wording that only another drill has is a claim about that one.
        """
        claims = []
        for match in self._pattern.finditer(_plain(text)):
            owners = self._owners[match[0]]
            claims.append(next((owner for owner in owners if owner.drill == drill), owners[0]))
        return tuple(claims)

    def well_formed(self, text: str) -> bool:
        """Return whether a text consists of whole clauses and reasons of the banks in the forms of instance commentary.

        A small model sometimes writes half a clause.
        """
        left = self._pieces.sub(SLOT, _plain(text))
        left = re.sub(rf"{SLOT}(?:, {SLOT})* and {SLOT}", SLOT, left)
        return not self._forms.sub("", left).strip()

    @cached_property
    def _pieces(self) -> re.Pattern[str]:
        reasons = {_plain(reason) for drill in self.drills.values() for states in drill.phrases.values()
                   for phrases in states.values() for reason in phrases.reasons}  # fmt: skip
        return _any_of({*self._owners, *reasons})

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        forms = {_plain(re.sub(r"\{\d\}", SLOT, form)) for form in SENTENCE_FORMS}
        return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))

    def dimension(self, claim: ReadClaim) -> str:
        """Return the dimension of the TechPoint that a claim belongs to."""
        return self._dimensions[claim.drill, claim.parameter]

    @cached_property
    def _dimensions(self) -> dict[tuple[str, str], str]:
        return {
            (name, parameter.id): parameter.dimension
            for name, drill in self.drills.items()
            for parameter in drill.parameters
        }

    @cached_property
    def _owners(self) -> dict[str, list[ReadClaim]]:
        owners: dict[str, list[ReadClaim]] = {}
        for name, drill in self.drills.items():
            for parameter, states in drill.phrases.items():
                for state, phrases in states.items():
                    for wording in (*phrases.clauses, *_graded(phrases.sentences)):
                        owners.setdefault(_plain(wording), []).append(ReadClaim(name, parameter, state, wording))
        return owners

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _any_of(self._owners)


def _any_of(wordings: Collection[str]) -> re.Pattern[str]:
    """Compile a pattern of whole wordings, the longest first, since alternation takes the first that fits."""
    longest_first = sorted(wordings, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(wording) for wording in longest_first)})(?!\w)")


def _graded(sentences: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a bank in every degree."""
    for sentence in sentences:
        if "{degree}" in sentence:
            yield from (sentence.replace("{degree}", word) for words in DEGREES.values() for word in words)
        else:
            yield sentence


def judge(claims: Sequence[ReadClaim], drill: str, findings: Sequence[Finding]) -> Verdict:
    """Count how many claims of a text about a drill agree with the measurements."""
    states = {finding.parameter.id: finding.state for finding in findings}
    counts = {"true": 0, "contradicted": 0, "unsupported": 0, "foreign": 0}
    for claim in claims:
        measured = states.get(claim.parameter, "between")
        if claim.drill != drill:
            counts["foreign"] += 1
        elif measured == "between":
            counts["unsupported"] += 1
        else:
            counts["true" if measured == claim.state else "contradicted"] += 1
    return Verdict(**counts)


def _plain(text: str) -> str:
    """Normalise text to lower case, single spaces and hyphens without spaces: it may come from a tokenizer."""
    return re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text.casefold()))


READER = ClaimReader(DRILLS)
