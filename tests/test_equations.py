"""The paper's equations against loops written from the paper (`loop_reference`): each term, each rule, by name.

Eq. 1 builds the TechPoint queries, Eq. 2 aligns what the reasoner found with commentary, Eq. 3 sums the losses; beside
them the enhancer's divided attention, the reasoner's cross attention and the assessor's mask.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pytest
import torch
from torch import Tensor

from techcoach.data.training_examples import mask_tokens, masked_targets
from techcoach.model import TechCoachConfig
from techcoach.model.assessor import ActionAssessor, progressive_mask
from techcoach.model.enhancer import ContextEnhancer
from techcoach.model.layers import DividedAttentionLayer, SinusoidalTime
from techcoach.model.losses import (
    IGNORED,
    Targets,
    alignment_loss,
    attention_loss,
    masked_token_loss,
    presence_loss,
    score_loss,
    state_loss,
    total_loss,
)
from techcoach.model.modeling import TechCoachModel, TechCoachOutput, Visual
from techcoach.model.reasoner import TechPointReasoner
from tests import loop_reference as loops
from tests.loop_reference import array

WIDTH, POINTS, VOCABULARY = 6, 3, 12
DISTANCES = ("l2", "cosine", "smooth_l1", "infonce")
WEIGHTS = {
    "score_weight": ("score", 3.0),
    "alignment_weight": ("alignment", 0.7),
    "presence_weight": ("presence", 1.9),
    "attention_weight": ("attention", 0.31),
    "state_weight": ("states", 2.3),
}
"""The weights of Eq. 3 and of our terms: the part that each weighs, and a value of its own."""


def small_config(**changes: object) -> TechCoachConfig:
    settings: dict[str, Any] = {
        "hidden_size": 8, "feature_size": 5, "num_attention_heads": 2, "grid": [2, 2, 2], "enhancer_layers": 1,
        "reasoner_layers": 2, "assessor_layers": 2, "text_embedding_size": WIDTH, "vocab_size": VOCABULARY,
        "max_text_length": 6, "dropout": 0.0, "presence_detached": False,
    }  # fmt: skip
    return TechCoachConfig.paper(**{**settings, **changes})


Module = TypeVar("Module", bound=torch.nn.Module)


def lively(module: Module, seed: int = 0) -> Module:
    """The module in float64, every weight drawn anew, so that no part of it is zero, small, or alike to another."""
    random = torch.Generator().manual_seed(seed)
    module = module.double().eval()
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(0.6 * torch.randn(weight.shape, generator=random, dtype=torch.float64))
    return module


def drawn(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


# -- Eq. 1 -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reasoner() -> TechPointReasoner:
    return lively(TechPointReasoner(small_config()))


def test_equation_1_queries_are_text_plus_type_prompt_plus_quality_prompt(reasoner: TechPointReasoner) -> None:
    texts, dimensions = drawn(2, POINTS, WIDTH), torch.tensor([[0, 4, 6], [2, 2, 5]])
    queries = array(reasoner.queries(texts, dimensions))
    for sample in range(2):
        expected = loops.queries_of(reasoner, array(texts[sample]), array(dimensions[sample]))
        np.testing.assert_allclose(queries[sample], expected, atol=1e-12)


def test_equation_1_the_text_term_is_the_mapped_embedding_of_the_techpoint(reasoner: TechPointReasoner) -> None:
    texts, same = drawn(1, 2, WIDTH), torch.tensor([[3, 3]])
    queries = reasoner.queries(texts, same)
    expected = array(reasoner.map_text.weight) @ array(texts[0, 1] - texts[0, 0])
    for side in range(2):
        np.testing.assert_allclose(array(queries[0, 1, side] - queries[0, 0, side]), expected, atol=1e-12)


def test_equation_1_the_type_prompt_is_that_of_the_techpoints_dimension(reasoner: TechPointReasoner) -> None:
    one_text = drawn(1, 1, WIDTH).expand(1, 7, WIDTH)
    queries = reasoner.queries(one_text, torch.arange(7)[None])
    for dimension, side in itertools.product(range(7), range(2)):
        expected = reasoner.type_prompts.weight[dimension] - reasoner.type_prompts.weight[0]
        np.testing.assert_allclose(
            array(queries[0, dimension, side] - queries[0, 0, side]), array(expected), atol=1e-12
        )


def test_equation_1_the_quality_prompts_tell_strength_from_weakness_in_this_order(reasoner: TechPointReasoner) -> None:
    texts, dimensions = drawn(1, POINTS, WIDTH), torch.tensor([[1, 5, 6]])
    queries = reasoner.queries(texts, dimensions)
    without = reasoner.map_text(texts) + reasoner.type_prompts(dimensions)
    for side in range(2):
        np.testing.assert_allclose(
            array(queries[0, :, side] - without[0]), [array(reasoner.quality_prompts[side])] * POINTS, atol=1e-12
        )


@pytest.mark.parametrize("term", ["map_text.weight", "type_prompts.weight", "quality_prompts"])
def test_equation_1_every_term_reaches_quality_embeddings_and_attention(reasoner: TechPointReasoner, term: str) -> None:
    inputs = drawn(1, POINTS, WIDTH), torch.tensor([[1, 5, 6]]), drawn(1, 2, 2, 2, 8), torch.ones(1, 2, 2, 2).bool()
    before = reasoner(*inputs)
    with torch.no_grad():
        reasoner.get_parameter(term).mul_(0.0)
    for one, other in zip(before, reasoner(*inputs), strict=True):
        assert (one - other).abs().max() > 1e-2


# -- the reasoner's cross attention ----------------------------------------------------------------------------------


def looked(reasoner: TechPointReasoner, chosen: Sequence[int] = range(POINTS)) -> tuple[Tensor, Tensor, Tensor]:
    """Quality embeddings, attention and the cells that may be looked at, for some of three TechPoints."""
    occupied = torch.tensor([1, 0, 1, 1, 0, 0, 1, 1]).bool().reshape(1, 2, 2, 2)
    rows = list(chosen)
    texts, dimensions = drawn(1, POINTS, WIDTH)[:, rows], torch.tensor([[1, 5, 5]])[:, rows]
    return *reasoner(texts, dimensions, drawn(1, 2, 2, 2, 8, seed=2), occupied), occupied


def test_cross_attention_equals_its_loop_reference(reasoner: TechPointReasoner) -> None:
    quality, attention, occupied = looked(reasoner)
    expected_quality, expected_attention = loops.reasoned(
        reasoner, array(drawn(1, POINTS, WIDTH)[0]), np.array([1, 5, 5]), array(drawn(1, 2, 2, 2, 8, seed=2)[0]),
        array(occupied[0]),
    )  # fmt: skip
    np.testing.assert_allclose(array(quality[0]), expected_quality, atol=1e-10)
    np.testing.assert_allclose(array(attention[0]), expected_attention, atol=1e-10)


def test_cross_attention_sums_to_one_over_occupied_cells_and_is_zero_elsewhere(reasoner: TechPointReasoner) -> None:
    _, attention, occupied = looked(reasoner)
    on = attention.flatten(-3)[..., occupied.flatten()]
    torch.testing.assert_close(on.sum(dim=-1), torch.ones(on.shape[:-1], dtype=torch.float64))
    assert (attention.flatten(-3)[..., ~occupied.flatten()] == 0).all() and (on > 0).all()


@pytest.mark.parametrize("company", [[0], [1, 0], [2, 1, 0], [0, 0, 2]])
def test_a_query_is_answered_the_same_in_any_company_and_order(reasoner: TechPointReasoner, company: list[int]) -> None:
    quality, attention, _ = looked(reasoner)
    other_quality, other_attention, _ = looked(reasoner, company)
    torch.testing.assert_close(other_quality, quality[:, company], atol=1e-12, rtol=0)
    torch.testing.assert_close(other_attention, attention[:, :, :, company], atol=1e-12, rtol=0)


# -- the context enhancer --------------------------------------------------------------------------------------------


def perturbed_cells(layer: DividedAttentionLayer) -> Tensor:
    """Which cells of (3 times, 4 places) change when time 0, place 0 does."""
    hidden = drawn(1, 3, 4, 8)
    other = hidden.clone()
    other[0, 0, 0] += drawn(8, seed=3)
    return (layer(hidden) - layer(other)).abs().amax(dim=-1)[0] > 1e-9


@pytest.fixture
def divided() -> DividedAttentionLayer:
    return lively(DividedAttentionLayer(8, 2, 2.0, 0.0))


def test_divided_attention_equals_its_loop_reference(divided: DividedAttentionLayer) -> None:
    hidden = drawn(2, 3, 4, 8)
    for given, got in zip(hidden, divided(hidden), strict=True):
        np.testing.assert_allclose(array(got), loops.divided_attention(divided, array(given)), atol=1e-10)


def test_attention_over_time_carries_one_place_to_other_times(divided: DividedAttentionLayer) -> None:
    with torch.no_grad():
        divided.space_attention.out.weight.zero_()
    assert perturbed_cells(divided).tolist() == [[True, False, False, False]] * 3


def test_attention_over_space_carries_one_time_to_other_places(divided: DividedAttentionLayer) -> None:
    with torch.no_grad():
        divided.time_attention.out.weight.zero_()
    assert perturbed_cells(divided).tolist() == [[True] * 4, [False] * 4, [False] * 4]


def test_moments_become_sines_and_cosines_of_periods_from_a_tenth_of_a_second_to_twenty() -> None:
    encode = lively(SinusoidalTime(8))
    for moment in (0.0, 0.03, 0.4, 1.7):
        expected = loops.linear(loops.waves(moment, 8), encode.project)
        np.testing.assert_allclose(array(encode(torch.tensor(moment))), expected, atol=1e-4)


def context_of(enhancer: ContextEnhancer, seconds: Sequence[float] = (0.2, 0.9)) -> Tensor:
    present = torch.tensor([[True, False], [True, True]])
    bins = torch.tensor([seconds, [0.4, 1.2]], dtype=torch.float64)
    context: Tensor = enhancer(drawn(2, 2, 2, 2, 2, 5), present, bins)
    return context


def test_the_visual_context_equals_its_loop_reference() -> None:
    enhancer = lively(ContextEnhancer(small_config(enhancer_layers=2)))
    context, features = array(context_of(enhancer)), array(drawn(2, 2, 2, 2, 2, 5))
    for sample, present, seconds in ((0, [True, False], [0.2, 0.9]), (1, [True, True], [0.4, 1.2])):
        expected = loops.enhanced(enhancer, features[sample], np.array(present), np.array(seconds))
        np.testing.assert_allclose(context[sample], expected, atol=1e-4)


def test_the_visual_context_depends_on_the_seconds_of_its_time_bins() -> None:
    enhancer = lively(ContextEnhancer(small_config()))
    change = (context_of(enhancer) - context_of(enhancer, seconds=(0.2, 1.1))).abs()
    assert change[0].amax() > 1e-2 and change[1].amax() == 0


@pytest.mark.parametrize("part", ["time_positions", "space_positions", "stand_in", "project.weight"])
def test_the_visual_context_depends_on_every_part_of_its_positions_and_views(part: str) -> None:
    enhancer = lively(ContextEnhancer(small_config()))
    before = context_of(enhancer)
    with torch.no_grad():
        enhancer.get_parameter(part).mul_(0.0)
    assert (before - context_of(enhancer)).abs().amax() > 1e-2


# -- the assessor and its mask ---------------------------------------------------------------------------------------

TEXT, VIDEO = 3, 8
SEGMENTS = {
    "text": range(TEXT),
    "score": range(TEXT, TEXT + 1),
    "TechPoint": range(TEXT + 1, TEXT + 1 + 2 * POINTS),
    "video": range(TEXT + 1 + 2 * POINTS, TEXT + 1 + 2 * POINTS + VIDEO),
}
"""Where each segment stands in the sequence."""


@dataclass(frozen=True)
class Rule:
    """A cell of the mask's table: whether a segment looks at another, or at those of its places that `kept` chooses."""

    row: str
    column: str
    allowed: bool
    kept: Callable[[int, int], bool] = lambda row, column: True

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The places of the sequence, row and column, that the rule is about."""
        both = itertools.product(SEGMENTS[self.row], SEGMENTS[self.column])
        return [pair for pair in both if self.kept(*pair)]


RULES = {
    "text looks at itself and earlier text": Rule("text", "text", True, operator.ge),
    "text does not look at later text": Rule("text", "text", False, operator.lt),
    "text looks at the score": Rule("text", "score", True),
    "text looks at all TechPoints": Rule("text", "TechPoint", True),
    "text looks at all video": Rule("text", "video", True),
    "score does not look at text": Rule("score", "text", False),
    "score looks at itself": Rule("score", "score", True),
    "score looks at all TechPoints": Rule("score", "TechPoint", True),
    "score looks at all video": Rule("score", "video", True),
    "TechPoint does not look at text": Rule("TechPoint", "text", False),
    "TechPoint does not look at the score": Rule("TechPoint", "score", False),
    "TechPoint looks at itself": Rule("TechPoint", "TechPoint", True, operator.eq),
    "TechPoint does not look at other TechPoints": Rule("TechPoint", "TechPoint", False, operator.ne),
    "TechPoint looks at all video": Rule("TechPoint", "video", True),
    "video does not look at text": Rule("video", "text", False),
    "video does not look at the score": Rule("video", "score", False),
    "video does not look at TechPoints": Rule("video", "TechPoint", False),
    "video looks at all video": Rule("video", "video", True),
}
"""The table of the progressive mask (paper, Sec. 4.5 and Fig. 3)."""


def test_the_rules_speak_of_every_pair_of_places_once() -> None:
    covered = sorted(pair for rule in RULES.values() for pair in rule.pairs)
    assert covered == list(itertools.product(range(TEXT + 1 + 2 * POINTS + VIDEO), repeat=2))


@pytest.mark.parametrize("name", RULES)
def test_the_mask_keeps_the_rule(name: str) -> None:
    mask, rule = progressive_mask(TEXT, 2 * POINTS, VIDEO), RULES[name]
    assert [pair for pair in rule.pairs if bool(mask[pair]) != rule.allowed] == []


def states(assessor: ActionAssessor, changed: int | None = None) -> list[Tensor]:
    """What each place of the sequence holds behind the first layer, if one place's input is changed.

    Text is read with one layer; of score, TechPoints and video the keys of the second layer tell.
    """
    inputs = {"score": assessor.score_token.detach().clone(), "TechPoint": drawn(1, 6, 8), "video": drawn(1, 8, 8)}
    tokens = torch.tensor([[1, 7, 9]])
    for segment, places in SEGMENTS.items():
        for index in (index for index, place in enumerate(places) if place == changed):
            if segment == "text":
                tokens[0, index] += 1
            else:
                inputs[segment][0, index] += drawn(8, seed=9)
    assessor.score_token.data = inputs["score"]
    quality, context = inputs["TechPoint"].reshape(1, POINTS, 2, 8), inputs["video"].reshape(1, 2, 2, 2, 8)
    prefix = assessor.encode_prefix(quality, torch.ones(1, POINTS).bool(), context, torch.ones(1, 2, 2, 2).bool())
    below = prefix.keys[1][0].transpose(0, 1).flatten(1)  # (P, D)
    assessor.layers = assessor.layers[:1]
    return [*assessor.read_text(prefix, tokens)[0], *below]


@pytest.fixture(scope="module")
def depends() -> np.ndarray:
    """(row, column) bool: whether a place of the sequence changes with another one's input."""
    config = small_config()
    before = states(lively(ActionAssessor(config)))
    changes = []
    for column in range(len(before)):
        after = states(lively(ActionAssessor(config)), changed=column)
        changes.append([bool((one - other).abs().amax() > 1e-9) for one, other in zip(before, after, strict=True)])
    return np.array(changes).T


