"""A small Hub on this machine: what `huggingface_hub` needs to upload and download model repositories, in memory.

It speaks the published protocol: model and revision info, the file tree, `resolve` with its commit and ETag headers,
repository and branch creation, upload by a git commit in newline-delimited JSON, and Git LFS "basic" transfers.
It does not speak Xet: a client that has `hf_xet` uploads to it with `HF_HUB_DISABLE_XET=1`, or with `lfs=False`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

TOKEN = "hf_writer"
"""The one token that may write, and read what is gated."""


class HubError(Exception):
    """An answer that is not a success, as the Hub words it."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass
class Repository:
    """A model repository: commits (files by path) and the names that point at them."""

    id: str
    gated: bool = False
    private: bool = False
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)

    def commit(self, files: Mapping[str, bytes], branch: str = "main") -> str:
        """Adds files to a branch; returns the commit."""
        held = dict(self.commits.get(self.refs.get(branch, ""), {})) | dict(files)
        seed = json.dumps([self.id, branch, len(self.commits), sorted(held)])
        oid = hashlib.sha1(seed.encode()).hexdigest()
        self.commits[oid], self.refs[branch] = held, oid
        return oid

    def find(self, revision: str) -> str:
        """The commit that a branch or a commit names."""
        oid = self.refs.get(revision, revision)
        if oid not in self.commits:
            raise HubError(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        return oid


class HubServer:
    """Serves while it is entered: `with HubServer() as hub: ... hub.endpoint ...`.

    Attributes:
        repositories: by id.
        lfs: whether safetensors are taken through Git LFS; else everything is part of the commit.
        failing: while true, everything is answered by status 500.
        requests: "METHOD path" of everything that was asked for.
    """

    def __init__(self, *, lfs: bool = True) -> None:
        self.repositories: dict[str, Repository] = {}
        self.objects: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.lfs = lfs
        self.failing = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> HubServer:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def add(self, repo_id: str, files: Mapping[str, bytes], *, gated: bool = False) -> str:
        """Puts a repository there; returns its first commit."""
        repository = self.repositories[repo_id] = Repository(repo_id, gated=gated)
        return repository.commit(files)


class _Handler(BaseHTTPRequestHandler):
    """One request; `hub` is set by the server."""

    hub: HubServer
    body: bytes
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the test output clean; `HubServer.requests` is the log."""

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def _serve(self) -> None:
        path = urlsplit(self.path).path
        self.hub.requests.append(f"{self.command} {path}")
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        method = "GET" if self.command == "HEAD" else self.command
        try:
            if self.hub.failing:
                raise HubError(500, "", "Internal error")
            for verb, pattern, answer in _ROUTES:
                match = re.fullmatch(pattern, path)
                if verb == method and match is not None:
                    answer(self, **{name: unquote(value) for name, value in match.groupdict().items()})
                    return
            raise HubError(404, "", f"this Hub knows no {self.command} {path}")
        except HubError as error:
            headers = {"X-Error-Code": error.code, "X-Error-Message": error.message}
            self._json({"error": error.message}, status=error.status, headers=headers)

    # What the answers are made of.

    def _json(self, value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        self._bytes(json.dumps(value).encode(), status, {"Content-Type": "application/json", **(headers or {})})

    def _bytes(self, content: bytes, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _is_known(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}"

    def _repository(self, repo: str, *, write: bool = False) -> Repository:
        repository = self.hub.repositories.get(repo)
        if repository is None or (repository.private and not self._is_known()):
            # The Hub does not tell a stranger what is private from what is not there.
            raise HubError(404 if self._is_known() else 401, "RepoNotFound", "Repository not found")
        if write:
            self._require_token()
        return repository

    def _require_token(self) -> None:
        if not self._is_known():
            raise HubError(403, "", "You don't have the rights to write here")

    def _is_lfs(self, path: str) -> bool:
        return self.hub.lfs and path.endswith(".safetensors")

    # Reading.

    def whoami(self) -> None:
        if not self._is_known():
            raise HubError(401, "", "Invalid username or password.")
        self._json({"type": "user", "name": "writer", "orgs": [], "auth": {"type": "access_token"}})

    def info(self, repo: str, revision: str = "main") -> None:
        repository = self._repository(repo)
        sha = repository.find(revision)
        siblings = [{"rfilename": path} for path in sorted(repository.commits[sha])]
        gated = "manual" if repository.gated else False
        self._json({"id": repo, "sha": sha, "private": repository.private, "gated": gated, "siblings": siblings})

    def tree(self, repo: str, revision: str) -> None:
        repository = self._repository(repo)
        files = repository.commits[repository.find(revision)]
        self._json([self._tree_entry(path, content) for path, content in sorted(files.items())])

    def _tree_entry(self, path: str, content: bytes) -> dict[str, Any]:
        entry: dict[str, Any] = {"type": "file", "path": path, "size": len(content), "oid": git_hash(content)}
        if self._is_lfs(path):
            entry["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
        return entry

    def resolve(self, repo: str, revision: str, path: str) -> None:
        repository = self._repository(repo)
        sha = repository.find(revision)
        if repository.gated and not self._is_known():
            raise HubError(401, "GatedRepo", f"Access to model {repo} is restricted.")
        content = repository.commits[sha].get(path)
        if content is None:
            raise HubError(404, "EntryNotFound", f"{path} does not exist")
        headers = {"X-Repo-Commit": sha, "ETag": f'"{git_hash(content)}"'}
        if self._is_lfs(path):
            headers["X-Linked-Etag"] = f'"{hashlib.sha256(content).hexdigest()}"'
            headers["X-Linked-Size"] = str(len(content))
        self._bytes(content, 200, headers)

    # Writing.

    def create_repository(self) -> None:
        self._require_token()
        asked = json.loads(self.body)
        repo = f"{asked['organization'] or 'writer'}/{asked['name']}"
        url = f"{self.hub.endpoint}/{repo}"
        if repo in self.hub.repositories:
            self._json({"error": "You already created this model repo", "url": url}, status=409)
            return
        repository = Repository(repo, private=asked.get("visibility") == "private")
        self.hub.repositories[repo] = repository
        repository.commit({".gitattributes": b"*.safetensors filter=lfs diff=lfs merge=lfs -text\n"})
        self._json({"url": url, "name": repo})

    def create_branch(self, repo: str, branch: str) -> None:
        repository = self._repository(repo, write=True)
        if branch in repository.refs:
            raise HubError(409, "", f"Reference refs/heads/{branch} already exists")
        repository.refs[branch] = repository.refs["main"]
        self._json({})

    def validate_card(self) -> None:
        self._json({"errors": [], "warnings": []})

    def preupload(self, repo: str, revision: str) -> None:
        repository = self._repository(repo, write=True)
        held = repository.commits[repository.find(revision)]
        answers = []
        for file in json.loads(self.body)["files"]:
            path = file["path"]
            mode = "lfs" if self._is_lfs(path) else "regular"
            answers.append({"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": self._oid(path, held)})
        self._json({"files": answers})

    def _oid(self, path: str, files: Mapping[str, bytes]) -> str | None:
        if path not in files:
            return None
        return hashlib.sha256(files[path]).hexdigest() if self._is_lfs(path) else git_hash(files[path])

    def lfs_batch(self, repo: str) -> None:
        self._repository(repo, write=True)
        objects = []
        for wanted in json.loads(self.body)["objects"]:
            answer = {"oid": wanted["oid"], "size": wanted["size"]}
            if wanted["oid"] not in self.hub.objects:
                answer["actions"] = {"upload": {"href": f"{self.hub.endpoint}/lfs-objects/{wanted['oid']}"}}
            objects.append(answer)
        self._json({"transfer": "basic", "objects": objects})

    def lfs_upload(self, oid: str) -> None:
        if hashlib.sha256(self.body).hexdigest() != oid:
            raise HubError(422, "", f"the content of {oid} has another SHA-256")
        self.hub.objects[oid] = self.body
        self._bytes(b"", 200, {})

    def commit(self, repo: str, revision: str) -> None:
        repository = self._repository(repo, write=True)
        repository.find(revision)
        files: dict[str, bytes] = {}
        for line in self.body.splitlines():
            item = json.loads(line)
            if item["key"] == "file":
                files[item["value"]["path"]] = base64.b64decode(item["value"]["content"])
            elif item["key"] == "lfsFile":
                files[item["value"]["path"]] = self.hub.objects[item["value"]["oid"]]
        oid = repository.commit(files, branch=revision)
        self._json({"success": True, "commitOid": oid, "commitUrl": f"{self.hub.endpoint}/{repo}/commit/{oid}"})


_REPO = r"(?P<repo>[\w.-]+/[\w.-]+)"
_REVISION = r"(?P<revision>[^/]+)"
_ROUTES: tuple[tuple[str, str, Callable[..., None]], ...] = (
    ("GET", r"/api/whoami-v2", _Handler.whoami),
    ("GET", rf"/api/models/{_REPO}", _Handler.info),
    ("GET", rf"/api/models/{_REPO}/revision/{_REVISION}", _Handler.info),
    ("GET", rf"/api/models/{_REPO}/tree/{_REVISION}", _Handler.tree),
    ("GET", rf"/{_REPO}/resolve/{_REVISION}/(?P<path>.+)", _Handler.resolve),
    ("POST", r"/api/repos/create", _Handler.create_repository),
    ("POST", r"/api/validate-yaml", _Handler.validate_card),
    ("POST", rf"/api/models/{_REPO}/branch/(?P<branch>[^/]+)", _Handler.create_branch),
    ("POST", rf"/api/models/{_REPO}/preupload/{_REVISION}", _Handler.preupload),
    ("POST", rf"/{_REPO}\.git/info/lfs/objects/batch", _Handler.lfs_batch),
    ("PUT", r"/lfs-objects/(?P<oid>[0-9a-f]{64})", _Handler.lfs_upload),
    ("POST", rf"/api/models/{_REPO}/commit/{_REVISION}", _Handler.commit),
)


def git_hash(content: bytes) -> str:
    """The name git gives to a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
