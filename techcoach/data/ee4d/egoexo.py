"""Ego-Exo4D's takes: who did what, and where each camera's frame-aligned video lies on disk.

Reads `takes.json` and checks which files exist; only `open_views` opens videos. Knows no annotation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from ...types import Progress, Refusal, silent
from ...video.limits import Limits
from ...video.probe import probe
from .findings import Findings, Place
from .jsonfile import abbreviated, elements, fields, number, read_json, text, under

TAKES = "takes.json"
DOWNSCALED = PurePosixPath("frame_aligned_videos/downscaled/448")
"""Below a take's folder: the same videos, 448 pixels on the short side, which is more than any backbone here reads."""
EGO_SIGN, EGO_STREAM, EXO_STREAM = "aria", "rgb", "0"
BEST_EXO = "best_exo"
NOT_CAMERAS = frozenset({BEST_EXO, "collage"})
VIEWS = ("ego", "exo")
TAKE_LIMITS = Limits(longest_s=4 * 3600.0, longest_file_s=4 * 3600.0, largest_file_bytes=10**12)
"""Takes are longer than uploads."""
SAME_LENGTH_S = 1.0
"""A video that differs more from its take's length is reported as odd."""

Status = Literal["present", "missing", "null"]


@dataclass(frozen=True)
class View:
    """One camera's video of a take.

    Attributes:
        camera: for example "aria01", "cam02". field: of `takes.json`, for messages.
        relative_path: below the take's folder, as in `takes.json`; None where that says null.
        path: the file on disk, the downscaled one if it is there; None if neither is.
    """

    camera: str
    field: str
    relative_path: str | None
    path: Path | None

    @property
    def status(self) -> Status:
        return "null" if self.relative_path is None else "missing" if self.path is None else "present"


@dataclass(frozen=True)
class Take:
    """One take.

    Attributes:
        uid, name, task_name: Ego-Exo4D's own. duration_s: seconds.
        ego: the first-person colour view, None where there is no such camera. exos: the others, the best one first.
        best_exo: the camera of the best view, None where `takes.json` does not name it.
        sound: False where the entry names the video of a requested view but the file is missing, or where the take has
            no video of the requested views at all.
    """

    uid: str
    name: str
    task_name: str
    duration_s: float
    ego: View | None
    exos: tuple[View, ...]
    best_exo: str | None
    sound: bool = True

    @property
    def views(self) -> tuple[View, ...]:
        return (*((self.ego,) if self.ego is not None else ()), *self.exos)


def read_takes(
    root: Path, uids: Collection[str], findings: Findings, views: Collection[str] = VIEWS
) -> dict[str, Take | None]:
    """Read some takes of `takes.json` by uid; None for one whose entry cannot be used.

    Args:
        uids: of the takes to read; entries of other takes are not checked. views: which of `VIEWS` to look for.
    """
    path = root / TAKES
    whole = findings.at(path)
    content = read_json(path, whole)
    entries = elements(content, "", whole) if whole.sound else None
    takes: dict[str, Take | None] = {}
    for index, entry in enumerate(entries or ()):
        uid = entry.get("take_uid") if isinstance(entry, dict) else None
        if not isinstance(uid, str):
            findings.at(path, f"[{index}]").error(
                "take without uid", "take_uid", f"expected a uid, got {abbreviated(uid)}"
            )
        elif uid in uids:
            place = findings.at(path, uid)
            if uid in takes:
                place.error("duplicate take", "take_uid", "the uid comes more than once; keep one")
                takes[uid] = None
            else:
                takes[uid] = _take(root, uid, entry, place, views)
    return takes


def _take(root: Path, uid: str, value: Any, place: Place, views: Collection[str]) -> Take | None:
    entry = fields(value, "", place)
    if entry is None:
        return None
    name, task = (text(entry.get(field), field, place) for field in ("take_name", "task_name"))
    duration = number(entry.get("duration_sec"), "duration_sec", place)
    if duration is not None and duration <= 0:
        place.error("bad duration", "duration_sec", f"a take of {duration:g} s")
    folder_path = entry.get("root_dir", f"takes/{name}")
    folder = _below(text(folder_path, "root_dir", place), "root_dir", place)
    cameras = fields(entry.get("frame_aligned_videos"), "frame_aligned_videos", place)
    if not place.sound or cameras is None or folder is None or name is None or task is None or duration is None:
        return None
    listed_cameras = _Cameras(root / folder, cameras, place)
    ego, exos = listed_cameras.ego() if "ego" in views else None, listed_cameras.exos() if "exo" in views else ()
    best = exos[0].camera if exos and listed_cameras.is_best(exos[0]) else None
    take = Take(uid, name, task, duration, ego, exos, best)
    _report_missing(take, views, place)
    return replace(take, sound=place.sound)