@pytest.mark.parametrize("name", RULES)
def test_the_assessor_obeys_the_rule(depends: np.ndarray, name: str) -> None:
    rule = RULES[name]
    assert [pair for pair in rule.pairs if depends[pair] != rule.allowed] == []


# -- Eq. 2 -----------------------------------------------------------------------------------------------------------

PRESENT = torch.tensor([[[1, 0], [1, 1], [0, 0]], [[0, 1], [0, 0], [1, 1]]]).bool()


@pytest.mark.parametrize("distance", DISTANCES)
def test_equation_2_equals_its_loop_reference(distance: str) -> None:
    aligned, commentary = drawn(2, POINTS, 2, WIDTH), drawn(2, POINTS, 2, WIDTH, seed=2)
    expected = loops.alignment(array(aligned), array(commentary), PRESENT.numpy(), distance)
    assert float(alignment_loss(aligned, commentary, PRESENT, distance)) == pytest.approx(expected, rel=1e-10)


def test_equation_2_is_the_l2_distance_unless_told_otherwise() -> None:
    aligned, commentary = torch.zeros(1, 1, 2, 2).double(), torch.tensor([[[[3.0, 4.0], [0.0, 2.0]]]]).double()
    assert float(alignment_loss(aligned, commentary, torch.ones(1, 1, 2).bool())) == pytest.approx(5.0 + 2.0)
    assert small_config().alignment_distance == "l2"


