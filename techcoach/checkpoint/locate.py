"""Finding a checkpoint in a folder or on the Hugging Face Hub, and publishing one there.

Knows names, revisions, files and the Hub's errors; `inspect` checks what the files hold. No torch, no model.
`huggingface_hub` is imported when the Hub is first needed, so that `HF_ENDPOINT`, `HF_HUB_OFFLINE`, `HF_HOME` and
`HF_TOKEN` of the environment hold, and a folder opens without it.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from ..package_files import EMBEDDED as EMBEDDED  # it is named here for whoever resolves checkpoints
from ..types import Refusal
from .hub_timeouts import limit_waiting
from .inspect import WEIGHTS_FILE, check_files

DIGEST_CHARACTERS = 12
"""Length of a folder's revision: so many hexadecimal characters of the SHA-256 of its weights (48 bits)."""

FILE_PATTERNS: tuple[str, ...] = (
    "*.json",
    "*.jsonl",
    "*.safetensors",
    "README.md",
    "vocab.txt",
    "merges.txt",
    "*.model",
)
"""All files that are downloaded or uploaded: configurations, weights, bank, card and tokenizers; nothing executable."""
SUBFOLDERS = "*/*"
"""Left out both ways: a checkpoint is flat, and folders beside it hold training states or other formats."""

PICKLED_WEIGHTS = (".bin", ".pt", ".pth", ".ckpt", ".pkl")

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?"
_HUB_ID = re.compile(rf"(?P<repository>{_NAME}/{_NAME})(?:@(?P<revision>[A-Za-z0-9_][A-Za-z0-9_./-]*))?")


@dataclass(frozen=True)
class ResolvedCheckpoint:
    """A checkpoint on this machine.

    Attributes:
        folder: holds `model.safetensors` and the files beside it.
        id: the folder's own name, or the Hub id without its revision ("org/name").
        revision: the Hub commit (40 characters), or the start of the SHA-256 of the folder's weights.
    """

    folder: Path
    id: str
    revision: str


def resolve(id_or_folder: str | Path) -> ResolvedCheckpoint:
    """Find a TechCoach checkpoint as `locate_weights` does, and look at its files.

    Raises:
        Refusal: as `locate_weights`, and `unknown_checkpoint` if the files are not those of a TechCoach model.
    """
    place = locate_weights(id_or_folder)
    in_folder = Path(os.path.expanduser(id_or_folder)).is_dir()
    check_files(
        place.folder,
        f"The folder {place.folder}" if in_folder else f"The Hub repository {place.id} at {place.revision}",
    )
    return place


def locate_weights(id_or_folder: str | Path) -> ResolvedCheckpoint:
    """Find the checkpoint of a model of any kind, and download it from the Hub if need be.

    An existing folder wins over a Hub repository of the same name. A branch or tag of the Hub is pinned to the commit
    that it names now; what is in the local cache is used when the Hub cannot be reached or `HF_HUB_OFFLINE=1`.

    Args:
        id_or_folder: a folder, or a Hub id "org/name" or "org/name@revision" (a branch, tag or full commit).

    Raises:
        Refusal: `gated_checkpoint` if its owner asks for terms to be accepted first; `unknown_checkpoint` if there is
            no such checkpoint, it cannot be reached, or it has no `model.safetensors`.
    """
    folder = Path(os.path.expanduser(id_or_folder))
    if folder.is_dir():
        _require_weights(f"The folder {folder}", _file_names(folder))
        return ResolvedCheckpoint(folder, folder.resolve().name, digest(folder / WEIGHTS_FILE)[:DIGEST_CHARACTERS])
    repository, revision = _parse_hub_id(str(id_or_folder))
    folder = _download(repository, revision)
    return ResolvedCheckpoint(folder, repository, revision=folder.name)


def fetch(hub_id: str, file: str) -> tuple[Path, ResolvedCheckpoint]:
    """Download one file of any kind from a model repository on the Hub, and return it with its snapshot.

    `locate_weights` says how it is pinned, cached and refused. The file may be a pickle: the caller must read tensors
    alone.
    """
    repository, revision = _parse_hub_id(hub_id)
    folder = _snapshot(repository, revision, [file])
    if not (folder / file).is_file():
        what = f"The Hub repository {repository} at {folder.name} has no file {file}, or the local cache lacks it."
        raise Refusal("unknown_checkpoint", what, "Give another revision; unset HF_HUB_OFFLINE once to download it.")
    return folder / file, ResolvedCheckpoint(folder, repository, revision=folder.name)


