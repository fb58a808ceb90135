"""Drawn commentary follows the model's own distribution, and its seed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from techcoach.model.generation import _allowed, sample
from tests.test_model import batch, model_of, tiny_config

DRAWN = 4000


def test_first_words_come_as_often_as_the_model_says() -> None:
    config = tiny_config(max_text_length=4)
    model = model_of(config)
    with torch.inference_mode():
        prefix = model(**batch(2)).prefix
        texts = sample(model.assessor, prefix, config, DRAWN, seed=1)
        asked = torch.tensor([[config.cls_token_id, config.mask_token_id]] * 2)
        logits = _allowed(model.assessor.read_text(prefix, asked)[:, -1], config, [[], []])
    for row, samples in enumerate(texts):
        assert len(samples) == DRAWN
        drawn = np.bincount([text[0] for text in samples], minlength=config.vocab_size) / DRAWN
        expected = logits[row].softmax(dim=-1).numpy()
        # Four standard deviations of a share.
        assert (np.abs(drawn - expected) <= 4 * np.sqrt(expected * (1 - expected) / DRAWN) + 1e-9).all()


def test_a_seed_draws_the_same_texts_again_and_another_draws_others() -> None:
    config = tiny_config()
    model = model_of(config)
    with torch.inference_mode():
        prefix = model(**batch(2)).prefix
        once = model.sample(prefix, 5, seed=3)
        assert once == model.sample(prefix, 5, seed=3) != model.sample(prefix, 5, seed=4)
        with pytest.raises(ValueError, match="at least 1"):
            model.sample(prefix, 0)