@pytest.mark.parametrize("distance", DISTANCES)
def test_equation_2_w_leaves_out_sides_without_commentary_in_value_and_gradient(distance: str) -> None:
    aligned, commentary = drawn(2, POINTS, 2, WIDTH), drawn(2, POINTS, 2, WIDTH, seed=2)
    aligned.requires_grad_(True)
    loss = alignment_loss(aligned, commentary, PRESENT, distance)
    loss.backward()
    assert aligned.grad is not None
    assert (aligned.grad[~PRESENT] == 0).all() and (aligned.grad[PRESENT].abs().amax(dim=-1) > 0).all()
    elsewhere = torch.where(PRESENT[..., None], commentary, commentary + 100.0)
    assert torch.equal(alignment_loss(aligned, elsewhere, PRESENT, distance), loss)


@pytest.mark.parametrize("distance", ["l2", "cosine", "smooth_l1"])
def test_equation_2_sums_over_techpoints_and_sides_and_is_averaged_over_the_batch(distance: str) -> None:
    aligned, commentary = drawn(1, POINTS, 2, WIDTH), drawn(1, POINTS, 2, WIDTH, seed=2)

    def loss(points: int, samples: int) -> float:
        one, other = (values[:, :points].repeat(samples, 1, 1, 1) for values in (aligned, commentary))
        return float(alignment_loss(one, other, torch.ones(samples, points, 2).bool(), distance))

    assert loss(POINTS, 4) == pytest.approx(loss(POINTS, 1), rel=1e-10)
    each = [
        float(alignment_loss(aligned[:, i : i + 1], commentary[:, i : i + 1], torch.ones(1, 1, 2).bool(), distance))
        for i in range(POINTS)
    ]
    assert loss(POINTS, 1) == pytest.approx(sum(each), rel=1e-10)


