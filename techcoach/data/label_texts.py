"""All texts that labels and instructions of the drills use, and their embeddings. Knows drills and texts; no poses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from ..checkpoint.bank import BankEntry, CommentaryBank
from ..drills.catalogue import DRILLS, supported_specs
from ..encoding.text import TextEncoder
from ..simulation.records import Record
from ..types import QUALITIES
from ..wording.labels import label, techpoint_sentences
from .training_examples import TextEmbeddings

ENOUGH_TEXTS = 2_000
"""So many texts teach a tokenizer the words of all drills; with fewer it splits words into more tokens than a model
takes."""


def commentaries(records: Sequence[Record], seed: int) -> Iterator[str]:
    """Yield instance commentary of records, each worded once, or as often as gives `ENOUGH_TEXTS`."""
    for index in range(len(records) * -(-ENOUGH_TEXTS // len(records))):
        record = records[index % len(records)]
        rng = np.random.default_rng((seed, index))
        yield label(DRILLS[record.drill], record.measured, rng).commentary


def all_bank_entries(drills: Collection[str] = ()) -> list[BankEntry]:
    """List the TechPoint sentences of these drills, or of all, each once."""
    entries = [
        BankEntry(text, name, dimension, QUALITIES[0] if claim.praises else QUALITIES[1], claim)
        for name, spec in supported_specs(drills).items()
        for dimension, text, claim in techpoint_sentences(spec)
    ]
    return list(dict.fromkeys(entries))


def embed_all(encoder: TextEncoder, drills: Collection[str] = ()) -> TextEmbeddings:
    """Embed every instruction, paraphrase and TechPoint sentence of these drills, or of all."""
    texts = {entry.text for entry in all_bank_entries(drills)}
    for spec in supported_specs(drills).values():
        texts.update(point.instruction for point in spec.drill.techpoints)
        texts.update(text for wordings in spec.paraphrases.values() for text in wordings)
    ordered = sorted(texts)
    return TextEmbeddings(ordered, encoder.encode(ordered))


def bank_of(embeddings: TextEmbeddings, encoder_id: str, drills: Collection[str] = ()) -> CommentaryBank:
    """Build the commentary bank of these drills, or of all, from existing embeddings."""
    entries = tuple(all_bank_entries(drills))
    vectors = np.stack([embeddings[entry.text] for entry in entries]).astype(np.float16)
    return CommentaryBank(entries, vectors, encoder_id)
