"""The commentary's tokenizer and the text embeddings of everything that training can say. Knows drills and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from ..bank import BankEntry
from ..data.batches import TextEmbeddings
from ..data.records import Record
from ..drills.catalogue import DRILLS
from ..drills.commentary import bank_entries, label
from ..text_encoder import TextEncoder

SPECIAL = ("[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]")
"""In the order of their ids; the first four are those of `TechCoachConfig`."""
VOCABULARY = 2048


def train_tokenizer(texts: Iterable[str], size: int = VOCABULARY) -> PreTrainedTokenizerFast:
    """A cased WordPiece tokenizer of these texts."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(cleanup=True)
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=list(SPECIAL), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        unk_token="[UNK]",
    )


def commentaries(records: Iterable[Record], seed: int) -> Iterator[str]:
    """Instance commentary of records, worded once."""
    for index, record in enumerate(records):
        rng = np.random.default_rng((seed, index))
        yield label(DRILLS[record.drill], record.measured, rng).commentary


def all_bank_entries() -> list[BankEntry]:
    """The TechPoint sentences of all drills."""
    return [
        BankEntry(text=text, drill=name, dimension=dimension, quality=quality)
        for name, drill in DRILLS.items()
        for dimension, quality, text in bank_entries(drill)
    ]


def embed_all(encoder: TextEncoder) -> TextEmbeddings:
    """Embeddings of every instruction, paraphrase and TechPoint sentence."""
    texts = {entry.text for entry in all_bank_entries()}
    for drill in DRILLS.values():
        texts.update(point.instruction for point in drill.drill.techpoints)
        texts.update(text for wordings in drill.paraphrases.values() for text in wordings)
    ordered = sorted(texts)
    return TextEmbeddings(ordered, encoder.encode(ordered))
