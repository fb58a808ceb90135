"""The network and its losses once more, in loops over plain arrays: written from the paper, to compare with.

Nothing here calls the layers or the losses of `techcoach.model`; of a module it takes the weights alone. Vectors are
NumPy arrays of one axis; everything that has more axes in the paper is a loop. Slow, for tiny sizes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

Vectors = Sequence[np.ndarray]
INFONCE_TEMPERATURE = 0.07


def array(values: torch.Tensor) -> np.ndarray:
    return values.detach().numpy()


# -- layers ----------------------------------------------------------------------------------------------------------


def linear(vector: np.ndarray, module: Any) -> np.ndarray:
    """W x + b."""
    return array(module.weight) @ vector + array(module.bias)


def normalised(vector: np.ndarray, module: Any) -> np.ndarray:
    """Layer norm of one vector."""
    centred = vector - vector.mean()
    return centred / math.sqrt((centred**2).mean() + module.eps) * array(module.weight) + array(module.bias)


def gelu(vector: np.ndarray) -> np.ndarray:
    return np.array([0.5 * x * (1 + math.erf(x / math.sqrt(2))) for x in vector])


def feed_forward(vector: np.ndarray, module: Any) -> np.ndarray:
    """Linear, GELU, linear."""
    return linear(gelu(linear(vector, module[0])), module[2])


def softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def attention(
    queries: Vectors, places: Vectors, allowed: Sequence[Sequence[bool]], module: Any
) -> tuple[list[np.ndarray], np.ndarray]:
    """Multi-head attention (Vaswani et al. 2017, Sec. 3.2) of queries over places.

    Args:
        allowed: for every query, which places it may look at.

    Returns:
        a vector for every query, and the weights (heads, queries, places).
    """
    heads = module.num_heads
    width = len(queries[0]) // heads
    asked = [linear(query, module.query) for query in queries]
    keys, values = [linear(place, module.key) for place in places], [linear(place, module.value) for place in places]
    weights = np.zeros((heads, len(queries), len(places)))
    mixed = np.zeros((len(queries), heads * width))
    for head, row in itertools.product(range(heads), range(len(queries))):
        part = slice(head * width, (head + 1) * width)
        looked_at = [column for column in range(len(places)) if allowed[row][column]]
        scores = np.array([asked[row][part] @ keys[column][part] / math.sqrt(width) for column in looked_at])
        for column, weight in zip(looked_at, softmax(scores), strict=True):
            weights[head, row, column] = weight
            mixed[row, part] += weight * values[column][part]
    return [linear(vector, module.out) for vector in mixed], weights


def everywhere(queries: int, places: int) -> list[list[bool]]:
    return [[True] * places for _ in range(queries)]


# -- the network -----------------------------------------------------------------------------------------------------


def queries_of(reasoner: Any, texts: np.ndarray, dimensions: np.ndarray) -> np.ndarray:
    """Eq. 1 for one sample: texts (N, E), dimensions (N,) -> (N, 2, D)."""
    result = np.zeros((len(texts), 2, len(array(reasoner.quality_prompts)[0])))
    for i, j in itertools.product(range(len(texts)), range(2)):
        of_text = linear(texts[i], reasoner.map_text)
        of_type = array(reasoner.type_prompts.weight)[dimensions[i]]
        of_quality = array(reasoner.quality_prompts)[j]
        for channel in range(result.shape[2]):
            result[i, j, channel] = of_text[channel] + of_type[channel] + of_quality[channel]
    return result


def reasoned(
    reasoner: Any, texts: np.ndarray, dimensions: np.ndarray, context: np.ndarray, occupied: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The reasoner for one sample: context (T', H', W', D), occupied (T', H', W').

    Returns:
        f_tq (N, 2, D), and the weights (layers, heads, N, 2, T', H', W').
    """
    points, (times, rows, columns) = len(texts), occupied.shape
    cells = list(itertools.product(range(times), range(rows), range(columns)))
    places = [context[cell] for cell in cells]
    allowed = [[bool(occupied[cell]) for cell in cells]] * (2 * points)
    hidden = list(queries_of(reasoner, texts, dimensions).reshape(2 * points, -1))
    all_weights = []
    for layer in reasoner.layers:
        asked = [normalised(vector, layer.query_norm) for vector in hidden]
        mixed, weights = attention(asked, places, allowed, layer.attention)
        hidden = [vector + more for vector, more in zip(hidden, mixed, strict=True)]
        hidden = [vector + feed_forward(normalised(vector, layer.mlp_norm), layer.mlp) for vector in hidden]
        all_weights.append(weights.reshape(-1, points, 2, times, rows, columns))
    quality = np.array([normalised(vector, reasoner.norm) for vector in hidden])
    return quality.reshape(points, 2, -1), np.array(all_weights)


