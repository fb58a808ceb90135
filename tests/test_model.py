"""The network as a whole: decoding, padding, learning, saving. Its equations are held in `test_equations`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from techcoach.model import TechCoachConfig, TechCoachModel, TechCoachOutput
from techcoach.model.assessor import PrefixCache, progressive_mask
from techcoach.model.backbones import splat_weights
from techcoach.model.generation import beam, greedy, greedy_uncached
from techcoach.model.losses import IGNORED, Targets
from techcoach.model.processing import JOINT_FEATURES, PATH_FEATURES

JOINTS, POINTS, WIDTH, FRAMES = 5, 3, 16, 8


def tiny_config(**changes: object) -> TechCoachConfig:
    settings: dict[str, Any] = {
        "hidden_size": 32,
        "feature_size": 24,
        "num_attention_heads": 2,
        "grid": [4, 4, 4],
        "assessor_pool": [2, 2, 2],
        "text_embedding_size": WIDTH,
        "vocab_size": 40,
        "max_text_length": 16,
        "pose_frames": FRAMES,
        "pose_layers": 1,
        "assessor_layers": 2,
        "masking": "some",
        "no_repeat_ngram_size": 0,
    }
    names = [f"joint {index}" for index in range(JOINTS)]
    relatives = [[(index + 1) % JOINTS, (index + 2) % JOINTS] for index in range(JOINTS)]
    return TechCoachConfig.embedded(names, relatives, [[0, 1], [2, 3, 4]], **{**settings, **changes})


def batch(size: int, points: int = POINTS, seed: int = 0) -> dict[str, Any]:
    random = torch.Generator().manual_seed(seed)
    return {
        "techpoints": torch.randn(size, points, WIDTH, generator=random),
        "dimensions": torch.arange(points).expand(size, points),
        "pose": {
            "joints": torch.randn(size, FRAMES, JOINTS, JOINT_FEATURES, generator=random),
            "path": torch.randn(size, FRAMES, PATH_FEATURES, generator=random),
            "points": torch.rand(size, FRAMES, JOINTS, 2, generator=random),
            "confidence": torch.rand(size, FRAMES, JOINTS, generator=random).clamp(min=0.2),
            "seconds": torch.linspace(0, 2, FRAMES).expand(size, FRAMES).contiguous(),
        },
    }


def model_of(config: TechCoachConfig, seed: int = 0) -> TechCoachModel:
    torch.manual_seed(seed)
    model = TechCoachModel(config).eval()
    with torch.no_grad():  # livelier than a fresh start, so that differences show
        for parameter in model.parameters():
            parameter.mul_(3.0) if parameter.dim() > 1 else parameter.add_(0.05 * torch.randn_like(parameter))
    return model


# -- the mask --------------------------------------------------------------------------------------------------------


def test_reading_the_text_above_the_foundation_equals_one_pass_over_the_whole_sequence() -> None:
    model = model_of(tiny_config()).double()
    inputs = as_double(batch(2))
    tokens = torch.tensor([[1, 7, 9, 3, 11], [1, 5, 3, 8, 2]])
    with torch.no_grad():
        output = model(**inputs, tokens=tokens)
        encoded = model.encode_poses(inputs["pose"])
        context = model.enhancer(encoded.features, encoded.view_present, encoded.bin_seconds)
        mask = torch.ones(2, POINTS, dtype=torch.bool)
        assessor = model.assessor
        lower, present = assessor._lower_tokens(output.quality, mask, context, encoded.occupied)
        hidden = torch.cat([assessor.embed_words(tokens, torch.arange(tokens.shape[1])), lower], dim=1)
        video = lower.shape[1] - 1 - 2 * POINTS
        allowed = progressive_mask(tokens.shape[1], 2 * POINTS, video)[None, None]
        allowed = allowed & torch.cat([torch.ones(2, tokens.shape[1], dtype=torch.bool), present], 1)[:, None, None]
        allowed = allowed | torch.eye(hidden.shape[1], dtype=torch.bool)
        for layer in assessor._stack():
            hidden = layer(hidden, *layer.keys_values(hidden), allowed)
        whole = assessor.norm(hidden)
    assert torch.allclose(assessor.word_head(whole[:, : tokens.shape[1]]), output.token_logits, atol=1e-9)
    assert torch.allclose(assessor.score_head(whole[:, tokens.shape[1]]).squeeze(-1), output.score, atol=1e-9)


# -- masked tokens and decoding --------------------------------------------------------------------------------------


def test_no_masked_target_leaks_into_its_own_prediction_or_from_later_text() -> None:
    model = model_of(tiny_config())
    inputs = batch(1)
    masked = torch.tensor([[1, 7, 3, 9, 10]])
    other_future = torch.tensor([[1, 7, 3, 22, 30]])
    other_past = torch.tensor([[1, 8, 3, 9, 10]])
    with torch.no_grad():
        logits = [model(**inputs, tokens=tokens).token_logits[0, 2] for tokens in (masked, other_future, other_past)]
    assert torch.equal(logits[0], logits[1])
    assert not torch.allclose(logits[0], logits[2])


def test_masking_every_word_predicts_each_as_decoding_would() -> None:
    model = model_of(tiny_config(masking="every"))
    tokens = torch.tensor([[1, 7, 30, 9, 2]])
    with torch.no_grad():
        output = model(**batch(1), tokens=tokens)
        for place in range(1, tokens.shape[1]):
            asked = torch.cat([tokens[:, :place], torch.tensor([[model.config.mask_token_id]])], dim=1)
            alone = model.assessor.read_text(output.prefix, asked)[:, -1]
            torch.testing.assert_close(output.token_logits[:, place - 1], alone)


def test_score_and_techpoints_do_not_depend_on_the_text() -> None:
    model = model_of(tiny_config())
    with torch.no_grad():
        one = model(**batch(1), tokens=torch.tensor([[1, 7, 3]]))
        two = model(**batch(1), tokens=torch.tensor([[1, 30, 31]]))
    assert torch.equal(one.score, two.score) and torch.equal(one.aligned, two.aligned)


@pytest.mark.parametrize("seed", range(6))
def test_cached_decoding_equals_uncached_token_for_token(seed: int) -> None:
    model = model_of(tiny_config(), seed)
    with torch.inference_mode():
        prefix = model(**batch(3, seed=seed)).prefix
        cached = greedy(model.assessor, prefix, model.config)
        assert cached == greedy_uncached(model.assessor, prefix, model.config)
        assert cached == beam(model.assessor, prefix, model.config, beams=1)
    assert any(cached)


def test_generation_repeats_no_run_of_words() -> None:
    free, strict = tiny_config(max_text_length=40), tiny_config(max_text_length=40, no_repeat_ngram_size=3)
    model = model_of(free)
    with torch.inference_mode():
        prefix = model(**batch(4)).prefix
        loose = greedy(model.assessor, prefix, free)
        generated = greedy(model.assessor, prefix, strict)
        assert generated == greedy_uncached(model.assessor, prefix, strict)
        generated += beam(model.assessor, prefix, strict, beams=3)

    def repeats(text: list[int]) -> bool:
        runs = [tuple(text[i : i + 3]) for i in range(len(text) - 2)]
        return len(set(runs)) < len(runs)

    assert any(repeats(text) for text in loose) and not any(repeats(text) for text in generated)


def test_a_wider_beam_never_finds_a_less_likely_commentary_when_every_continuation_is_kept() -> None:
    """With as many beams as there are texts, beam search is exhaustive; compared with enumeration."""
    config = tiny_config(vocab_size=7, max_text_length=5)
    model = model_of(config)
    with torch.inference_mode():
        prefix = model(**batch(1)).prefix
        widest = beam(model.assessor, prefix, config, beams=64)[0]
        best = max(enumerate_texts(model, prefix), key=lambda pair: pair[0])[1]
    assert widest == best


def enumerate_texts(model: TechCoachModel, prefix: PrefixCache) -> list[tuple[float, list[int]]]:
    config, words = model.config, [4, 5, 6]
    texts: list[tuple[list[int], float]] = [([], 0.0)]
    finished: list[tuple[float, list[int]]] = []
    for step in range(config.max_text_length - 2):
        grown: list[tuple[list[int], float]] = []
        for text, score in texts:
            tokens = torch.tensor([[config.cls_token_id, *text, config.mask_token_id]])
            logits = model.assessor.read_text(prefix, tokens)[0, -1].clone()
            logits[[0, 1, 3]] = -torch.inf
            if not text:
                logits[2] = -torch.inf
            logs = logits.log_softmax(-1)
            if text:
                finished.append(((score + float(logs[2])) / (step + 1), text))
            grown += [([*text, word], score + float(logs[word])) for word in words]
        texts = grown
    return finished


# -- batches ---------------------------------------------------------------------------------------------------------


def test_a_sample_alone_equals_itself_in_a_padded_batch() -> None:
    model = model_of(tiny_config())
    together = batch(2, points=4)
    tokens = torch.tensor([[1, 7, 9, 2, 0, 0], [1, 5, 8, 6, 11, 2]])
    mask = torch.tensor([[True, True, True, False], [True] * 4])
    alone = {
        "techpoints": together["techpoints"][:1, :3],
        "dimensions": together["dimensions"][:1, :3],
        "pose": {name: values[:1] for name, values in together["pose"].items()},
    }
    with torch.no_grad():
        padded: TechCoachOutput = model(**together, tokens=tokens, techpoint_mask=mask)
        single: TechCoachOutput = model(**alone, tokens=tokens[:1, :4])
    for name in ("score", "quality", "aligned", "presence_logits", "attention", "token_logits"):
        one, many = getattr(single, name), getattr(padded, name)[:1]
        many = many[:, : one.shape[1]] if one.dim() > 1 else many
        assert torch.allclose(one, many, atol=1e-5), name


def test_attention_sums_to_one_per_side_and_only_looks_where_the_athlete_is() -> None:
    model = model_of(tiny_config())
    inputs = batch(2)
    inputs["pose"]["points"] = inputs["pose"]["points"] * 0.3  # the athlete keeps to one corner
    with torch.no_grad():
        output = model(**inputs, output_attention_per_head=True)
    assert torch.allclose(output.attention.flatten(3).sum(-1), torch.ones(2, POINTS, 2), atol=1e-5)
    assert output.attention[..., 3, 3].abs().max() == 0
    layers, heads = model.config.reasoner_layers, model.config.num_attention_heads
    assert output.attention_per_head.shape == (2, layers, heads, POINTS, 2, 4, 4, 4)
    assert torch.allclose(output.attention_per_head.mean(dim=(1, 2)), output.attention)


def test_one_techpoints_text_changes_its_own_attention_and_no_others() -> None:
    model = model_of(tiny_config())
    inputs = batch(1)
    with torch.no_grad():
        before = model(**inputs).attention
        inputs["techpoints"] = inputs["techpoints"].clone()
        inputs["techpoints"][0, 1] += 1.0
        after = model(**inputs).attention
    changed = (before != after).flatten(2).any(-1)[0].tolist()
    assert changed == [False, True, False]


def test_splat_puts_a_joint_into_its_cell() -> None:
    points = torch.tensor([0.9, 0.1]).reshape(1, 1, 1, 1, 2)  # right, top
    weights = splat_weights(points, torch.ones(1, 1, 1, 1), (1, 4, 4), sigma=0.3)[0, 0, 0]
    assert weights.argmax() == 3  # row 0, column 3
    assert weights.sum() == pytest.approx(1.0, abs=1e-6)


# -- losses and learning ---------------------------------------------------------------------------------------------


def test_a_parameter_head_gives_four_logits_a_parameter_and_attends_somewhere() -> None:
    model = model_of(tiny_config(parameter_names=["a/one", "a/two", "b/one"]))
    inputs = batch(2)
    assert model(**inputs).state_logits.shape == (2, 3, 4)
    assert model_of(tiny_config())(**inputs).state_logits is None
    tokens = torch.randn(2, 4, 3, model.config.feature_size)
    assert model.parameter_head is not None
    values, logits, looked = model.parameter_head(tokens)
    assert values.shape == (2, 3) and logits.shape == (2, 3, 4)
    torch.testing.assert_close(looked.sum(dim=-1), torch.ones(2, 3))


@pytest.mark.parametrize("masking", ["some", "every"])
def test_overfitting_eight_samples_drives_every_loss_down_and_reproduces_their_commentary(masking: str) -> None:
    torch.manual_seed(0)
    config = tiny_config(
        hidden_size=64, feature_size=64, pose_layers=2, masking=masking, parameter_names=["a/one", "a/two"]
    )
    model = TechCoachModel(config)
    inputs = batch(8)
    texts = torch.randint(4, config.vocab_size, (8, 7))
    tokens = torch.cat([torch.full((8, 1), 1), texts, torch.full((8, 1), 2)], dim=1)
    body_part = torch.rand(8, POINTS, 4, 4, 4)
    targets = Targets(
        score=torch.rand(8),
        labels=tokens,
        commentary=torch.nn.functional.normalize(torch.randn(8, POINTS, 2, WIDTH), dim=-1),
        present=torch.rand(8, POINTS, 2) < 0.5,
        techpoint_mask=torch.ones(8, POINTS, dtype=torch.bool),
        body_part=(body_part > 0.95).float(),
        states=torch.randint(0, 4, (8, 2)),
    )
    steps = 320
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    # Cooled down, so that the end does not hang on the order in which a machine sums.
    cooling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, eta_min=1e-4)
    first: dict[str, float] = {}
    for _ in range(steps):
        chosen = (torch.rand(tokens.shape) < 0.5) & (tokens != 1)
        masked, labels = torch.where(chosen, config.mask_token_id, tokens), torch.where(chosen, tokens, IGNORED)
        if masking == "every":
            masked, labels = tokens, tokens[:, 1:]
        targets = Targets(**{**targets.__dict__, "labels": labels})
        output = model(**inputs, tokens=masked, targets=targets)
        optimiser.zero_grad()
        output.loss.backward()
        optimiser.step()
        cooling.step()
        first = first or {name: float(value.detach()) for name, value in output.loss_parts.items()}
    model.eval()
    with torch.inference_mode():
        generated = model.generate(model(**inputs).prefix)
    last = {name: float(value.detach()) for name, value in output.loss_parts.items()}
    bounds = {"commentary": 0.1, "score": 0.1, "alignment": 0.6, "presence": 0.2, "attention": 0.8, "states": 0.3}
    for name, share in bounds.items():
        assert last[name] < share * first[name], (name, first, last)
    assert generated == texts.tolist()


class Alternating:
    """Allows tokens 10 and 11 by turns, ten of them, and then the closing one."""

    start = 0

    def allowed(self, state: int) -> list[int]:
        return [2] if state >= 10 else [10 + state % 2]

    def after(self, state: int, token: int) -> int:
        assert token in self.allowed(state)
        return state + 1


def test_texts_are_drawn_within_a_grammar() -> None:
    model = model_of(tiny_config(no_repeat_ngram_size=2))
    with torch.inference_mode():
        texts = model.sample(model(**batch(2)).prefix, 3, grammar=Alternating())
    assert texts == [[[10, 11] * 5] * 3] * 2


# -- files and configuration -----------------------------------------------------------------------------------------


def test_save_and_load_is_exact(tmp_path: Path) -> None:
    model = model_of(tiny_config(no_repeat_ngram_size=3, trained_on="a test"))
    model.save_pretrained(str(tmp_path))
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".safetensors"}
    loaded = TechCoachModel.load(tmp_path)
    with torch.no_grad():
        one, two = model(**batch(2)), loaded(**batch(2))
    assert torch.equal(one.score, two.score) and torch.equal(one.attention, two.attention)
    assert loaded.config.to_dict() == model.config.to_dict() | {
        name: loaded.config.to_dict()[name] for name in ("_name_or_path", "dtype", "transformers_version",
        "architectures")
        if name in loaded.config.to_dict()
    }  # fmt: skip


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    model_of(tiny_config()).save_pretrained(str(tmp_path))
    weights = load_file(tmp_path / "model.safetensors")
    weights.pop("presence.weight")
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ValueError, match="presence.weight"):
        TechCoachModel.load(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hidden_size": 33}, "num_attention_heads"),
        ({"grid": [4, 4]}, "grid"),
        ({"assessor_pool": [3, 2, 2]}, "assessor_pool"),
        ({"alignment_distance": "l3"}, "l3"),
        ({"pose_frames": 9}, "pose_frames"),
        ({"pose_parts": [[0, 1], [1, 2, 3, 4]]}, "pose_parts"),
        ({"score_range": [10.0, 1.0]}, "score_range"),
        ({"backbone": "eyes"}, "eyes"),
    ],
)
def test_impossible_configurations_are_refused_with_what_was_given(change: dict[str, Any], message: str) -> None:
    with pytest.raises(Exception, match=message):
        tiny_config(**change)


def test_the_papers_preset_has_an_assessor_of_the_papers_size() -> None:
    with torch.device("meta"):
        model = TechCoachModel(TechCoachConfig.paper())
    count = sum(parameter.numel() for parameter in model.assessor.parameters())
    assert 125e6 < count < 145e6  # Table 2: 136M


def test_missing_views_take_the_stand_in_and_present_ones_do_not() -> None:
    from techcoach.model.modeling import Visual

    config = TechCoachConfig.paper(
        hidden_size=32, feature_size=8, num_attention_heads=2, grid=[2, 4, 4], enhancer_layers=1, assessor_layers=1,
        vocab_size=40, text_embedding_size=WIDTH,
    )  # fmt: skip
    model = model_of(config)
    features = torch.randn(1, 2, 2, 4, 4, 8)
    points = {"techpoints": torch.randn(1, POINTS, WIDTH), "dimensions": torch.arange(POINTS)[None]}

    def score(values: torch.Tensor, present: list[bool]) -> torch.Tensor:
        visual = Visual(values, torch.tensor([present]), torch.ones(1, 2, 4, 4, dtype=torch.bool), torch.zeros(1, 2))
        with torch.no_grad():
            return model(**points, visual=visual).score

    changed = features.clone()
    changed[:, 1] += 1.0
    assert torch.equal(score(features, [True, False]), score(changed, [True, False]))
    assert not torch.equal(score(features, [True, True]), score(changed, [True, True]))


def as_double(inputs: dict[str, Any]) -> dict[str, Any]:
    def convert(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: convert(inner) for name, inner in value.items()}
        return value.double() if isinstance(value, torch.Tensor) and value.is_floating_point() else value

    return {name: convert(value) for name, value in inputs.items()}
