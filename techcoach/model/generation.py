"""Next-token decoding of commentary: append [MASK], predict there, replace it (paper, Sec. 4.5).

Knows the assessor and token ids; no tokenizer, no text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import torch
from torch import Tensor

from .assessor import ActionAssessor, PrefixCache, TextCache
from .configuration import TechCoachConfig


class Grammar(Protocol):
    """Automaton of the allowed texts, token by token; the closing token ends a text and may be repeated."""

    start: Any

    def allowed(self, state: Any) -> list[int]:
        """Return the tokens that may come next."""

    def after(self, state: Any, token: int) -> Any:
        """Return the state after one of them."""


def _by_grammar(logits: Tensor, grammar: Grammar, states: Sequence[Any]) -> Tensor:
    """Set the logits (B, vocab) of tokens that the grammar does not allow to minus infinity."""
    result = torch.full_like(logits, -torch.inf, dtype=torch.float32)
    for row, state in enumerate(states):
        allowed = torch.tensor(grammar.allowed(state), device=logits.device)
        result[row, allowed] = logits[row, allowed].float()
    return result


def _allowed(logits: Tensor, config: TechCoachConfig, texts: Sequence[Sequence[int]]) -> Tensor:
    """Set the logits (B, vocab) of tokens that may not follow the texts so far to minus infinity.

    [PAD], [CLS] and [MASK] are never allowed, [SEP] not as the first token, and no n-gram comes twice.
    """
    logits = logits.float().clone()
    banned = [config.pad_token_id, config.cls_token_id, config.mask_token_id]
    logits[:, [token for token in banned if token is not None]] = -torch.inf
    for row, text in enumerate(texts):
        if not text:
            logits[row, config.sep_token_id] = -torch.inf
        logits[row, _would_repeat(text, config.no_repeat_ngram_size)] = -torch.inf
    return logits


def _would_repeat(text: Sequence[int], size: int) -> list[int]:
    """Return the tokens that would complete an n-gram of that size which the text already contains."""
    if size == 0 or len(text) < size:
        return []
    end = tuple(text[len(text) - size + 1 :])
    return [text[i + size - 1] for i in range(len(text) - size + 1) if tuple(text[i : i + size - 1]) == end]


def greedy(assessor: ActionAssessor, prefix: PrefixCache, config: TechCoachConfig) -> list[list[int]]:
    """Decode with the likeliest token at each step.

    Returns:
        For each batch row its tokens, without [CLS] and [SEP]. A row that never closes ends at `max_text_length`.
    """
    return _decode(assessor, prefix, config, lambda logits: logits.argmax(dim=-1))


def sample(
    assessor: ActionAssessor,
    prefix: PrefixCache,
    config: TechCoachConfig,
    count: int,
    seed: int,
    grammar: Grammar | None = None,
) -> list[list[list[int]]]:
    """Sample texts token by token from the model's distribution; the same seed gives the same texts.

    Args:
        grammar: restricts the tokens; None allows all, without repeated n-grams.

    Returns:
        For each batch row `count` texts, as `greedy` gives them.

    Raises:
        ValueError: if count is less than 1.
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    # Drawn on the CPU: generators of devices differ.
    generator = torch.Generator().manual_seed(seed)

    def draw(logits: Tensor) -> Tensor:
        drawn = torch.multinomial(logits.softmax(dim=-1).cpu(), 1, generator=generator)[:, 0]
        return drawn.to(logits.device)

    batch = prefix.score_token.shape[0]
    rows = torch.arange(batch, device=prefix.score_token.device).repeat_interleave(count)
    texts = _decode(assessor, prefix.select(rows), config, draw, grammar)
    return [texts[row * count : (row + 1) * count] for row in range(batch)]