def divided_attention(layer: Any, hidden: np.ndarray) -> np.ndarray:
    """TimeSformer's divided attention on (T, S, D): each place over time, each time over its places, then the MLP."""
    hidden = hidden.copy()
    times, places, _ = hidden.shape
    for place in range(places):
        read = [normalised(hidden[time, place], layer.time_norm) for time in range(times)]
        mixed, _ = attention(read, read, everywhere(times, times), layer.time_attention)
        hidden[:, place] += np.array(mixed)
    for time in range(times):
        read = [normalised(hidden[time, place], layer.space_norm) for place in range(places)]
        mixed, _ = attention(read, read, everywhere(places, places), layer.space_attention)
        hidden[time] += np.array(mixed)
    for time, place in itertools.product(range(times), range(places)):
        hidden[time, place] += feed_forward(normalised(hidden[time, place], layer.mlp_norm), layer.mlp)
    return hidden


def waves(seconds: float, size: int) -> np.ndarray:
    """Sines, then cosines of a moment at size / 2 periods from 0.1 s to 20 s, each longer by the same factor."""
    periods = [0.1 * 200 ** (index / (size // 2 - 1)) for index in range(size // 2)]
    phases = [2 * math.pi * seconds / period for period in periods]
    return np.array([math.sin(phase) for phase in phases] + [math.cos(phase) for phase in phases])


def enhanced(enhancer: Any, features: np.ndarray, present: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """The context enhancer for one sample: features (V, T', H', W', C) -> (T', H', W', D)."""
    views, times, rows, columns, _ = features.shape
    size = array(enhancer.time_positions).shape[-1]
    hidden = np.zeros((times, rows * columns, size))
    for time, row, column in itertools.product(range(times), range(rows), range(columns)):
        place = row * columns + column
        joined = np.concatenate(
            [
                features[view, time, row, column] if present[view] else array(enhancer.stand_in)[view]
                for view in range(views)
            ]
        )
        hidden[time, place] = (
            linear(joined, enhancer.project)
            + array(enhancer.time_positions)[time, 0]
            + array(enhancer.space_positions)[0, place]
            + linear(waves(seconds[time], size), enhancer.seconds.project)
        )
    for layer in enhancer.layers:
        hidden = divided_attention(layer, hidden)
    result = [normalised(vector, enhancer.norm) for vector in hidden.reshape(-1, size)]
    return np.array(result).reshape(times, rows, columns, size)


def assessed(
    assessor: Any, quality: np.ndarray, context: np.ndarray, tokens: Sequence[int]
) -> tuple[float, np.ndarray]:
    """TA2 for one sample without pooling: quality (N, 2, D), context (S, D) -> score, logits (L, vocab).

    One pass over the whole sequence [text; score; TechPoints; video] under the table of `may_look`.
    """
    segments = array(assessor.segments.weight)
    words, positions = array(assessor.words.weight), array(assessor.word_positions.weight)
    text = [words[token] + positions[place] + segments[0] for place, token in enumerate(tokens)]
    score = [array(assessor.score_token)[0, 0] + segments[1]]
    points = [quality[i, j] + segments[2] for i in range(len(quality)) for j in range(2)]
    video = [place + segments[3] for place in context]
    hidden = [*text, *score, *points, *video]
    kinds = ["text"] * len(text) + ["score"] + ["TechPoint"] * len(points) + ["video"] * len(video)
    length = len(hidden)
    allowed = [[may_look(kinds, row, column) for column in range(length)] for row in range(length)]
    for layer in assessor.layers:
        read = [normalised(vector, layer.attention_norm) for vector in hidden]
        mixed, _ = attention(read, read, allowed, layer.attention)
        hidden = [vector + more for vector, more in zip(hidden, mixed, strict=True)]
        hidden = [vector + feed_forward(normalised(vector, layer.mlp_norm), layer.mlp) for vector in hidden]
    hidden = [normalised(vector, assessor.norm) for vector in hidden]
    rating = linear(gelu(linear(hidden[len(text)], assessor.score_head[0])), assessor.score_head[2])
    return float(rating[0]), np.array([linear(vector, assessor.word_head) for vector in hidden[: len(text)]])


def may_look(kinds: Sequence[str], row: int, column: int) -> bool:
    """The progressive mask in the paper's words (Sec. 4.5), for two places of a sequence of segments.

    "Each TechPoint token independently attends to itself and the video tokens. The score-prediction token attends to
    itself and all the TechPoint tokens and video tokens. For commentary generation, TA2 integrates all information by
    attending to the generated text tokens, the score-prediction token, all the TechPoint tokens, and the video tokens."
    """
    if kinds[column] == "video" or row == column:
        return True
    if kinds[row] == "text":
        return kinds[column] != "text" or column < row
    return kinds[row] == "score" and kinds[column] == "TechPoint"


# -- the losses ------------------------------------------------------------------------------------------------------


def distance(one: np.ndarray, other: np.ndarray, name: str, others: Vectors = ()) -> float:
    """D of Eq. 2; `others` are the sentences of the batch that InfoNCE chooses among."""
    if name == "l2":
        return math.sqrt(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))
    if name == "cosine":
        return 1 - cosine(one, other)
    if name == "smooth_l1":
        gaps = [abs(a - b) for a, b in zip(one, other, strict=True)]
        return sum(0.5 * gap**2 if gap < 1 else gap - 0.5 for gap in gaps)
    likeness = [math.exp(cosine(one, sentence) / INFONCE_TEMPERATURE) for sentence in others]
    return -math.log(math.exp(cosine(one, other) / INFONCE_TEMPERATURE) / sum(likeness))


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / math.sqrt(one @ one) / math.sqrt(other @ other))


def alignment(aligned: np.ndarray, commentary: np.ndarray, present: np.ndarray, name: str) -> float:
    """Eq. 2, mean over the batch."""
    batch, points, sides = present.shape
    cells = list(itertools.product(range(batch), range(points), range(sides)))
    others = [commentary[cell] for cell in cells if present[cell]]
    total = 0.0
    for cell in cells:
        weight = 1 if present[cell] else 0
        total += weight and distance(aligned[cell], commentary[cell], name, others)
    return total / batch


def cross_entropy(logits: np.ndarray, label: int) -> float:
    return -math.log(softmax(logits)[label])


def mean_cross_entropy(logits: np.ndarray, labels: np.ndarray, ignored: int) -> float:
    """Over the positions of (B, L) labels that are not ignored; 0 without any. L_MTM, and the reading loss."""
    losses = [
        cross_entropy(logits[place], int(labels[place]))
        for place in np.ndindex(labels.shape)
        if labels[place] != ignored
    ]
    return sum(losses) / len(losses) if losses else 0.0


def squared_error(score: np.ndarray, target: np.ndarray) -> float:
    """L_MSE, mean over the rated; 0 without any."""
    errors = [(one - other) ** 2 for one, other in zip(score, target, strict=True) if not math.isnan(other)]
    return sum(errors) / len(errors) if errors else 0.0


def presence(logits: np.ndarray, present: np.ndarray, techpoint_mask: np.ndarray) -> float:
    """Binary cross-entropy, mean over both sides of the TechPoints that are no padding."""
    losses = []
    for sample, point, side in np.ndindex(logits.shape):
        if techpoint_mask[sample, point]:
            likely = 1 / (1 + math.exp(-logits[sample, point, side]))
            losses.append(-math.log(likely if present[sample, point, side] else 1 - likely))
    return sum(losses) / len(losses)


def attention_to_body(attention: np.ndarray, body_part: np.ndarray) -> float:
    """-log of the attention on the body part, mean over both sides of the TechPoints whose place is known."""
    losses = []
    for sample, point, side in np.ndindex(attention.shape[:3]):
        where = body_part[sample, point]
        if where.sum() > 0:
            mass = sum(
                attention[sample, point, side][cell] * where[cell] / where.max() for cell in np.ndindex(where.shape)
            )
            losses.append(-math.log(mass))
    return sum(losses) / len(losses) if losses else 0.0
