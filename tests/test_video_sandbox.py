"""The process that opens uploads: confined, ended in time, and not believed.

Where a real worker would have to be broken into, a script takes its place and says what a broken one could say.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
from make_video import make_bomb, make_video, number_of

from techcoach.coaching import observation, video_observer
from techcoach.types import Clip, Refusal
from techcoach.video import reader, sandbox
from techcoach.video.limits import Limits
from techcoach.video.probe import probe
from techcoach.video.reader import read_clip, read_clip_or_scan
from techcoach.video.shared_memory import FileMemory

ROOT = Path(__file__).resolve().parents[1]
INFO = {
    "container": "mp4",
    "codec": "h264",
    "width": 64,
    "height": 48,
    "fps": 30.0,
    "duration_s": 1.0,
    "missing_s": 0.0,
    "rotation": 0,
    "mirrored": False,
    "frame_count": 30,
    "variable_rate": False,
    "capture_fps": None,
    "video_streams": 1,
}
HEADER = {"decoder": "decord", "count": 3, "width": 64, "height": 48}
FRAMES = [{"frame": 0.0}, {"frame": 0.1}, {"frame": 0.2}]
DONE = {"done": True}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_video(tmp_path_factory.mktemp("videos") / "clip.mp4")


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a script in the place of the worker."""

    def replace(script: str) -> None:
        monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", dedent(script)))

    return replace


def saying(*messages: object) -> str:
    """A script that greets, says this (text as it is, the rest as JSON lines), and ends."""
    lines = "".join(m if isinstance(m, str) else json.dumps(m) + "\n" for m in ({"ready": True}, *messages))
    return f"import sys; sys.stdin.read(); sys.stdout.write({lines!r})"


def refusal(path: Path, limits: Limits | None = None) -> Refusal:
    with pytest.raises(Refusal) as raised:
        read_clip(path, limits=limits or Limits(wall_s=20))
    return raised.value


# ----------------------------------------------------------------------------------------------------------------
# Not believed.


def test_an_honest_answer(clip: Path, worker: Callable[[str], None]) -> None:
    worker(saying({"info": INFO}, HEADER, *FRAMES, DONE))
    read = read_clip(clip)
    assert read.frames.shape == (3, 48, 64, 3)
    assert read.times.tolist() == [0.0, 0.1, 0.2]
    assert read.warnings == ()


@pytest.mark.parametrize(
    "messages",
    [
        [],
        ["not JSON\n"],
        ["[1, 2]\n"],
        [{"info": None}],
        [{"info": {**INFO, "width": 10**9}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "fps": float("nan")}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "fps": 0.0}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "codec": ["h264"]}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "mirrored": 1}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "capture_fps": 0}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "capture_fps": False}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "capture_fps": float("inf")}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "capture_fps": "240"}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "video_streams": 0}}, HEADER, *FRAMES, DONE],
        [{"info": {**INFO, "more": 1}}, HEADER, *FRAMES, DONE],
        [{"info": INFO}, {**HEADER, "count": 10**12}, *FRAMES, DONE],
        [{"info": INFO}, {**HEADER, "width": 721}, *FRAMES, DONE],
        [{"info": INFO}, {**HEADER, "height": 48.0}, *FRAMES, DONE],
        [{"info": INFO}, {**HEADER, "count": -1}, *FRAMES, DONE],
        [{"info": INFO}, {**HEADER, "decoder": "<b>mine</b>"}, *FRAMES, DONE],
        [{"info": INFO}, HEADER, *FRAMES],
        [{"info": INFO}, HEADER, *FRAMES, {"frame": 0.3}, DONE],
        [{"info": INFO}, HEADER, *reversed(FRAMES), DONE],
        [{"info": INFO}, HEADER, {"frame": float("inf")}, DONE],
        [{"info": INFO}, HEADER, {"frame": "0"}, DONE],
        [{"info": INFO}, HEADER, FRAMES[0], DONE],
        [{"refusal": ["no_such_reason", "what", "advice"]}],
        [{"refusal": "text"}],
        [{"failure": "decoder", "detail": "damaged"}],
        [{"info": INFO}, {**HEADER, "count": 7}, *FRAMES, DONE],
    ],
)
def test_answers_that_make_no_sense(
    clip: Path, worker: Callable[[str], None], messages: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "DECODERS", ("decord",))
    worker(saying(*messages))
    refused = refusal(clip)
    assert refused.reason == "unreadable"
    assert refused.what == "clip.mp4 cannot be decoded."


def test_too_little_memory_is_reported(clip: Path, worker: Callable[[str], None]) -> None:
    worker(saying({"info": INFO}, {"failure": "memory", "detail": "std::bad_alloc"}))
    refused = refusal(clip)
    assert refused.reason == "too_large"
    assert "memory" in refused.what


