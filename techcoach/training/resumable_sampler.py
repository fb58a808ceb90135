"""All samples of a training run in training order, each a pure function of its number.

So an interrupted run goes on exactly as an unbroken run would have, whatever the number of its workers or processes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Generic, Protocol, TypeVar

import numpy as np
from torch.utils.data import Dataset

Row = TypeVar("Row", covariant=True)


class Drawable(Protocol[Row]):
    """Examples with a random part that each draw decides anew: tracker errors, wording, masked words."""

    def __len__(self) -> int: ...

    def draw(self, index: int, rng: np.random.Generator) -> Row:
        """Return one of the examples with its random part drawn from `rng`."""
        ...


class ResumableSampler(Dataset[Row], Generic[Row]):
    """The samples of a run by number, to be read in order.

    Row `number` is an example of epoch `number // len(examples)`, in that epoch's shuffle, with a generator of its own.

    Args:
        examples: to draw from. total: number of samples in the whole run. seed: of the shuffles and of the draws.

    Raises:
        ValueError: if there are no examples or no rows.
    """

    def __init__(self, examples: Drawable[Row], total: int, seed: int) -> None:
        if not len(examples) or total < 1:
            raise ValueError(f"nothing to learn from: {len(examples)} examples, {total} draws")
        self.examples, self.total, self.seed = examples, total, seed

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, number: int) -> Row:
        if not 0 <= number < self.total:
            raise IndexError(f"draw {number} is not one of {self.total}")
        epoch, place = divmod(number, len(self.examples))
        index = int(_shuffle(self.seed, epoch, len(self.examples))[place])
        return self.examples.draw(index, np.random.default_rng((self.seed, 1, number)))


@lru_cache(maxsize=4)
def _shuffle(seed: int, epoch: int, count: int) -> np.ndarray:
    return np.random.default_rng((seed, 0, epoch)).permutation(count)
