"""Checkpoints by folder and by Hub id: the real Hub client against a small Hub on this machine.

The client reads its settings (address, cache, offline) when it is imported, so each client is a process of its own
whose environment says what a user's would.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hub_server import TOKEN, HubServer
from safetensors.numpy import save

from techcoach.checkpoint import hub_timeouts
from techcoach.checkpoint import locate as checkpoint
from techcoach.checkpoint.locate import digest, fetch, push, resolve
from techcoach.checkpoint.supported_drills import supported_drills
from techcoach.types import Refusal


def weights(*, hidden: int = 8) -> bytes:
    """Weights as small as can be, of a model of that size."""
    return save({"assessor.words.weight": np.zeros((20, hidden), np.float32), "other": np.zeros(40, np.float32)})


FILES = {
    "config.json": b'{"model_type": "techcoach", "drills": ["soccer/juggling"]}\n',
    "model.safetensors": weights(),
    "bank.safetensors": save({"embeddings": np.zeros((50, 16), np.float16)}),
    "bank.jsonl": b'{"text": "The knees bend."}\n',
    "README.md": b"---\nlicense: apache-2.0\n---\n# A model\n",
    "tokenizer_config.json": b"{}",
    "vocab.txt": b"[PAD]\n",
}
PRIVATE_FILES = {"optimizer.pt": b"state", "train.py": b"print()", "checkpoint-100/model.safetensors": b"old"}
NAME = "coaches/techcoach-embedded"

Client = Callable[..., Any]


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def read(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@contextlib.contextmanager
def client(endpoint: str, cache: Path, **environment: str) -> Iterator[Client]:
    """A function `run(work, *arguments)` that does work in a process with this environment."""
    settings = {
        "HF_ENDPOINT": endpoint,
        "HF_HOME": str(cache),
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
        "NO_PROXY": "127.0.0.1",
        **environment,
    }
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            pool.submit(int).result()  # the process starts now, with this environment
        yield lambda work, *arguments, **options: pool.submit(work, *arguments, **options).result()


@pytest.fixture(scope="module")
def hub() -> Iterator[HubServer]:
    with HubServer() as server:
        yield server


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def online(hub: HubServer, cache: Path) -> Iterator[Client]:
    """A stranger to the Hub: no token."""
    with client(hub.endpoint, cache) as run:
        yield run


@pytest.fixture(scope="module")
def offline(hub: HubServer, cache: Path) -> Iterator[Client]:
    """The same machine later, without a network."""
    with client(hub.endpoint, cache, HF_HUB_OFFLINE="1") as run:
        yield run


def refusal(run: Client, work: Callable[..., Any], *arguments: Any, **options: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        run(work, *arguments, **options)
    return caught.value


def here(work: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Like a client, in this process: for what needs no Hub."""
    return work(*arguments, **options)


def who_am_i(token: str) -> str:
    from huggingface_hub import HfApi

    return HfApi(token=token).whoami()["name"]


# Folders.


def test_a_folder_is_known_by_its_weights(tmp_path: Path):
    folder = write(tmp_path / "mine", FILES)
    resolved = resolve(str(folder))
    assert (resolved.folder, resolved.id) == (folder, "mine")
    assert resolved.revision == digest(folder / "model.safetensors")[:12]
    (folder / "model.safetensors").write_bytes(weights(hidden=12))
    assert resolve(folder).revision != resolved.revision


def test_a_folder_is_found_from_where_one_stands_and_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "checkpoints" / "mine", FILES)
    monkeypatch.chdir(tmp_path / "checkpoints" / "mine")
    assert resolve(".").id == "mine"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert resolve("~/checkpoints/mine").folder == tmp_path / "checkpoints" / "mine"


def test_a_folder_without_safetensors_is_refused(tmp_path: Path):
    empty = refusal(here, resolve, tmp_path)
    assert (empty.reason, "has no model.safetensors" in empty.what) == ("unknown_checkpoint", True)
    write(tmp_path, {"pytorch_model.bin": b"pickle"})
    pickled = refusal(here, resolve, tmp_path)
    assert "pytorch_model.bin" in pickled.what
    assert "pickle can run any program" in pickled.what


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "../../etc",
        "/etc/no-such-folder",
        "org/../name",
        "org/name@../../secrets",
        "org/name@a//b",
        "org/name@main/",
        "org/name@",
        "org--name/x",
        "org/name.git",
        "org/name/more",
        "name-alone",
        "https://example.org/org/name",
        "~nobody/x",
        "org/na me",
        "org/name\n",
        "org\\name/x",
        "org/" + "n" * 93,
    ],
)
def test_what_is_no_folder_and_no_id_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert refusal(here, resolve, text).reason == "unknown_checkpoint"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("org/name", ("org/name", None)),
        ("Open_GVLab/Intern.Video-2_1B", ("Open_GVLab/Intern.Video-2_1B", None)),
        ("org/name@refs/pr/1", ("org/name", "refs/pr/1")),
        ("org/name@v1.0--rc", ("org/name", "v1.0--rc")),
        ("org/name@" + "a" * 40, ("org/name", "a" * 40)),
    ],
)
def test_ids_and_revisions_come_apart(text: str, expected: tuple[str, str | None]):
    assert checkpoint._parse_hub_id(text) == expected