def push(
    folder: str | Path, repo_id: str, *, private: bool, token: str | None = None, revision: str | None = None
) -> str:
    """Upload a checkpoint folder to a model repository on the Hub, which is made if it is not there.

    Only `FILE_PATTERNS` at the top of the folder go up; files that the repository holds already and the folder does
    not have stay there.

    Args:
        repo_id: "org/name".
        private: whether a repository that is made now is private; one that exists keeps its visibility.
        token: a Hub token that may write; the machine's own login if None.
        revision: the branch to write to, made if it is not there; the main branch if None.

    Returns:
        The address of the commit.

    Raises:
        Refusal: `gated_checkpoint` if the login may not write there; `unknown_checkpoint` if the folder is no
            checkpoint, the id is not well formed or the Hub cannot be reached.
        ValueError: the Hub does not accept the metadata at the head of README.md.
    """
    folder = Path(os.path.expanduser(folder))
    if not folder.is_dir():
        raise Refusal("unknown_checkpoint", f"There is no folder {folder}.", "Give the folder of a trained checkpoint.")
    _require_weights(f"The folder {folder}", _file_names(folder))
    check_files(folder, f"The folder {folder}")
    repository, named_revision = _parse_hub_id(repo_id)
    if named_revision is not None:
        raise Refusal("unknown_checkpoint", f"{repo_id!r} names a revision.", "Give the branch as the revision.")

    import httpx2  # the HTTP client of huggingface_hub, whose errors come through
    from huggingface_hub import HfApi

    limit_waiting()
    api = HfApi(token=token)
    try:
        api.create_repo(repository, private=private, exist_ok=True)
        if revision is not None:
            api.create_branch(repository, branch=revision, exist_ok=True)
        commit = api.upload_folder(
            repo_id=repository,
            folder_path=folder,
            revision=revision,
            commit_message=f"Upload the checkpoint {folder.resolve().name}",
            allow_patterns=list(FILE_PATTERNS),
            ignore_patterns=[SUBFOLDERS],
        )
    except (OSError, httpx2.HTTPError) as error:
        raise _push_refusal(repository, error) from error
    return commit.commit_url


def digest(path: str | Path) -> str:
    """Return the SHA-256 of a file in hexadecimal characters; it reads about 1 GB a second."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parse_hub_id(text: str) -> tuple[str, str | None]:
    """Split "org/name[@revision]"; refuse everything else, above all names that could leave the cache folder."""
    match = _HUB_ID.fullmatch(text)
    if match is None or not _is_safe(match["repository"], match["revision"] or ""):
        raise Refusal(
            "unknown_checkpoint",
            f"{text!r} is neither a folder here nor a Hub id.",
            "Give the path of an existing checkpoint folder, or a Hub id like 'org/name' or 'org/name@revision'.",
        )
    return match["repository"], match["revision"]


def _is_safe(repository: str, revision: str) -> bool:
    climbs = ".." in repository or ".." in revision or "//" in revision or revision.endswith("/")
    # The Hub's own rules for names: "--" stands for "/" in the cache, and a git address ends in ".git".
    return not climbs and "--" not in repository and not repository.endswith(".git") and len(repository) <= 96


def _file_names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.is_file()]
    except OSError as error:
        raise Refusal(
            "unknown_checkpoint", f"The folder {folder} cannot be read: {error}.", "Check who may read it."
        ) from error


def _require_weights(where: str, names: list[str]) -> None:
    if WEIGHTS_FILE in names:
        return
    pickled = sorted(name for name in names if name.endswith(PICKLED_WEIGHTS))
    if pickled:
        raise Refusal(
            "unknown_checkpoint",
            f"{where} has weights as a Python pickle only ({', '.join(pickled)}), and no {WEIGHTS_FILE}: "
            "opening a pickle can run any program, so TechCoach does not.",
            "Ask its author for safetensors, or convert it where you trust it.",
        )
    raise Refusal(
        "unknown_checkpoint",
        f"{where} has no {WEIGHTS_FILE}.",
        "Give the folder or repository that `techcoach train` or `techcoach push` wrote.",
    )


def _download(repository: str, revision: str | None) -> Path:
    """Download the snapshot of a checkpoint: the files of `FILE_PATTERNS` at the top of the repository."""
    from huggingface_hub import get_cached_repo_tree
    from huggingface_hub.errors import CachedRepoTreeNotFoundError

    folder = _snapshot(repository, revision, list(FILE_PATTERNS), [SUBFOLDERS])
    try:
        names = [file.path for file in get_cached_repo_tree(repository, revision=folder.name)]
    except CachedRepoTreeNotFoundError:  # a cache that an older client filled
        names = _file_names(folder)
    _require_weights(f"The Hub repository {repository} at {folder.name}", names)
    return folder


def _snapshot(
    repository: str, revision: str | None, patterns: list[str], ignored_patterns: list[str] | None = None
) -> Path:
    """Return the snapshot folder of one commit in the local cache; the folder's name is the commit."""
    import httpx2  # the HTTP client of huggingface_hub, whose errors come through
    from huggingface_hub import snapshot_download

    limit_waiting()
    try:
        return Path(
            snapshot_download(repository, revision=revision, allow_patterns=patterns, ignore_patterns=ignored_patterns)
        )
    except (OSError, httpx2.HTTPError) as error:
        raise _download_refusal(repository, revision, error) from error


