"""The commentary bank: what it finds, in which order, and what it refuses to load."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from techcoach.checkpoint.bank import NEAR_DUPLICATE, BankEntry, CommentaryBank
from techcoach.types import DIMENSIONS, QUALITIES, Claim, Refusal

WIDTH = 16
SHOT, KICK = "basketball/mid-range-jump-shot", "soccer/penalty-kick"
KNEES: dict[str, Any] = {"dimension": "legs & knees", "quality": "weakness"}


class TableEncoder:
    """An encoder whose vectors are written down by the test, or drawn at random, the same for the same text."""

    def __init__(self, table: Mapping[str, Sequence[float]] | None = None) -> None:
        self.id, self.width = "table", WIDTH
        self.table = table or {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([self._vector(text) for text in texts]).astype(np.float32)

    def _vector(self, text: str) -> np.ndarray:
        if text in self.table:
            return np.pad(np.asarray(self.table[text], dtype=np.float32), (0, WIDTH - len(self.table[text])))
        return np.random.default_rng(list(text.encode())).normal(size=WIDTH)


def random_entries() -> list[BankEntry]:
    return [
        BankEntry(f"{drill} {dimension} {quality} {index}", drill, dimension, quality)
        for drill in (SHOT, KICK)
        for dimension in DIMENSIONS
        for quality in QUALITIES
        for index in range(12)
    ]


def planted_bank(table: Mapping[str, Sequence[float]], drill: str = SHOT) -> CommentaryBank:
    return CommentaryBank.build([BankEntry(text, drill, **KNEES) for text in table], TableEncoder(table))


def axis(index: int) -> np.ndarray:
    return np.eye(WIDTH, dtype=np.float32)[index]


def test_nearest_equals_brute_force():
    entries, encoder = random_entries(), TableEncoder()
    bank = CommentaryBank.build(entries, encoder)
    rng = np.random.default_rng(0)
    for _ in range(20):
        query = rng.normal(size=WIDTH) * rng.uniform(0.1, 50)
        drill, dimension, quality = rng.choice([SHOT, KICK]), rng.choice(DIMENSIONS), rng.choice(QUALITIES)
        expected = []
        for entry in entries:
            if (entry.drill, entry.dimension, entry.quality) == (drill, dimension, quality):
                vector = encoder.encode([entry.text])[0]
                cosine = float(np.dot(vector, query) / np.sqrt(np.dot(vector, vector) * np.dot(query, query)))
                expected.append((entry.text, cosine))
        expected.sort(key=lambda pair: -pair[1])
        neighbours = bank.nearest(query, drill=drill, dimension=dimension, quality=quality, count=4)
        assert [neighbour.text for neighbour in neighbours] == [text for text, _ in expected[:4]]
        # The bank keeps float16: eleven bits a component.
        np.testing.assert_allclose(
            [n.similarity for n in neighbours], [cosine for _, cosine in expected[:4]], atol=1e-3
        )


def test_the_sides_of_a_techpoint_and_the_drills_are_kept_apart():
    bank = CommentaryBank.build(random_entries(), TableEncoder())
    for neighbour in bank.nearest(axis(0), drill=KICK, dimension="hips & core", quality="strength", count=12):
        assert neighbour.text.startswith(f"{KICK} hips & core strength")


def test_an_unknown_drill_borrows_from_all_drills():
    bank = CommentaryBank.build(random_entries(), TableEncoder())
    neighbours = bank.nearest(axis(0), drill="judo/hip-throw", **KNEES, count=24)
    assert {neighbour.text.split()[0] for neighbour in neighbours} == {SHOT, KICK}
    assert all("legs & knees weakness" in neighbour.text for neighbour in neighbours)


def test_nothing_on_a_dimension_gives_nothing():
    bank = planted_bank({"The knees bend": [1]})
    assert bank.nearest(axis(0), drill=SHOT, dimension="head & eyes", quality="weakness") == []


def test_near_duplicates_are_passed_over():
    just_above, just_below = NEAR_DUPLICATE + 0.01, NEAR_DUPLICATE - 0.01
    table = {
        "first": [1, 0, 0],
        "says the same": [just_above, np.sqrt(1 - just_above**2), 0],
        "says something else": [just_below, 0, np.sqrt(1 - just_below**2)],
    }
    neighbours = planted_bank(table).nearest(axis(0), drill=SHOT, **KNEES, count=3)
    assert [neighbour.text for neighbour in neighbours] == ["first", "says something else"]


def test_ties_go_to_the_earlier_entry():
    tied = [0.5, np.sqrt(0.75), 0], [0.5, -np.sqrt(0.75), 0], [0.5, 0, np.sqrt(0.75)]
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        table = {f"tied {index}": tied[index] for index in order}
        neighbours = planted_bank(table).nearest(axis(0), drill=SHOT, **KNEES, count=3)
        assert [neighbour.text for neighbour in neighbours] == [f"tied {index}" for index in order]


def test_vectors_have_length_one_and_similarity_stays_in_range():
    bank = planted_bank({"a long vector": [300, 400], "a short one": [0.001, 0.002]})
    np.testing.assert_allclose(np.linalg.norm(bank.embeddings.astype(np.float64), axis=1), 1, atol=1e-3)
    best = bank.nearest(np.array([3, 4] + [0] * (WIDTH - 2)), drill=SHOT, **KNEES)[0]
    assert best.text == "a long vector"
    assert 1 - 1e-5 < best.similarity <= 1


def test_an_entry_given_twice_is_kept_once():
    entry = BankEntry("The knees bend too little", SHOT, **KNEES)
    assert CommentaryBank.build([entry, entry], TableEncoder()).entries == (entry,)


@pytest.mark.parametrize(
    "query",
    [np.zeros(WIDTH), np.full(WIDTH, np.nan), np.ones(WIDTH + 1), np.ones((2, WIDTH))],
    ids=["zero", "not a number", "too long", "two of them"],
)
def test_a_query_without_direction_or_of_another_shape_is_an_error(query):
    with pytest.raises(ValueError, match="query"):
        planted_bank({"The knees bend": [1]}).nearest(query, drill=SHOT, **KNEES)


@pytest.mark.parametrize(
    "change", [{"text": " "}, {"drill": ""}, {"dimension": "knees"}, {"quality": "good"}], ids=lambda c: next(iter(c))
)
def test_an_entry_says_what_is_wrong_with_it(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        BankEntry(**{"text": "The knees bend", "drill": SHOT, **KNEES, **change})


def test_save_and_load_are_exact(tmp_path: Path):
    entries = [
        *random_entries(),
        BankEntry("Knie beugen, naïve\u2028line, “quotes”\n", SHOT, **KNEES),
        BankEntry("The knees bend deeply", SHOT, **KNEES, claim=Claim("knee_angle", "strength")),
    ]
    bank = CommentaryBank.build(entries, TableEncoder())
    bank.save(tmp_path)
    loaded = CommentaryBank.load(tmp_path, "table", WIDTH)
    assert loaded.entries == bank.entries
    assert loaded.encoder_id == bank.encoder_id
    np.testing.assert_array_equal(loaded.embeddings, bank.embeddings)
    question: dict[str, Any] = {"drill": SHOT, **KNEES, "count": 5}
    assert loaded.nearest(axis(3), **question) == bank.nearest(axis(3), **question)


def refused(folder: Path, encoder_id: str = "table", width: int = WIDTH) -> str:
    with pytest.raises(Refusal) as caught:
        CommentaryBank.load(folder, encoder_id, width)
    assert caught.value.reason == "unknown_checkpoint"
    return caught.value.what


def test_a_bank_of_another_encoder_or_width_is_refused(tmp_path: Path):
    planted_bank({"The knees bend": [1]}).save(tmp_path)
    assert "encoder is table, the one in use is another" in refused(tmp_path, encoder_id="another")
    assert f"(1, {WIDTH})" in refused(tmp_path, width=384)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path):
    bank = planted_bank({"The knees bend": [1], "The knees stay stiff": [0, 1]})
    bank.save(tmp_path)
    lines = (tmp_path / "bank.jsonl").read_text().splitlines(keepends=True)

    (tmp_path / "bank.jsonl").write_text("".join(lines[:1]))
    assert "1 sentences beside 2 vectors" in refused(tmp_path)

    (tmp_path / "bank.jsonl").write_text("".join(lines).replace("stiff", "soft"))
    assert "not the one that its vectors were made from" in refused(tmp_path)

    (tmp_path / "bank.jsonl").unlink()
    assert "not both there" in refused(tmp_path)


def test_a_damaged_file_is_refused(tmp_path: Path):
    planted_bank({"The knees bend": [1]}).save(tmp_path)
    vectors = tmp_path / "bank.safetensors"
    vectors.write_bytes(vectors.read_bytes()[:-5])
    assert "damaged" in refused(tmp_path)


def test_entries_are_readable_lines_of_json(tmp_path: Path):
    planted_bank({"The knees bend": [1]}).save(tmp_path)
    line = (tmp_path / "bank.jsonl").read_text().strip()
    assert json.loads(line) == {"text": "The knees bend", "drill": SHOT, **KNEES}


def test_claims_are_kept_on_disk_and_come_with_the_sentences(tmp_path: Path):
    claim = Claim("knee_angle", "low")
    entry = BankEntry("The knees bend", SHOT, **KNEES, claim=claim)
    bank = CommentaryBank.build([entry], TableEncoder())
    bank.save(tmp_path)
    assert json.loads((tmp_path / "bank.jsonl").read_text()) == {
        "text": "The knees bend", "drill": SHOT, **KNEES, "parameter": "knee_angle", "state": "low",
    }  # fmt: skip
    loaded = CommentaryBank.load(tmp_path, "table", WIDTH)
    assert loaded.entries[0].claim == claim
    query = loaded.embeddings[0].astype(np.float32)
    (neighbour,) = loaded.nearest(query, drill=SHOT, **KNEES)
    assert neighbour.claim == claim
    assert loaded.nearest(query, drill=SHOT, **KNEES, accepts=lambda entry: entry.claim != claim) == []