def test_lost_frames_are_reported(clip: Path, worker: Callable[[str], None]) -> None:
    worker(saying({"info": {**INFO, "missing_s": 2.0}}, {**HEADER, "count": 5}, *FRAMES, DONE))
    read = read_clip(clip)
    assert len(read.frames) == len(read.times) == 3
    assert read.warnings == (
        "The file is cut off: it holds 1.0 s of a clip of 3.0 s. Only that part was read.",
        "2 damaged frame(s) were left out.",
    )


def test_a_message_without_end(clip: Path, worker: Callable[[str], None]) -> None:
    worker(
        """
        import sys
        sys.stdin.read()
        print('{"ready": true}')
        while True:
            sys.stdout.write("x" * 1000)
        """
    )
    assert refusal(clip).reason == "unreadable"


def test_a_worker_cannot_pull_its_memory_away(clip: Path, worker: Callable[[str], None]) -> None:
    worker(
        f"""
        import json, os, sys
        memory = json.load(sys.stdin)["memory"]
        try:
            os.ftruncate(memory, 0)
        except PermissionError:
            sys.stdout.write({json.dumps({"ready": True})!r} + "\\n")
            for message in {[{"info": INFO}, HEADER, *FRAMES, DONE]!r}:
                print(json.dumps(message))
        """
    )
    assert read_clip(clip).frames.sum() == 0


def test_a_worker_that_cannot_start_is_not_the_files_fault(clip: Path, worker: Callable[[str], None]) -> None:
    worker("raise ImportError('no decoder here')")
    with pytest.raises(RuntimeError, match="no decoder here"):
        read_clip(clip)
    worker("print('hello')")
    with pytest.raises(RuntimeError, match="could not start"):
        read_clip(clip)


# ----------------------------------------------------------------------------------------------------------------
# Ended in time.


def test_wall_time(clip: Path, worker: Callable[[str], None], tmp_path: Path) -> None:
    """The whole group is ended, also what the worker has started itself."""
    note = tmp_path / "child"
    worker(
        f"""
        import subprocess, sys, time
        sys.stdin.read()
        child = subprocess.Popen(["sleep", "60"])
        open({str(note)!r}, "w").write(str(child.pid))
        print('{{"ready": true}}', flush=True)
        time.sleep(60)
        """
    )
    began = time.monotonic()
    refused = refusal(clip, Limits(wall_s=1.5, stall_s=50))
    assert time.monotonic() - began < 10
    assert refused.reason == "too_large"
    assert "time" in refused.what
    child = int(note.read_text())
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_wall_time_of_the_real_worker(clip: Path) -> None:
    assert refusal(clip, Limits(wall_s=0.02)).reason == "too_large"


def test_the_worker_goes_when_the_caller_gives_up(clip: Path, worker: Callable[[str], None]) -> None:
    worker(saying({"info": INFO}, HEADER, *FRAMES) + "; sys.stdout.flush(); import time; time.sleep(60)")

    class Enough(Exception):
        pass

    def progress(stage: str, fraction: float) -> None:
        if fraction > 0.5:
            raise Enough

    before = _children()
    began = time.monotonic()
    with pytest.raises(Enough):
        read_clip(clip, progress=progress)
    assert time.monotonic() - began < 10
    assert _children() == before


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


# ----------------------------------------------------------------------------------------------------------------
# What one decoder fails at, the other reads.