def test_equation_2_without_any_commentary_is_zero_and_a_perfect_match_has_a_gradient() -> None:
    aligned = drawn(1, 1, 2, WIDTH).requires_grad_(True)
    alignment_loss(aligned, aligned.detach(), torch.ones(1, 1, 2).bool()).backward()
    assert aligned.grad is not None and torch.isfinite(aligned.grad).all()
    assert alignment_loss(aligned, drawn(1, 1, 2, WIDTH, seed=2), torch.zeros(1, 1, 2).bool()) == 0


# -- the other losses ------------------------------------------------------------------------------------------------


def test_l_mtm_is_the_mean_cross_entropy_of_the_masked_tokens() -> None:
    logits = drawn(2, 4, VOCABULARY)
    labels = torch.tensor([[IGNORED, 5, IGNORED, 2], [7, IGNORED, IGNORED, IGNORED]])
    expected = loops.mean_cross_entropy(array(logits), labels.numpy(), IGNORED)
    assert float(masked_token_loss(logits, labels)) == pytest.approx(expected, rel=1e-10)
    assert masked_token_loss(logits, torch.full((2, 4), IGNORED)) == 0


def test_l_mse_is_the_mean_squared_error_of_the_rated_rows() -> None:
    score, rating = drawn(4).requires_grad_(True), torch.tensor([0.3, float("nan"), 0.9, float("nan")]).double()
    loss = score_loss(score, rating)
    assert loss.item() == pytest.approx(loops.squared_error(array(score), rating.numpy()), rel=1e-10)
    loss.backward()
    assert score.grad is not None and (score.grad != 0).tolist() == [True, False, True, False]
    assert score_loss(score, torch.full((4,), float("nan"))).item() == 0


