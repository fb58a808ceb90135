"""A base class for batches of several tensors that move to a device together."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from torch import Tensor

Batch = TypeVar("Batch", bound="Movable")


class Movable:
    """Base of dataclasses of tensors; attributes that are no tensors stay as they are."""

    def to(self: Batch, *args: Any, **kwargs: Any) -> Batch:
        """Return a copy whose tensors were moved, with the arguments of `Tensor.to`."""
        moved = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, Tensor):
                object.__setattr__(moved, name, value.to(*args, **kwargs))  # some are frozen
        return moved
