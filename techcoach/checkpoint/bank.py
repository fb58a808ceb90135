"""The commentary bank: coaching sentences, and the search for those nearest to the model's queries.

The paper retrieves a TechPoint's commentary from a bank as the nearest neighbours of the projected query (Sec. 4). A
bank knows sentences, their vectors and the name of the encoder that made them. It does not know the encoder itself, the
model, or how sentences are written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from ..types import DIMENSIONS, QUALITIES, Claim, Neighbour, Refusal

VECTORS_FILE = "bank.safetensors"
ENTRIES_FILE = "bank.jsonl"
BANK_FORMAT = "techcoach.bank/1"
NEW_LINE = b"\n"

NEAR_DUPLICATE = 0.97
"""Two sentences of greater cosine similarity say the same in other words: the second adds nothing."""
TIE_DECIMALS = 6
"""Similarities are ranked to this many decimals: further ones are rounding and differ between machines."""


class Encoder(Protocol):
    """Encoder of sentences into vectors."""

    id: str
    width: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n, width) float32 for n texts."""


@dataclass(frozen=True)
class BankEntry:
    """One coaching sentence.

    Attributes:
        drill: id. dimension, quality: of the TechPoint that it is about, and the side, "strength" or "weakness".
        claim: its claim about a technique parameter; None where that is unknown, as for an expert's own words.
    """

    text: str
    drill: str
    dimension: str
    quality: str
    claim: Claim | None = None

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.drill.strip():
            raise ValueError(f"a bank entry needs a text and a drill, got {self}")
        if self.dimension not in DIMENSIONS:
            raise ValueError(f"dimension {self.dimension!r} of {self.text!r} is not one of {DIMENSIONS}")
        if self.quality not in QUALITIES:
            raise ValueError(f"quality {self.quality!r} of {self.text!r} is not one of {QUALITIES}")


