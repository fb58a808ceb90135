"""What holds for every test: no network, no GPU, few threads, no telemetry, the user's own caches left alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

SETTINGS = {
    "CUDA_VISIBLE_DEVICES": "",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Libraries read these when they are imported, so they are set before any test module is. A value that the caller of
pytest has set stays (CUDA_VISIBLE_DEVICES=0, to run on a GPU); a test that needs another one sets it in a process of
its own. One thread each: every core has a worker already, and more threads than cores wait for one another."""


def pytest_configure(config: pytest.Config) -> None:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    home = tempfile.TemporaryDirectory(prefix="techcoach-tests-")
    config.add_cleanup(home.cleanup)
    os.environ["HF_HOME"] = home.name


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout. A test that holds the source tree itself skips where the package comes from a wheel."""
    root = Path(__file__).resolve().parents[1]
    if not (root / "techcoach").is_dir():
        pytest.skip(f"no source tree: {root / 'techcoach'} is not there")
    return root


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Real clips and motion capture, which are not part of the project: a test that wants them skips without them."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"no real clips: {folder} is not there")
    return folder


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole, untrained checkpoint."""
    from tests.tiny_checkpoint import make_checkpoint

    return make_checkpoint(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def ee4d_standin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole stand-in for EE4D-DescCoach of three train and one val take; copy it before changing anything."""
    from techcoach.data.ee4d.standin import make_standin

    folder = tmp_path_factory.mktemp("ee4d") / "standin"
    make_standin(folder, takes=4, seed=5)
    return folder
