"""Memory that two processes share, for pixels. Linux only.

The one that serves users makes it and hands on its descriptor; the one that decodes fills it. So frames are handed over
without being copied or parsed.
"""

from __future__ import annotations

import fcntl
import math
import mmap
import os

import numpy as np


class SharedMemory:
    """Anonymous memory of a fixed size, sealed so that whoever has its descriptor cannot pull it away.

    Args:
        size: bytes; none is taken from the machine until it is written to.
    """

    def __init__(self, size: int) -> None:
        self.descriptor = os.memfd_create("frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(self.descriptor, size)
        fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL)

    def __enter__(self) -> SharedMemory:
        return self

    def __exit__(self, *exception: object) -> None:
        os.close(self.descriptor)


def map_array(descriptor: int, shape: tuple[int, ...]) -> np.ndarray:
    """The beginning of shared memory as a uint8 array, which lives on when the descriptor is closed.

    Raises:
        ValueError: if the memory is smaller than that.
    """
    return np.frombuffer(mmap.mmap(descriptor, math.prod(shape)), dtype=np.uint8).reshape(shape)