def test_presence_loss_is_the_mean_over_the_sides_of_real_techpoints() -> None:
    logits, real = drawn(2, POINTS, 2), torch.tensor([[1, 1, 0], [1, 1, 1]]).bool()
    expected = loops.presence(array(logits), PRESENT.numpy(), real.numpy())
    assert float(presence_loss(logits, PRESENT, real)) == pytest.approx(expected, rel=1e-10)


def some_attention() -> tuple[Tensor, Tensor]:
    """Attention (2, N, 2, 2, 2, 2), and where body parts are; one of them is not known."""
    attention = drawn(2, POINTS, 2, 8).softmax(dim=-1).reshape(2, POINTS, 2, 2, 2, 2)
    body_part = drawn(2, POINTS, 8, seed=2).clamp(min=0).reshape(2, POINTS, 2, 2, 2)
    body_part[1, 2] = 0.0
    return attention, body_part


def test_attention_loss_is_minus_the_log_of_the_attention_on_the_body_part() -> None:
    attention, body_part = some_attention()
    expected = loops.attention_to_body(array(attention), array(body_part))
    assert float(attention_loss(attention, body_part)) == pytest.approx(expected, rel=1e-6)
    assert attention_loss(attention, torch.zeros_like(body_part)) == 0


def test_attention_loss_is_zero_where_all_attention_lies_on_the_body_part() -> None:
    where = torch.zeros(1, 1, 2, 2, 2)
    where[0, 0, 1, 0, 1] = 0.5
    on, even = torch.zeros(1, 1, 2, 2, 2, 2), torch.full((1, 1, 2, 2, 2, 2), 1 / 8)
    on[..., 1, 0, 1] = 1.0
    assert float(attention_loss(on, where)) == pytest.approx(0.0, abs=1e-6)
    assert float(attention_loss(even, where)) == pytest.approx(np.log(8), rel=1e-5)