def _decode(
    assessor: ActionAssessor,
    prefix: PrefixCache,
    config: TechCoachConfig,
    choose: Callable[[Tensor], Tensor],
    grammar: Grammar | None = None,
) -> list[list[int]]:
    """Decode token by token with cached keys and values: each step reads two tokens.

    Args:
        choose: chooses the next tokens (B,) from logits (B, vocab).
    """
    batch = prefix.score_token.shape[0]
    device = prefix.score_token.device
    last = torch.full((batch, 1), config.cls_token_id, device=device)
    mask = torch.full((batch, 1), config.mask_token_id, device=device)
    closed = torch.zeros(batch, dtype=torch.bool, device=device)
    texts: list[list[int]] = [[] for _ in range(batch)]
    states = [] if grammar is None else [grammar.start] * batch
    cache: TextCache | None = None
    for _ in range(config.max_text_length - 2):
        logits, cache = assessor.step_text(prefix, torch.cat([last, mask], dim=1), cache)
        allowed = _allowed(logits, config, texts) if grammar is None else _by_grammar(logits, grammar, states)
        token = choose(allowed)
        token = torch.where(closed, torch.full_like(token, config.sep_token_id), token)
        closed = closed | (token == config.sep_token_id)
        for text, word in zip(texts, token.tolist(), strict=True):
            text.append(word)
        if grammar is not None:
            states = [grammar.after(state, word) for state, word in zip(states, token.tolist(), strict=True)]
        last = token.unsqueeze(1)
        if bool(closed.all()):
            break
    return [_until_closed(text, config.sep_token_id) for text in texts]


def greedy_uncached(assessor: ActionAssessor, prefix: PrefixCache, config: TechCoachConfig) -> list[list[int]]:
    """Decode as `greedy`, reading the whole text at each step: the reference that cached decoding must equal."""
    rows = []
    for index in range(prefix.score_token.shape[0]):
        row_prefix = prefix.select(torch.tensor([index], device=prefix.score_token.device))
        tokens: list[int] = [config.cls_token_id]
        while len(tokens) < config.max_text_length - 1:
            whole = torch.tensor([[*tokens, config.mask_token_id]], device=prefix.score_token.device)
            logits = _allowed(assessor.read_text(row_prefix, whole)[:, -1], config, [tokens[1:]])
            token = int(logits.argmax())
            if token == config.sep_token_id:
                break
            tokens.append(token)
        rows.append(tokens[1:])
    return rows


def beam(
    assessor: ActionAssessor, prefix: PrefixCache, config: TechCoachConfig, beams: int, length_penalty: float = 1.0
) -> list[list[int]]:
    """Decode by beam search, row by row; hypotheses are compared by log-probability over length ** length_penalty.

    Raises:
        ValueError: if beams is less than 1.
    """
    if beams < 1:
        raise ValueError(f"beams must be at least 1, got {beams}")
    rows = range(prefix.score_token.shape[0])
    device = prefix.score_token.device
    return [
        _beam_row(assessor, prefix.select(torch.tensor([row], device=device)), config, beams, length_penalty)
        for row in rows
    ]


def _beam_row(
    assessor: ActionAssessor, prefix: PrefixCache, config: TechCoachConfig, beams: int, length_penalty: float
) -> list[int]:
    device = prefix.score_token.device
    texts: list[list[int]] = [[]]
    scores = torch.zeros(1, device=device)
    cache: TextCache | None = None
    finished: list[tuple[float, list[int]]] = []
    for step in range(config.max_text_length - 2):
        last = torch.tensor([[text[-1] if text else config.cls_token_id] for text in texts], device=device)
        mask = torch.full_like(last, config.mask_token_id)
        beam_prefix = prefix.select(torch.zeros(len(texts), dtype=torch.long, device=device))
        logits, cache = assessor.step_text(beam_prefix, torch.cat([last, mask], dim=1), cache)
        candidates = scores[:, None] + _allowed(logits, config, texts).log_softmax(dim=-1)
        best, flat = candidates.flatten().topk(min(2 * beams, candidates.numel()))
        continued: list[tuple[int, int, float]] = []
        for rank, (score, place) in enumerate(zip(best.tolist(), flat.tolist(), strict=True)):
            if score == -torch.inf:
                break
            parent, token = divmod(place, candidates.shape[1])
            if token == config.sep_token_id:
                # A closing that is not among the best would never be reached by a narrower search either.
                if rank < beams:
                    finished.append((score / (step + 1) ** length_penalty, texts[parent]))
            elif len(continued) < beams:
                continued.append((parent, token, score))
        finished = sorted(finished, key=lambda pair: -pair[0])[:beams]
        cannot_improve = (
            len(finished) == beams and continued and continued[0][2] / (step + 1) ** length_penalty < finished[-1][0]
        )
        if not continued:
            break
        texts = [[*texts[parent], token] for parent, token, _ in continued]
        scores = torch.tensor([score for _, _, score in continued], device=device)
        cache = cache.select(torch.tensor([parent for parent, _, _ in continued], device=device))
        if cannot_improve:
            break
    return finished[0][1] if finished else texts[0]


def _until_closed(tokens: list[int], closing: int) -> list[int]:
    return tokens[: tokens.index(closing)] if closing in tokens else tokens