def _download_refusal(repository: str, revision: str | None, error: Exception) -> Refusal:
    """Explain a failed download to the user. GatedRepoError is a RepositoryNotFoundError, so it is checked first."""
    from huggingface_hub import constants
    from huggingface_hub.errors import (
        GatedRepoError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    name = repository if revision is None else f"{repository}@{revision}"
    if isinstance(error, GatedRepoError):
        return Refusal(
            "gated_checkpoint",
            f"The owner of {repository} opens it only to those who accepted its terms.",
            f"Accept them on {constants.ENDPOINT}/{repository}, log in with `hf auth login` or set HF_TOKEN, "
            "and try again.",
        )
    if isinstance(error, RepositoryNotFoundError):
        return Refusal(
            "unknown_checkpoint",
            f"There is no folder {repository} here and no model {repository} on {constants.ENDPOINT} that you may see.",
            "Check the spelling; if it is private, log in with `hf auth login` or set HF_TOKEN.",
        )
    if isinstance(error, RevisionNotFoundError):
        return Refusal(
            "unknown_checkpoint",
            f"The model {repository} has no revision {revision!r}.",
            f"Choose a branch, tag or full commit listed on {constants.ENDPOINT}/{repository}/tree/main.",
        )
    if isinstance(error, LocalEntryNotFoundError) and isinstance(error.__cause__, OfflineModeIsEnabled):
        return Refusal(
            "unknown_checkpoint",
            f"There is no folder {repository} here, {name} is not whole in the local cache, and HF_HUB_OFFLINE "
            "forbids asking the Hub.",
            "Unset HF_HUB_OFFLINE once to download it, or give a checkpoint folder.",
        )
    return Refusal(
        "unknown_checkpoint",
        f"{name} could not be fetched from {constants.ENDPOINT} and is not whole in the local cache: {_cause(error)}.",
        "Check the connection and try again, or give a checkpoint folder.",
    )


def _push_refusal(repository: str, error: Exception) -> Refusal:
    from huggingface_hub import constants
    from huggingface_hub.errors import HfHubHTTPError

    if isinstance(error, HfHubHTTPError) and error.response.status_code in (401, 403):
        return Refusal(
            "gated_checkpoint",
            f"{constants.ENDPOINT} does not let this login write to {repository}: {_cause(error)}.",
            "Log in with `hf auth login`, or set HF_TOKEN, with a token that may write there.",
        )
    return Refusal(
        "unknown_checkpoint",
        f"The checkpoint could not be uploaded to {repository} on {constants.ENDPOINT}: {_cause(error)}.",
        "Check the name and the connection and try again.",
    )


def _cause(error: BaseException) -> str:
    """Return the innermost error in one line, for people."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return ": ".join([type(error).__name__, *lines[:1]])