def test_state_loss_is_the_mean_cross_entropy_of_the_clips_own_parameters() -> None:
    logits, states = drawn(2, 3, 4), torch.tensor([[IGNORED, 2, IGNORED], [0, IGNORED, 3]])
    expected = loops.mean_cross_entropy(array(logits), states.numpy(), IGNORED)
    assert float(state_loss(logits, states)) == pytest.approx(expected, rel=1e-10)
    assert state_loss(logits, torch.full((2, 3), IGNORED)) == 0


# -- Eq. 3 -----------------------------------------------------------------------------------------------------------


def loss_inputs() -> dict[str, Any]:
    attention, body_part = some_attention()
    return {
        "score": drawn(2),
        "text_logits": drawn(2, 4, VOCABULARY),
        "aligned": drawn(2, POINTS, 2, WIDTH),
        "presence_logits": drawn(2, POINTS, 2),
        "attention": attention,
        "state_logits": drawn(2, 3, 4),
        "targets": Targets(
            score=torch.tensor([0.2, 0.8]).double(),
            labels=torch.tensor([[IGNORED, 5, 3, 2], [7, IGNORED, IGNORED, 9]]),
            commentary=drawn(2, POINTS, 2, WIDTH, seed=2),
            present=PRESENT,
            techpoint_mask=torch.ones(2, POINTS).bool(),
            body_part=body_part,
            states=torch.tensor([[IGNORED, 2, IGNORED], [0, IGNORED, 3]]),
        ),
    }


