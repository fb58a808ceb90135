"""Unified TechPoint-aware Action Assessor, TA2 (paper, Sec. 4.5): score and commentary from context and TechPoints.

The sequence is [text; score; TechPoints; video]. Information flows from video to TechPoints to score to text, never
back, so the keys and values of the last three segments are computed once and cached while the text grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .configuration import TechCoachConfig
from .layers import FeedForward, MultiHeadAttention


def progressive_mask(text: int, techpoints: int, video: int) -> Tensor:
    """Build the progressive action coaching attention mask (paper, Fig. 3): True where a row attends to a column.

    | row attends to  | text <= k | score  | TechPoints  | video |
    |-----------------|-----------|--------|-------------|-------|
    | text k          | yes       | yes    | all         | all   |
    | score           | no        | itself | all         | all   |
    | TechPoint token | no        | no     | itself only | all   |
    | video           | no        | no     | no          | all   |

    Args:
        text, techpoints, video: number of tokens of each segment; TechPoint tokens count both sides, 2N.

    Returns:
        (L, L) bool with L = text + 1 + techpoints + video, rows and columns in the order of the sequence.
    """
    total = text + 1 + techpoints + video
    mask = torch.zeros(total, total, dtype=torch.bool)
    mask[:, text + 1 + techpoints :] = True
    mask[: text + 1, text + 1 : text + 1 + techpoints] = True
    mask[: text + 1, text] = True
    mask[:text, :text] = torch.ones(text, text, dtype=torch.bool).tril()
    points = torch.arange(text + 1, text + 1 + techpoints)
    mask[points, points] = True
    return mask


@dataclass(frozen=True)
class PrefixCache:
    """Cached keys and values of everything before the text: score, TechPoint and video tokens.

    Attributes:
        score_token: (B, D) the score token of the output layer.
        keys, values: one (B, heads, P, D / heads) a layer, P = 1 + 2N + video tokens.
        mask: (B, P) bool, False on padding.
    """

    score_token: Tensor
    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    mask: Tensor

    def select(self, rows: Tensor) -> PrefixCache:
        """Return the prefix of these batch rows (repeats allowed), for beams."""
        return PrefixCache(
            self.score_token[rows],
            tuple(keys[rows] for keys in self.keys),
            tuple(values[rows] for values in self.values),
            self.mask[rows],
        )


@dataclass(frozen=True)
class TextCache:
    """Keys and values of the text so far: one (B, heads, length, D / heads) a layer."""

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]

    @property
    def length(self) -> int:
        return self.keys[0].shape[2]

    def select(self, rows: Tensor) -> TextCache:
        """Return the cache of these batch rows (repeats allowed), for beams."""
        return TextCache(tuple(keys[rows] for keys in self.keys), tuple(values[rows] for values in self.values))


class AssessorLayer(nn.Module):
    """A pre-norm transformer encoder layer whose keys and values can come from a cache."""

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.hidden_size)
        self.attention = MultiHeadAttention(config.hidden_size, config.num_attention_heads, config.dropout)
        self.mlp_norm = nn.LayerNorm(config.hidden_size)
        self.mlp = FeedForward(config.hidden_size, config.mlp_ratio, config.dropout)

    def keys_values(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """Return the keys and values of hidden states (B, L, D)."""
        return self.attention.keys_values(self.attention_norm(hidden))

    def forward(self, hidden: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (B, L, D) attend to keys and values (B, heads, S, D / heads) under mask (B or 1, 1, L, S)."""
        hidden = hidden + self.attention.attend(self.attention_norm(hidden), keys, values, mask)
        return hidden + self.mlp(self.mlp_norm(hidden))