@pytest.mark.parametrize(
    "fault", ["os.abort()", "time.sleep(60)", "sys.exit(1)", 'print(\'{"failure": "memory"}\', file=out, flush=True)']
)
def test_the_second_decoder(
    clip: Path, worker: Callable[[str], None], fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    worker(
        f"""
        import io, json, os, sys, time
        request = sys.stdin.read()
        if json.loads(request)["decoder"] == "decord":
            out = sys.stdout
            print('{{"ready": true}}', flush=True)
            {fault}
        sys.stdin = io.StringIO(request)
        from techcoach.video import worker
        worker.main()
        """
    )
    read = read_clip(clip, limits=Limits(stall_s=2.0))
    assert read.decoder == "pyav"
    assert [number_of(frame) for frame in read.frames] == list(range(30))
    warned = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert not warned, "what went well in the end is no warning"


# ----------------------------------------------------------------------------------------------------------------
# Confined.


def confined(limits: str, then: str) -> subprocess.CompletedProcess[str]:
    script = f"from techcoach.video.worker import confine, Limits\nconfine(Limits({limits}))\n{dedent(then)}"
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_processor_time() -> None:
    assert confined("cpu_s=1", "while True: pass").returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_memory() -> None:
    assert "MemoryError" in confined("address_space_bytes=600_000_000", "bytearray(500_000_000)").stderr


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "written"
    assert "File too large" in confined("", f"open({str(path)!r}, 'wb', buffering=0).write(b'x')").stderr
    assert path.read_bytes() == b""


def test_limits_cannot_be_raised_again() -> None:
    hard = "import resource; print(resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU))"
    done = confined("address_space_bytes=600_000_000, cpu_s=7", hard)
    assert done.stdout.strip() == "(600000000, 600000000) (7, 7)"


def test_limits_that_were_inherited_stay_where_they_are_lower() -> None:
    hard = "import resource; print(resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_NOFILE))"
    script = f"from techcoach.video.worker import confine, Limits\nconfine(Limits())\n{hard}"
    lowered = ["bash", "-c", f'ulimit -v 3000000 -n 40; exec {sys.executable} -c "$0"', script]
    done = subprocess.run(lowered, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "(3072000000, 3072000000) (40, 40)", done.stderr


def test_memory_for_a_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames of 25 MB, of which a decoder holds several, and a worker that may take little more than to start."""
    monkeypatch.setattr(reader, "DECODERS", ("pyav",))
    path = make_bomb(tmp_path / "large.mp4", 4096, 4096, count=16)
    assert refusal(path, Limits(address_space_bytes=380_000_000)).reason in ("too_large", "unreadable")


def test_secrets_stay_outside(clip: Path, worker: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    monkeypatch.setenv("http_proxy", "http://localhost:1")
    worker(
        """
        import os, sys
        sys.stdin.read()
        raise SystemExit(f"got {sorted(os.environ)}")
        """
    )
    with pytest.raises(RuntimeError, match="got ") as raised:
        read_clip(clip)
    assert "HF_TOKEN" not in str(raised.value)
    assert "proxy" not in str(raised.value)


def test_the_worker_loads_little() -> None:
    heavy = "{'torch', 'transformers', 'cv2', 'scipy', 'decord'}"
    script = f"import sys, techcoach.video.worker; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ----------------------------------------------------------------------------------------------------------------
# Files that name other files.


@pytest.mark.parametrize("disguise", [b"", b"\0\0\0\x18ftypisom\0\0\0\0isommp41", b"\x1a\x45\xdf\xa3"])
def test_playlists_are_not_followed(tmp_path: Path, clip: Path, disguise: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/clip.mp4"
        for number, text in enumerate(
            (
                f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXTINF:5,\nfile://{clip}\n#EXT-X-ENDLIST\n",
                f"ffconcat version 1.0\nfile '{clip}'\nfile '{address}'\n",
                f"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video {server.getsockname()[1]} RTP/AVP 96\n",
            )
        ):
            path = tmp_path / f"list{number}.mp4"
            path.write_bytes(disguise + text.encode())
            with pytest.raises(Refusal) as raised:
                probe(path)
            assert raised.value.reason == ("unreadable" if disguise else "not_a_video")
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_name_that_is_not_utf_8_can_be_reported(tmp_path: Path, clip: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4"))
    shutil.copy(clip, path)
    read = read_clip(path)
    assert read.name == "caf\N{REPLACEMENT CHARACTER}.mp4" and len(read.frames) == 30
    path.write_text("no video")
    with pytest.raises(Refusal) as caught:
        probe(path)
    assert read.name in caught.value.what


def test_a_name_is_not_a_command(tmp_path: Path, clip: Path) -> None:
    for name in ("$(touch pwned).mp4", "concat:a|b.mp4", "a%03d b.mp4", "-i '\".mp4"):
        path = tmp_path / name
        path.write_bytes(clip.read_bytes())
        assert read_clip(path, max_fps=2).name == name
    assert not list(tmp_path.glob("pwned*"))


def test_frames_outlive_the_worker(clip: Path) -> None:
    """And can be written to, by whoever gets them."""
    first, second = read_clip(clip), read_clip(clip)
    np.testing.assert_array_equal(first.frames, second.frames)
    first.frames[:] = 0
    assert second.frames.any()


# ----------------------------------------------------------------------------------------------------------------
# Opened once.


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The requests of every worker that is started."""
    requests: list[object] = []

    def counted(path: Path, request: dict, *arguments: object, **options: object) -> object:
        requests.append(request)
        return sandbox.ask(path, request, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "ask", counted)
    return requests


def test_a_short_clip_is_read_whole_by_one_worker(clip: Path, started: list[object]) -> None:
    def busiest(scan: Clip) -> tuple[float, float]:
        raise AssertionError("a short clip needs no scan")

    window, warnings = video_observer.read_window(clip, None, None, busiest)
    assert len(started) == 1 and warnings == ()
    np.testing.assert_array_equal(window.frames, read_clip(clip).frames)


def test_a_long_clip_is_scanned_and_its_window_read(tmp_path: Path, started: list[object]) -> None:
    scans: list[Clip] = []

    def busiest(scan: Clip) -> tuple[float, float]:
        scans.append(scan)
        return 0.5, 8.5

    path = make_video(tmp_path / "long.mp4", count=270)
    window, warnings = video_observer.read_window(path, None, None, busiest)
    assert len(started) == 2 and "longer than 8 s" in warnings[0]
    assert np.diff(scans[0].times).mean() == pytest.approx(1 / observation.SCAN_FPS, rel=0.1)
    assert window.window_s == (0.5, 8.5) and len(window.times) == 241


def test_the_length_at_which_a_clip_is_scanned_counts_as_short(clip: Path) -> None:
    whole = read_clip_or_scan(clip, longest_s=1.0, scan_fps=4, scan_side=32)
    scan = read_clip_or_scan(clip, longest_s=0.99, scan_fps=4, scan_side=32)
    assert whole.duration_s == 1.0
    assert len(whole.times) == 30 and len(scan.times) == 4
    assert max(scan.frames.shape[1:3]) == 32 < max(whole.frames.shape[1:3])


# ----------------------------------------------------------------------------------------------------------------
# Other systems, and machines without decord.


ELSEWHERE = """
    import sys
    sys.modules["resource"] = sys.modules["fcntl"] = None
    from techcoach.video import worker
    worker.main()
    """
"""The worker where Python has no module for what Linux alone can do."""


@pytest.fixture
def elsewhere(worker: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Both processes without what only Linux has; returns the folder of temporary files."""
    worker(ELSEWHERE)
    for name in ("waitid", "killpg", "memfd_create"):
        monkeypatch.delattr(os, name)
    monkeypatch.setattr(reader, "SharedMemory", FileMemory)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    sandbox._log_unbounded.cache_clear()
    return tmp_path / "temporary"


@pytest.fixture(scope="module")
def here(clip: Path) -> Clip:
    """What this system reads."""
    return read_clip(clip, start=0.2, end=0.8)


@pytest.mark.parametrize("decoder", ["decord", "pyav"])
def test_another_system_reads_the_same(
    clip: Path, here: Clip, elsewhere: Path, decoder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "DECODERS", (decoder,))
    read = read_clip(clip, start=0.2, end=0.8)
    assert read.decoder == decoder
    assert [number_of(frame) for frame in read.frames] == [number_of(frame) for frame in here.frames]
    np.testing.assert_array_equal(read.times, here.times)
    assert list(elsewhere.iterdir()) == []


def test_another_system_says_once_what_it_cannot_bound(
    clip: Path, elsewhere: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert probe(clip) == probe(clip)
    (message,) = [record.getMessage() for record in caplog.records]
    assert "cannot bound RLIMIT_AS, RLIMIT_CPU" in message


def test_another_system_ends_a_worker_in_time(clip: Path, elsewhere: Path, worker: Callable[[str], None]) -> None:
    worker("import sys, time; sys.stdin.read(); print('{\"ready\": true}', flush=True); time.sleep(60)")
    before, began = _children(), time.monotonic()
    assert refusal(clip, Limits(wall_s=1.0)).reason == "too_large"
    assert time.monotonic() - began < 10
    assert _children() == before and list(elsewhere.iterdir()) == []


def test_another_system_survives_a_worker_that_crashes_or_cuts_the_memory(
    clip: Path, elsewhere: Path, worker: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "DECODERS", ("decord",))
    worker("import os, sys; sys.stdin.read(); print('{\"ready\": true}', flush=True); os.abort()")
    assert refusal(clip).reason == "unreadable"
    script = saying({"info": INFO}, HEADER, *FRAMES, DONE)
    worker(script.replace("sys.stdin.read()", "import json, os; os.truncate(json.load(sys.stdin)['memory'], 9)"))
    assert refusal(clip).what == "clip.mp4 cannot be decoded."


def test_no_module_of_one_system_is_imported_with_the_package() -> None:
    script = (
        "import sys; sys.modules.update(resource=None, fcntl=None); import techcoach.video.worker, techcoach.ui.app"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=120)


def test_without_decord_pyav_reads_in_the_same_worker(
    clip: Path, tmp_path: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "decord.py").write_text("raise ImportError('no wheel for this machine')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(reader, "DECODERS", ("decord", "pyav"))
    assert read_clip(clip).decoder == "pyav" and len(started) == 1