def parts_in_loops(given: dict[str, Any]) -> dict[str, float]:
    """Every part of Eq. 3 and ours, by name."""
    targets = given["targets"]
    commentary, present = array(targets.commentary), targets.present.numpy()
    return {
        "commentary": loops.mean_cross_entropy(array(given["text_logits"]), targets.labels.numpy(), IGNORED),
        "score": loops.squared_error(array(given["score"]), array(targets.score)),
        "alignment": loops.alignment(array(given["aligned"]), commentary, present, "l2"),
        "presence": loops.presence(array(given["presence_logits"]), present, targets.techpoint_mask.numpy()),
        "attention": loops.attention_to_body(array(given["attention"]), array(targets.body_part)),
        "states": loops.mean_cross_entropy(array(given["state_logits"]), targets.states.numpy(), IGNORED),
    }


def weighted(**changes: float) -> TechCoachConfig:
    return small_config(**{**{name: value for name, (_, value) in WEIGHTS.items()}, **changes})


def test_equation_3_is_the_weighted_sum_of_its_parts() -> None:
    given = loss_inputs()
    parts, got = parts_in_loops(given), total_loss(**given, config=weighted())
    assert {name: float(value) for name, value in got.items() if name != "loss"} == pytest.approx(parts, rel=1e-6)
    expected = parts["commentary"] + sum(value * parts[part] for part, value in WEIGHTS.values())
    assert float(got["loss"]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", WEIGHTS)
def test_equation_3_doubling_a_weight_adds_its_part_once_more(name: str) -> None:
    given, (part, value) = loss_inputs(), WEIGHTS[name]
    once, twice = (total_loss(**given, config=weighted(**{name: times * value}))["loss"] for times in (1, 2))
    assert float(twice - once) == pytest.approx(value * parts_in_loops(given)[part], rel=1e-6)


def test_equation_3_with_all_weights_zero_is_l_mtm_alone() -> None:
    given = loss_inputs()
    loss = total_loss(**given, config=weighted(**dict.fromkeys(WEIGHTS, 0.0)))["loss"]
    assert float(loss) == pytest.approx(parts_in_loops(given)["commentary"], rel=1e-10)


# -- the whole model -------------------------------------------------------------------------------------------------


def whole_model() -> TechCoachModel:
    return lively(TechCoachModel(small_config(score_weight=3.0, alignment_weight=0.7, presence_weight=1.9)))


TOKENS = torch.tensor([[1, 7, 3, 9], [1, 3, 5, 2]])


def passed(model: TechCoachModel, targets: Targets | None = None) -> TechCoachOutput:
    output: TechCoachOutput = model(
        techpoints=drawn(2, POINTS, WIDTH), dimensions=torch.tensor([[0, 4, 6], [2, 2, 5]]), tokens=TOKENS,
        visual=Visual.of_features(
            drawn(2, 2, 2, 2, 2, 5, seed=3), torch.tensor([[True, True], [True, False]]), torch.tensor([1.6, 2.0])
        ), targets=targets,
    )  # fmt: skip
    return output


def test_a_whole_pass_equals_its_loop_reference() -> None:
    """Features -> context -> quality embeddings -> score, words, psi(f_tq), attention."""
    model = whole_model()
    output = passed(model)
    features, texts = array(drawn(2, 2, 2, 2, 2, 5, seed=3)), array(drawn(2, POINTS, WIDTH))
    for sample, dimensions, present, window_s in ((0, [0, 4, 6], [1, 1], 1.6), (1, [2, 2, 5], [1, 0], 2.0)):
        seconds = np.array([0.25, 0.75]) * window_s
        context = loops.enhanced(model.enhancer, features[sample], np.array(present), seconds)
        quality, weights = loops.reasoned(
            model.reasoner, texts[sample], np.array(dimensions), context, np.ones((2, 2, 2), dtype=bool)
        )
        score, logits = loops.assessed(model.assessor, quality, context.reshape(VIDEO, -1), TOKENS[sample].tolist())
        aligned = [[loops.linear(side, model.align) for side in point] for point in quality]
        heard = [[loops.linear(side, model.presence)[0] for side in point] for point in quality]
        for got, expected in (
            (output.quality, quality), (output.attention, weights.mean(axis=(0, 1))), (output.score, score),
            (output.token_logits, logits), (output.aligned, aligned), (output.presence_logits, heard),
        ):  # fmt: skip
            assert got is not None
            np.testing.assert_allclose(array(got[sample]), expected, atol=2e-4)


def test_the_loss_of_a_pass_is_equation_3_of_its_outputs() -> None:
    targets = loss_inputs()["targets"]
    output = passed(whole_model(), targets)
    assert output.loss is not None and output.token_logits is not None
    given = {
        "score": output.score, "text_logits": output.token_logits, "aligned": output.aligned,
        "presence_logits": output.presence_logits, "attention": output.attention, "state_logits": drawn(2, 3, 4),
        "targets": targets,
    }  # fmt: skip
    parts = parts_in_loops(given)
    expected = parts["commentary"] + 3.0 * parts["score"] + 0.7 * parts["alignment"] + 1.9 * parts["presence"]
    assert float(output.loss.detach()) == pytest.approx(expected, rel=1e-6)


# -- masked tokens ---------------------------------------------------------------------------------------------------

CLOSING = 11
"""Index of the closing token in `SENTENCE`."""
SENTENCE = [1, *[20] * 10, 2]
DRAWS = 6000


@pytest.fixture(scope="module")
def masked() -> tuple[np.ndarray, np.ndarray]:
    """Inputs and labels (draws, 12) of one sentence, masked many times."""
    config, rng = small_config(vocab_size=40), np.random.default_rng(0)
    ids, labels = zip(*(mask_tokens(SENTENCE, config, rng) for _ in range(DRAWS)), strict=True)
    return np.array(ids), np.array(labels)


def test_masking_labels_what_it_chose_and_nothing_else(masked: tuple[np.ndarray, np.ndarray]) -> None:
    ids, labels = masked
    chosen = labels != IGNORED
    whole = np.broadcast_to(SENTENCE, ids.shape)
    np.testing.assert_array_equal(labels[chosen], whole[chosen])
    np.testing.assert_array_equal(ids[~chosen], whole[~chosen])
    assert chosen.any(axis=1).all(), "something is always to be predicted"


def test_of_the_chosen_tokens_80_percent_are_masked_10_random_and_10_kept(
    masked: tuple[np.ndarray, np.ndarray],
) -> None:
    ids, labels = masked
    words = (labels != IGNORED) & (np.arange(len(SENTENCE)) < CLOSING)  # all the same token, 20
    became = ids[words]
    by_chance = 0.1 / 36  # a random token may be the one that stood there
    assert np.mean(became == 3) == pytest.approx(0.8, abs=0.012)
    assert np.mean(became == 20) == pytest.approx(0.1 + by_chance, abs=0.01)
    assert np.mean((became != 3) & (became != 20)) == pytest.approx(0.1 - by_chance, abs=0.01)
    assert set(became.tolist()) == set(range(3, 40)), "a random token is any word, and no special token"


def test_the_closing_token_is_masked_as_often_as_any_word_and_cls_never(masked: tuple[np.ndarray, np.ndarray]) -> None:
    chosen = (masked[1] != IGNORED).mean(axis=0)
    assert chosen[0] == 0
    np.testing.assert_allclose(chosen[1:], (0.15 + 0.6) / 2, atol=0.025)


def test_between_15_and_60_percent_of_a_commentary_are_chosen() -> None:
    config, rng = small_config(vocab_size=40), np.random.default_rng(1)
    long = [1, *[20] * 2000, 2]
    shares = [np.mean(np.array(mask_tokens(long, config, rng)[1]) != IGNORED) for _ in range(150)]
    assert 0.12 < min(shares) < 0.2 and 0.55 < max(shares) < 0.64


def test_masking_every_token_shows_the_true_text_and_asks_for_all_but_cls() -> None:
    inputs, labels = masked_targets(SENTENCE, small_config(masking="every"), np.random.default_rng(0))
    assert list(inputs) == SENTENCE and list(labels) == SENTENCE[1:]