def _report_missing(take: Take, views: Collection[str], place: Place) -> None:
    """Report the views of a take that have no video."""
    for view in take.views:
        if view.status == "null":
            place.odd("null video path", view.field, f"no video of {view.camera} is told; the view is left out")
        elif view.status == "missing":
            what = f"the video {view.relative_path} is not on disk, nor a downscaled one; download it"
            place.error("missing video", view.field, what)
    for kind, has_camera in (("ego", take.ego is not None), ("exo", bool(take.exos))):
        if kind in views and not has_camera:
            place.odd(f"no {kind} camera", "frame_aligned_videos", f"the take has no {kind} camera")
    if all(view.status == "null" for view in take.views):
        place.error("no video at all", "frame_aligned_videos", f"no {' or '.join(views)} video is told")


class _Cameras:
    """The cameras of one take's `frame_aligned_videos`."""

    def __init__(self, folder: Path, cameras: dict[str, Any], place: Place) -> None:
        self._folder, self._cameras, self._place = folder, cameras, place
        best = cameras.get(BEST_EXO)
        stream = best.get(EXO_STREAM) if isinstance(best, dict) else None
        self._best = stream.get("relative_path") if isinstance(stream, dict) else None

    def ego(self) -> View | None:
        names = sorted(name for name in self._cameras if EGO_SIGN in name.lower())
        if len(names) > 1:
            what = f"{', '.join(names)} are all first-person; {names[0]} is used"
            self._place.odd("several ego cameras", "frame_aligned_videos", what)
        return self._view(names[0], EGO_STREAM) if names else None

    def exos(self) -> tuple[View, ...]:
        names = sorted(name for name in self._cameras if EGO_SIGN not in name.lower() and name not in NOT_CAMERAS)
        views = [view for name in names if (view := self._view(name, EXO_STREAM)) is not None]
        return tuple(sorted(views, key=lambda view: not self.is_best(view)))

    def is_best(self, view: View) -> bool:
        return view.relative_path is not None and view.relative_path == self._best

    def _view(self, camera: str, stream: str) -> View | None:
        field = f"frame_aligned_videos.{camera}"
        streams = fields(self._cameras[camera], field, self._place)
        if streams is None:
            return None
        field = under(field, stream)
        if streams.get(stream) is None:
            return View(camera, field, None, None)
        entry = fields(streams[stream], field, self._place)
        field = under(field, "relative_path")
        if entry is None or entry.get("relative_path") is None:
            return View(camera, field, None, None)
        relative = _below(text(entry["relative_path"], field, self._place), field, self._place)
        if relative is None:
            return None
        choices = (self._folder / DOWNSCALED / relative.name, self._folder / relative)
        present = [path for path in choices if path.is_file() and path.stat().st_size > 0]
        return View(camera, field, entry["relative_path"], present[0] if present else None)


def _below(relative: str | None, field: str, place: Place) -> PurePosixPath | None:
    """Return a relative path that stays below its folder, or report an error and return None."""
    path = PurePosixPath(relative) if relative is not None else None
    if path is not None and (path.is_absolute() or ".." in path.parts):
        place.error("path leads away", field, f"{relative!r:.80} must be relative, without '..'")
        return None
    return path


def open_views(root: Path, takes: Iterable[Take], findings: Findings, progress: Progress = silent) -> dict[str, Take]:
    """Open every video on disk, each in a process of its own, and report those that cannot be read or whose length
    differs from the take's.

    Returns:
        The takes by uid, not `sound` where a video cannot be read.
    """
    opened: dict[str, Take] = {}
    takes = list(takes)
    for index, take in enumerate(takes):
        place = findings.at(root / TAKES, take.uid)
        for view in take.views:
            if view.path is None:
                continue
            try:
                length = probe(view.path, TAKE_LIMITS).duration_s
            except Refusal as refusal:
                place.error("unreadable video", view.field, f"{refusal.what} {refusal.advice}")
                continue
            if abs(length - take.duration_s) > SAME_LENGTH_S:
                what = f"the video lasts {length:.1f} s, its take {take.duration_s:.1f} s"
                place.odd("video of another length", view.field, what)
        opened[take.uid] = replace(take, sound=take.sound and place.sound)
        progress("Opening videos", (index + 1) / len(takes))
    return opened