def faulty(kind: str) -> dict[str, bytes | None]:
    """What is wrong in a checkpoint folder: files by name, None for one that is not there."""
    held = FILES["model.safetensors"]
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 8295152\n"
    return {
        "pointer": {"model.safetensors": pointer},
        "bank is a pointer": {"bank.safetensors": pointer},
        "web page": {"model.safetensors": b"<!DOCTYPE html>\n<html><body>Sign in</body></html>"},
        "cut off": {"model.safetensors": held[: len(held) - 10]},
        "cut off in its header": {"model.safetensors": held[:20]},
        "empty": {"model.safetensors": b""},
        "no config": {"config.json": None},
        "half a config": {"config.json": b'{"model_type": "tech'},
        "a list for a config": {"config.json": b"[]"},
        "another model": {"config.json": b'{"model_type": "bert", "hidden_size": 384}'},
        "another size": {"config.json": b'{"model_type": "techcoach", "hidden_size": 128, "vocab_size": 20}'},
    }[kind]  # type: ignore[return-value]


CURES = {
    "pointer": "git lfs pull",
    "bank is a pointer": "git lfs pull",
    "web page": "web page",
    "cut off": "is cut off: it has",
    "cut off in its header": "again",
    "empty": "again",
    "no config": "no config.json",
    "half a config": "config.json cannot be read",
    "a list for a config": "holds no settings",
    "another model": "the type 'bert'",
    "another size": "shape [20, 8], not [20, 128]",
}