class ActionAssessor(nn.Module):
    """TA2: a transformer encoder over text, score, TechPoint and video tokens."""

    SEGMENTS = ("text", "score", "techpoint", "video")

    def __init__(self, config: TechCoachConfig) -> None:
        super().__init__()
        size = config.hidden_size
        self.pool = (config.assessor_pool[0], config.assessor_pool[1], config.assessor_pool[2])
        self.words = nn.Embedding(config.vocab_size, size)
        self.word_positions = nn.Embedding(config.max_text_length, size)
        self.segments = nn.Embedding(len(self.SEGMENTS), size)
        self.score_token = nn.Parameter(torch.zeros(1, 1, size))
        self.dropout = nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(AssessorLayer(config) for _ in range(config.assessor_layers))
        self.norm = nn.LayerNorm(size)
        self.score_head = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, 1))
        self.word_head = nn.Linear(size, config.vocab_size)

    def _stack(self) -> Iterator[AssessorLayer]:
        for layer in self.layers:
            assert isinstance(layer, AssessorLayer)
            yield layer

    # -- tokens --------------------------------------------------------------------------------------------------

    def pool_context(self, context: Tensor, context_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Average the occupied cells of each pooling block: (B, S, D), and which blocks hold any (B, S)."""
        batch, _, _, _, size = context.shape
        weights = context_mask.unsqueeze(1).to(context.dtype)  # (B, 1, T', H', W')
        totals = functional.avg_pool3d(context.permute(0, 4, 1, 2, 3) * weights, self.pool)
        shares = functional.avg_pool3d(weights, self.pool)
        pooled = totals / shares.clamp(min=1e-6)
        return pooled.reshape(batch, size, -1).transpose(1, 2), shares.reshape(batch, -1) > 0

    def _lower_tokens(
        self, quality: Tensor, techpoint_mask: Tensor, context: Tensor, context_mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Build [score; TechPoints; video] tokens (B, P, D) and their mask (B, P)."""
        batch, points, _, size = quality.shape
        video, video_mask = self.pool_context(context, context_mask)
        score = self.score_token.expand(batch, 1, size) + self.segments.weight[1]
        techpoints = quality.reshape(batch, points * 2, size) + self.segments.weight[2]
        video = video + self.segments.weight[3]
        mask = torch.cat(
            [
                torch.ones(batch, 1, dtype=torch.bool, device=quality.device),
                techpoint_mask.repeat_interleave(2, dim=1),
                video_mask,
            ],
            dim=1,
        )
        return self.dropout(torch.cat([score, techpoints, video], dim=1)), mask

    def embed_words(self, tokens: Tensor, positions: Tensor) -> Tensor:
        """Embed text tokens (B, L) at positions (L,)."""
        return self.dropout(self.words(tokens) + self.word_positions(positions) + self.segments.weight[0])

    # -- passes --------------------------------------------------------------------------------------------------

    def encode_prefix(
        self, quality: Tensor, techpoint_mask: Tensor, context: Tensor, context_mask: Tensor
    ) -> PrefixCache:
        """Compute the cache of the score, TechPoint and video tokens.

        Args:
            quality: f_tq (B, N, 2, D). techpoint_mask: (B, N) bool, False on padded TechPoints.
            context: f_v (B, T', H', W', D). context_mask: (B, T', H', W') bool.
        """
        hidden, present = self._lower_tokens(quality, techpoint_mask, context, context_mask)
        techpoints = quality.shape[1] * 2
        allowed = progressive_mask(0, techpoints, hidden.shape[1] - 1 - techpoints).to(hidden.device)
        mask = allowed[None, None] & present[:, None, None, :]
        # A padded TechPoint attends to itself, so that its row stays defined; no other token attends to it.
        mask = mask | torch.eye(hidden.shape[1], dtype=torch.bool, device=hidden.device)
        keys_of_layers, values_of_layers = [], []
        for layer in self._stack():
            keys, values = layer.keys_values(hidden)
            keys_of_layers.append(keys)
            values_of_layers.append(values)
            hidden = layer(hidden, keys, values, mask)
        score_token = self.norm(hidden[:, 0])
        return PrefixCache(score_token, tuple(keys_of_layers), tuple(values_of_layers), present)

    def score(self, prefix: PrefixCache) -> Tensor:
        """Return (B,) ratings scaled to 0..1, not clamped."""
        return self.score_head(prefix.score_token).squeeze(-1)

    def read_text(self, prefix: PrefixCache, tokens: Tensor) -> Tensor:
        """Return logits (B, L, vocab) at every text token (B, L) of a whole, possibly masked, commentary.

        Padding stands at the end, where causality already hides it from every earlier token.
        """
        length = tokens.shape[1]
        hidden = self.embed_words(tokens, torch.arange(length, device=tokens.device))
        causal = torch.ones(length, length, dtype=torch.bool, device=tokens.device).tril()
        return self._run_text_layers(prefix, hidden, None, causal)[0]

    def predict_words(self, prefix: PrefixCache, tokens: Tensor, mask_token_id: int) -> Tensor:
        """Return logits (B, L - 1, vocab) of tokens 1..L-1 of a whole commentary (B, L), each as in decoding.

        Every token is masked once, in a [MASK] of its own that sees the true tokens before it and no other [MASK].
        """
        length = tokens.shape[1]
        masks = torch.full_like(tokens[:, 1:], mask_token_id)
        places = torch.cat([torch.arange(length), torch.arange(1, length)]).to(tokens.device)
        is_mask = torch.arange(2 * length - 1, device=tokens.device) >= length
        hidden = self.embed_words(torch.cat([tokens, masks], dim=1), places)
        allowed = ~is_mask & (places < places[:, None]) | torch.eye(len(places), dtype=torch.bool, device=tokens.device)
        return self._run_text_layers(prefix, hidden, None, allowed)[0][:, length:]

    def step_text(self, prefix: PrefixCache, tokens: Tensor, cache: TextCache | None) -> tuple[Tensor, TextCache]:
        """Decode one step: tokens (B, L) end in [MASK], follow the cached text, and are read causally.

        Returns:
            logits (B, vocab) at the [MASK], and the cache with all tokens but the [MASK] added.
        """
        cached = 0 if cache is None else cache.length
        length = tokens.shape[1]
        hidden = self.embed_words(tokens, torch.arange(cached, cached + length, device=tokens.device))
        causal = torch.ones(length, cached + length, dtype=torch.bool, device=tokens.device).tril(cached)
        logits, grown = self._run_text_layers(prefix, hidden, cache, causal)
        return logits[:, -1], TextCache(
            tuple(keys[:, :, :-1] for keys in grown.keys), tuple(values[:, :, :-1] for values in grown.values)
        )

    def _run_text_layers(
        self, prefix: PrefixCache, hidden: Tensor, cache: TextCache | None, allowed: Tensor
    ) -> tuple[Tensor, TextCache]:
        """Run text tokens (B, L, D) through all layers, with the prefix and the cached text as context.

        Args:
            allowed: (L, cached + L) bool, which text tokens each text token may attend to.
        """
        batch, length, _ = hidden.shape
        below = prefix.mask[:, None, None, :].expand(-1, 1, length, -1)
        mask = torch.cat([allowed[None, None].expand(batch, 1, -1, -1), below], dim=-1)
        grown_keys, grown_values = [], []
        for index, layer in enumerate(self._stack()):
            keys, values = layer.keys_values(hidden)
            if cache is not None:
                keys = torch.cat([cache.keys[index], keys], dim=2)
                values = torch.cat([cache.values[index], values], dim=2)
            grown_keys.append(keys)
            grown_values.append(values)
            hidden = layer(
                hidden,
                torch.cat([keys, prefix.keys[index]], dim=2),
                torch.cat([values, prefix.values[index]], dim=2),
                mask,
            )
        return self.word_head(self.norm(hidden)), TextCache(tuple(grown_keys), tuple(grown_values))