@dataclass(frozen=True)
class CommentaryBank:
    """Coaching sentences and their vectors.

    Attributes:
        entries: n sentences.
        embeddings: (n, width) float16, row i of length one (to the precision of float16) for entry i.
        encoder_id: the encoder that made the vectors; vectors of another encoder cannot be compared.
    """

    entries: tuple[BankEntry, ...]
    embeddings: np.ndarray
    encoder_id: str

    def __post_init__(self) -> None:
        if self.embeddings.ndim != 2 or len(self.embeddings) != len(self.entries):
            raise ValueError(f"{len(self.entries)} entries do not fit embeddings of shape {self.embeddings.shape}")

    @property
    def width(self) -> int:
        """The length of a vector."""
        return int(self.embeddings.shape[1])

    @classmethod
    def build(cls, entries: Iterable[BankEntry], encoder: Encoder) -> CommentaryBank:
        """Encode entries; an entry that comes twice is kept once."""
        unique = tuple(dict.fromkeys(entries))
        vectors = _unit_rows(np.asarray(encoder.encode([entry.text for entry in unique]), dtype=np.float32))
        return cls(unique, vectors.astype(np.float16), encoder.id)

    def save(self, folder: str | Path) -> None:
        """Write `bank.safetensors` (vectors, encoder, digest of the entries) and `bank.jsonl` (one entry a line)."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(_as_json(entry), ensure_ascii=False) + "\n" for entry in self.entries).encode()
        (folder / ENTRIES_FILE).write_bytes(lines)
        metadata = {"format": BANK_FORMAT, "encoder_id": self.encoder_id, "entries_sha256": _sha256(lines)}
        save_file({"embeddings": np.ascontiguousarray(self.embeddings)}, folder / VECTORS_FILE, metadata=metadata)

    @classmethod
    def load(cls, folder: str | Path, encoder_id: str, width: int) -> CommentaryBank:
        """Read a saved bank for use with the encoder `encoder_id`, whose vectors have `width` numbers.

        Raises:
            Refusal: `unknown_checkpoint` if a file is missing, or the bank was made by another encoder, for another
                width, or its two files do not belong together.
        """
        folder = Path(folder)
        if not (folder / VECTORS_FILE).is_file() or not (folder / ENTRIES_FILE).is_file():
            raise _refusal(folder, f"{VECTORS_FILE} and {ENTRIES_FILE} are not both there")
        try:
            with safe_open(folder / VECTORS_FILE, framework="np") as file:
                metadata, embeddings = file.metadata() or {}, file.get_tensor("embeddings")
        except SafetensorError as error:
            raise _refusal(folder, f"{VECTORS_FILE} is damaged ({error})") from error
        if metadata.get("format") != BANK_FORMAT:
            raise _refusal(folder, f"its format is {metadata.get('format')!r}, expected {BANK_FORMAT!r}")
        if metadata.get("encoder_id") != encoder_id:
            raise _refusal(folder, f"its text encoder is {metadata.get('encoder_id')}, the one in use is {encoder_id}")
        if embeddings.ndim != 2 or embeddings.shape[1] != width:
            raise _refusal(folder, f"its vectors have shape {embeddings.shape}, the text encoder's width is {width}")
        lines = (folder / ENTRIES_FILE).read_bytes()
        if metadata.get("entries_sha256") != _sha256(lines):
            counts = f"{lines.count(NEW_LINE)} sentences beside {len(embeddings)} vectors"
            raise _refusal(folder, f"{ENTRIES_FILE} is not the one that its vectors were made from ({counts})")
        # Not splitlines: a sentence may hold a line separator of Unicode.
        entries = tuple(_from_json(json.loads(line)) for line in lines.split(NEW_LINE) if line)
        return cls(entries, embeddings, encoder_id)

    def nearest(
        self,
        query: np.ndarray,
        *,
        drill: str,
        dimension: str,
        quality: str,
        count: int = 3,
        accepts: Callable[[BankEntry], bool] = lambda entry: True,
        bonus: Callable[[BankEntry], float] = lambda entry: 0.0,
    ) -> list[Neighbour]:
        """Return the sentences nearest to one query by cosine similarity, best first.

        Only sentences of that drill, dimension and quality are searched; if the drill has none there (a coach's own
        drill, for one), those of all drills on that dimension and quality. A sentence whose cosine similarity to one
        already chosen is above `NEAR_DUPLICATE` is skipped. Ties go to the earlier entry.

        Args:
            query: (width,), of any length but zero.
            count: the most sentences to return; there are fewer if the bank has no more that differ.
            accepts: an entry for which it returns False is skipped.
            bonus: added to an entry's similarity before entries are ranked.

        Raises:
            ValueError: the query is not finite, is zero or has another shape, or `count` is below 1.
        """
        query = np.asarray(query, dtype=np.float32)
        if query.shape != (self.width,):
            raise ValueError(f"expected one query of shape ({self.width},), got {query.shape}")
        length = np.linalg.norm(query)
        if not np.isfinite(length) or length == 0:
            raise ValueError(f"the query has length {length}: it has no direction")
        if count < 1:
            raise ValueError(f"count must be 1 or more, got {count}")
        rows = self._rows.get((drill, dimension, quality)) or self._rows.get((None, dimension, quality)) or []
        vectors = _unit_rows(self.embeddings[rows].astype(np.float32))  # (m, width)
        similarities = vectors @ (query / length)  # (m,)
        chosen: list[int] = []
        rank_scores = similarities + [bonus(self.entries[row]) for row in rows]
        for candidate in np.argsort(-np.round(rank_scores, TIE_DECIMALS), kind="stable"):
            if len(chosen) == count:
                break
            if not accepts(self.entries[rows[candidate]]):
                continue
            if not np.any(vectors[chosen] @ vectors[candidate] > NEAR_DUPLICATE):
                chosen.append(int(candidate))
        nearest = [(self.entries[rows[i]], float(np.clip(similarities[i], -1, 1))) for i in chosen]
        return [Neighbour(entry.text, similarity, entry.claim) for entry, similarity in nearest]

    def with_claims(self, claim_of: Callable[[BankEntry], Claim | None]) -> CommentaryBank:
        """Return the same bank with the claims that `claim_of` gives its entries."""
        entries = tuple(replace(entry, claim=claim_of(entry)) for entry in self.entries)
        return replace(self, entries=entries)

    @cached_property
    def _rows(self) -> dict[tuple[str | None, str, str], list[int]]:
        """The rows of each (drill, dimension, quality), and of each (None, dimension, quality) for all drills."""
        rows: dict[tuple[str | None, str, str], list[int]] = {}
        for row, entry in enumerate(self.entries):
            for drill in (entry.drill, None):
                rows.setdefault((drill, entry.dimension, entry.quality), []).append(row)
        return rows


def _as_json(entry: BankEntry) -> dict[str, str]:
    """Return the fields of one line of `bank.jsonl`."""
    fields = {name: getattr(entry, name) for name in ("text", "drill", "dimension", "quality")}
    return fields if entry.claim is None else fields | asdict(entry.claim)


def _from_json(fields: dict[str, str]) -> BankEntry:
    claim = Claim(fields.pop("parameter"), fields.pop("state")) if "parameter" in fields else None
    return BankEntry(**fields, claim=claim)


def _unit_rows(vectors: np.ndarray) -> np.ndarray:
    """Scale the rows of (n, width) to length one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not np.all(np.isfinite(lengths) & (lengths > 0)):
        raise ValueError("a sentence's vector is zero or not finite: it has no direction")
    return vectors / lengths


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _refusal(folder: Path, what: str) -> Refusal:
    return Refusal(
        "unknown_checkpoint",
        f"The commentary bank in {folder} cannot be used: {what}.",
        "Use the checkpoint with the text encoder and the files it was made with, or build its bank anew.",
    )
