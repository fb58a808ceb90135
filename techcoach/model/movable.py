"""Batches that are more than one tensor, moved to a device as if they were one."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from torch import Tensor

Batch = TypeVar("Batch", bound="Movable")


class Movable:
    """For dataclasses of tensors; what is no tensor stays as it is."""

    def to(self: Batch, *args: Any, **kwargs: Any) -> Batch:
        """A copy whose tensors were moved, with the arguments of `Tensor.to`."""
        moved = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, Tensor):
                object.__setattr__(moved, name, value.to(*args, **kwargs))  # some are frozen
        return moved
