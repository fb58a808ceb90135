"""The tokenizer of the commentary, trained on the commentary of the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast

SPECIAL = ("[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]")
"""In the order of their ids; the first four are those of `TechCoachConfig`."""
VOCABULARY = 2048
CONTINUED = "##"
"""Before a piece that does not begin a word."""


def train_tokenizer(texts: Iterable[str], size: int = VOCABULARY) -> PreTrainedTokenizerFast:
    """Train a cased WordPiece tokenizer: the commonest words of the texts are whole pieces, other words are spelt in
    letters.

    The same texts give the same tokenizer. (The library's own trainer does not: of pieces that are equally frequent it
    keeps some in one run and others in the next.)

    Args:
        size: of the vocabulary at most, special tokens counted; letters are never left out.
    """
    normalizer, pre_tokenizer = normalizers.NFC(), pre_tokenizers.BertPreTokenizer()
    words: Counter[str] = Counter()
    for text in texts:
        words.update(word for word, _ in pre_tokenizer.pre_tokenize_str(normalizer.normalize_str(text)))
    letters = sorted({letter for word in words for letter in word})
    pieces = [*SPECIAL, *letters, *(f"{CONTINUED}{letter}" for letter in letters)]
    common = sorted((word for word in words if len(word) > 1), key=lambda word: (-words[word], word))
    pieces += common[: max(0, size - len(pieces))]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(
        models.WordPiece(vocabulary, unk_token="[UNK]", continuing_subword_prefix=CONTINUED)
    )  # fmt: skip
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.WordPiece(prefix=CONTINUED, cleanup=True)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        unk_token="[UNK]",
    )


def load_or_train_tokenizer(folder: Path, texts: Iterable[str], size: int = VOCABULARY) -> PreTrainedTokenizerFast:
    """Read a run's tokenizer from the folder where the run left it when it began, or train it on these texts."""
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        train_tokenizer(texts, size).save_pretrained(str(part))
        part.rename(folder)
    tokenizer: PreTrainedTokenizerFast = PreTrainedTokenizerFast.from_pretrained(str(folder), local_files_only=True)
    return tokenizer
