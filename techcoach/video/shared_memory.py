"""Memory that two processes share, for pixels.

The process that serves users makes the memory and hands on its address; the process that decodes fills it. On Linux it
is anonymous memory, which is handed over without a copy. Elsewhere it is a temporary file, which is read when it is
full.
"""

from __future__ import annotations

import math
import mmap
import os
import tempfile
from pathlib import Path

import numpy as np

Address = int | str
"""Where the other process finds the memory: a descriptor that it inherits, or the path of a file."""


class SealedMemory:
    """Anonymous memory of a fixed size, sealed so that whoever has its descriptor cannot pull it away. Linux only.

    Args:
        size: bytes; none is taken from the machine until it is written to.
    """

    def __init__(self, size: int) -> None:
        import fcntl

        self._descriptor = os.memfd_create("frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        self.address: Address = self._descriptor
        self.inherited: tuple[int, ...] = (self._descriptor,)
        os.ftruncate(self._descriptor, size)
        fcntl.fcntl(self._descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL)

    def __enter__(self) -> SealedMemory:
        return self

    def __exit__(self, *exception: object) -> None:
        os.close(self._descriptor)

    def array(self, shape: tuple[int, ...]) -> np.ndarray:
        """Return the beginning of the memory as a uint8 array, which stays valid when the memory is closed.

        Raises:
            ValueError: if the memory is smaller than the array.
        """
        return map_array(self.address, shape)


class FileMemory:
    """A temporary file of a fixed size, which no other user can open; removed when it is closed. For every system.

    It is read, not mapped, by the process that made it: a mapped file cannot be removed on Windows, and one that
    another process cuts off ends the process that maps it.

    Args:
        size: bytes.
    """

    def __init__(self, size: int) -> None:
        descriptor, self._path = tempfile.mkstemp(prefix="techcoach-frames-")
        self.address: Address = self._path
        self.inherited: tuple[int, ...] = ()
        try:
            os.ftruncate(descriptor, size)
        finally:
            os.close(descriptor)

    def __enter__(self) -> FileMemory:
        return self

    def __exit__(self, *exception: object) -> None:
        Path(self._path).unlink()

    def array(self, shape: tuple[int, ...]) -> np.ndarray:
        """Copy the beginning of the file into a uint8 array.

        Raises:
            ValueError: if the file is smaller than the array.
        """
        return np.fromfile(self._path, dtype=np.uint8, count=math.prod(shape)).reshape(shape)


SharedMemory = SealedMemory if hasattr(os, "memfd_create") else FileMemory


def map_array(address: Address, shape: tuple[int, ...]) -> np.ndarray:
    """Map the beginning of shared memory as a uint8 array; the other process receives what is written into it.

    Raises:
        ValueError: if the memory is smaller than the array.
    """
    if isinstance(address, int):
        return np.frombuffer(mmap.mmap(address, math.prod(shape)), dtype=np.uint8).reshape(shape)
    with open(address, "r+b") as file:
        return np.frombuffer(mmap.mmap(file.fileno(), math.prod(shape)), dtype=np.uint8).reshape(shape)