@pytest.mark.parametrize("kind", CURES)
def test_what_is_no_checkpoint_is_refused_with_the_cure(kind: str, tmp_path: Path):
    folder = write(tmp_path / "mine", FILES)
    for name, content in faulty(kind).items():
        (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    for refused in (refusal(here, resolve, folder), refusal(here, push, folder, NAME, private=False)):
        assert refused.reason == "unknown_checkpoint" and str(folder) in refused.what
        assert CURES[kind] in f"{refused.what} {refused.advice}"


def test_a_checkpoint_of_the_hub_is_inspected_too(hub: HubServer, online: Client):
    hub.add("coaches/pointers", FILES | {"model.safetensors": b"version https://git-lfs.github.com/spec/v1\n"})
    assert "git lfs pull" in refusal(online, resolve, "coaches/pointers").advice


def test_drills_that_are_not_installed_are_named(tmp_path: Path):
    folder = write(tmp_path, FILES | {"config.json": b'{"model_type": "techcoach", "drills": ["chess/opening"]}'})
    refused = refusal(here, supported_drills, folder)
    assert "chess/opening" in refused.what and "package" in refused.advice
    (folder / "drills.json").write_text('[{"id": "chess/opening"}]')
    assert "no list of drills" in refusal(here, supported_drills, folder).what


# Up and down.


def test_push_then_resolve_gives_the_same_files(hub: HubServer, online: Client, tmp_path: Path):
    folder = write(tmp_path / "trained", FILES | PRIVATE_FILES)
    address = online(push, folder, NAME, private=False, token=TOKEN)
    head = hub.repositories[NAME].refs["main"]
    assert address == f"{hub.endpoint}/{NAME}/commit/{head}"
    assert any(request.startswith("PUT /lfs-objects/") for request in hub.requests)

    resolved = online(resolve, NAME)
    assert (resolved.id, resolved.revision) == (NAME, head)
    assert read(resolved.folder) == FILES

    changed = FILES | {"model.safetensors": weights(hidden=12)}
    online(push, write(folder, changed), NAME, private=False, token=TOKEN)
    for name in (NAME, f"{NAME}@main"):
        newer = online(resolve, name)
        assert newer.revision == hub.repositories[NAME].refs["main"] != head
        assert read(newer.folder) == changed
    pinned = online(resolve, f"{NAME}@{head}")
    assert (pinned.revision, read(pinned.folder)) == (head, FILES)


def test_push_to_a_branch_leaves_main_alone(online: Client, tmp_path: Path):
    folder = write(tmp_path / "trained", FILES)
    online(push, folder, "coaches/branches", private=False, token=TOKEN)
    trial = write(folder, {"model.safetensors": weights(hidden=16)})
    for _ in range(2):  # the second time the branch is there
        online(push, trial, "coaches/branches", private=False, token=TOKEN, revision="trials/1")
    resolved = online(resolve, "coaches/branches@trials/1")
    assert (resolved.folder / "model.safetensors").read_bytes() == weights(hidden=16)
    assert read(online(resolve, "coaches/branches").folder) == FILES


def test_a_private_repository_is_made_private(hub: HubServer, online: Client, tmp_path: Path):
    online(push, write(tmp_path, FILES), "coaches/private", private=True, token=TOKEN)
    assert hub.repositories["coaches/private"].private
    assert "that you may see" in refusal(online, resolve, "coaches/private").what


def test_push_through_a_client_that_has_xet(tmp_path: Path):
    with HubServer(lfs=False) as hub, client(hub.endpoint, tmp_path / "cache", HF_HUB_DISABLE_XET="0") as run:
        run(push, write(tmp_path / "trained", FILES), NAME, private=False, token=TOKEN)
        assert read(run(resolve, NAME).folder) == FILES


def test_a_stranger_may_not_push(hub: HubServer, online: Client, tmp_path: Path):
    refused = refusal(online, push, write(tmp_path, FILES), "coaches/not-mine", private=False)
    assert refused.reason == "gated_checkpoint"
    assert "hf auth login" in refused.advice
    assert "coaches/not-mine" not in hub.repositories


def test_what_is_no_checkpoint_is_not_pushed(hub: HubServer, tmp_path: Path):
    asked = len(hub.requests)
    (tmp_path / "empty").mkdir()
    folder = write(tmp_path / "trained", FILES)
    assert "model.safetensors" in refusal(here, push, tmp_path / "empty", NAME, private=False).what
    assert "There is no folder" in refusal(here, push, tmp_path / "nowhere", NAME, private=False).what
    assert "names a revision" in refusal(here, push, folder, f"{NAME}@main", private=False).what
    assert len(hub.requests) == asked


@pytest.mark.parametrize("name", ["coaches/silent", f"coaches/silent@{'a' * 40}"])
def test_a_hub_that_accepts_and_never_answers_is_given_up(name: str, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with client(endpoint, tmp_path, HF_HUB_VERBOSITY="error") as run:
            run(wait_at_most, 0.2)
            began = time.monotonic()
            refused = refusal(run, resolve, name)
            assert time.monotonic() - began < 40, "six questions of 0.2 s, and the library's pauses of 23 s"
            assert refused.reason == "unknown_checkpoint" and "could not be fetched" in refused.what
            pushed = refusal(run, push, write(tmp_path / "trained", FILES), NAME, private=False, token=TOKEN)
            assert "could not be uploaded" in pushed.what


def wait_at_most(seconds: float) -> None:
    hub_timeouts.ANSWER_S = hub_timeouts.UPLOAD_S = seconds  # type: ignore[assignment]


# Only what is needed is fetched, and nothing is fetched twice.


def test_only_the_files_of_a_checkpoint_are_downloaded(hub: HubServer, online: Client):
    hub.add("coaches/cluttered", FILES | PRIVATE_FILES | {"modeling.py": b"import os"})
    assert read(online(resolve, "coaches/cluttered").folder) == FILES


def test_the_cache_serves_without_a_network(hub: HubServer, online: Client, offline: Client):
    commit = hub.add("coaches/cached", FILES)
    online(resolve, "coaches/cached")
    asked = len(hub.requests)
    for name in ("coaches/cached", "coaches/cached@main", f"coaches/cached@{commit}"):
        resolved = offline(resolve, name)
        assert (resolved.revision, read(resolved.folder)) == (commit, FILES)
    assert len(hub.requests) == asked


def test_the_cache_serves_when_the_hub_is_down(cache: Path):
    with HubServer() as hub:
        commit = hub.add("coaches/kept", FILES)
        with client(hub.endpoint, cache) as run:
            run(resolve, "coaches/kept")
    with client(hub.endpoint, cache) as run:
        assert run(resolve, "coaches/kept").revision == commit
        lost = refusal(run, resolve, "coaches/never-fetched")
    assert lost.reason == "unknown_checkpoint"
    assert "could not be fetched" in lost.what and "refused" in lost.what
    assert "Check the connection" in lost.advice


# One file of somebody else's repository.


def test_one_file_is_fetched_and_pinned(hub: HubServer, online: Client, offline: Client):
    weights = {"stage1/B14/weights.bin": b"a pickle", "stage1/L14/weights.bin": b"a larger pickle"}
    commit = hub.add("coaches/encoders", weights | {"modeling.py": b"import os"})
    for run, name in (
        (online, "coaches/encoders"),
        (offline, "coaches/encoders"),
        (offline, f"coaches/encoders@{commit}"),
    ):
        file, resolved = run(fetch, name, "stage1/B14/weights.bin")
        assert (resolved.id, resolved.revision) == ("coaches/encoders", commit)
        assert read(resolved.folder) == {"stage1/B14/weights.bin": b"a pickle"}
        assert file.read_bytes() == b"a pickle"
    for run, missing in ((online, "stage1/6B/weights.bin"), (offline, "stage1/L14/weights.bin")):
        refused = refusal(run, fetch, "coaches/encoders", missing)
        assert (refused.reason, missing in refused.what or "HF_HUB_OFFLINE" in refused.what) == (
            "unknown_checkpoint",
            True,
        )


def test_one_file_of_a_gated_or_unknown_repository_is_refused(hub: HubServer, online: Client, offline: Client):
    hub.add("coaches/gated-encoder", {"weights.pt": b"a pickle"}, gated=True)
    assert refusal(online, fetch, "coaches/gated-encoder", "weights.pt").reason == "gated_checkpoint"
    assert refusal(online, fetch, "coaches/no-encoder", "weights.pt").reason == "unknown_checkpoint"
    assert "HF_HUB_OFFLINE" in refusal(offline, fetch, "coaches/no-encoder", "weights.pt").what


# Refusals.


def test_a_gated_checkpoint_says_how_to_open_it(hub: HubServer, online: Client, tmp_path: Path):
    hub.add("coaches/gated", FILES, gated=True)
    refused = refusal(online, resolve, "coaches/gated")
    assert refused.reason == "gated_checkpoint"
    assert f"{hub.endpoint}/coaches/gated" in refused.advice
    assert "hf auth login" in refused.advice
    with client(hub.endpoint, tmp_path / "another", HF_TOKEN=TOKEN) as run:
        assert read(run(resolve, "coaches/gated").folder) == FILES


def test_an_unknown_repository_or_revision_is_named(hub: HubServer, online: Client):
    hub.add("coaches/known", FILES)
    unknown = refusal(online, resolve, "coaches/unknown")
    assert (unknown.reason, "no model coaches/unknown" in unknown.what) == ("unknown_checkpoint", True)
    for revision in ("v9", "0" * 40):
        wrong = refusal(online, resolve, f"coaches/known@{revision}")
        assert (wrong.reason, f"no revision '{revision}'" in wrong.what) == ("unknown_checkpoint", True)


def test_offline_without_a_cache_says_so(offline: Client):
    refused = refusal(offline, resolve, "coaches/not-cached")
    assert refused.reason == "unknown_checkpoint"
    assert "HF_HUB_OFFLINE" in refused.what and "HF_HUB_OFFLINE" in refused.advice


def test_a_repository_of_pickles_is_refused(hub: HubServer, online: Client):
    hub.add("coaches/pickles", {"config.json": b"{}", "pytorch_model.bin": b"pickle"})
    refused = refusal(online, resolve, "coaches/pickles")
    assert refused.reason == "unknown_checkpoint"
    assert "pytorch_model.bin" in refused.what
    assert not any("pytorch_model.bin" in request for request in hub.requests)


@pytest.mark.parametrize("cached", [True, False])
def test_a_hub_that_fails_is_told_from_a_missing_model(hub: HubServer, online: Client, cached: bool):
    hub.add(f"coaches/failing-{cached}", FILES)
    if cached:
        online(resolve, "coaches/failing-True")
    hub.failing = True
    try:
        if cached:
            assert read(online(resolve, "coaches/failing-True").folder) == FILES
        else:
            refused = refusal(online, resolve, "coaches/failing-False")
            assert refused.reason == "unknown_checkpoint"
            assert "500" in refused.what
            assert "try again" in refused.advice
    finally:
        hub.failing = False


def test_the_hub_of_these_tests_knows_its_writer(online: Client):
    assert online(who_am_i, TOKEN) == "writer"
