"""Coach: a clip in, a `CoachingReport` out. The one pipeline that app, command line and evaluation share.

Knows every room below it; no user interface, no training.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError

from . import checkpoint as checkpoints
from .bank import CommentaryBank
from .checkpoint import EMBEDDED
from .data.batches import batch_poses
from .data.speaking import beliefs, commentaries_of, nearest_sentences, presence, read_quality, told_score
from .data.watching import Box, nearest, watch
from .drills.catalogue import taught
from .model import PoseInputs, TechCoachModel, TechCoachOutput, TechCoachProcessor
from .pose import build_tracker
from .pose.smoothing import fill_and_smooth
from .pose.tracker import PoseTracker
from .text_encoder import TextEncoder
from .types import (
    DIMENSIONS,
    CheckpointSummary,
    Clip,
    ClipSummary,
    CoachingReport,
    Drill,
    Evidence,
    PointFeedback,
    PoseTrack,
    Progress,
    Refusal,
    TechPoint,
    TechPointFeedback,
    silent,
)
from .video.reader import read_clip
from .video.sampling import WINDOW_S, activity, busiest_window

SCAN_FPS, SCAN_SIDE = 4.0, 360
"""A clip longer than the window is looked through coarsely first, to find where the athlete moves most."""
SHORTEST_S = 1.0


@dataclass(frozen=True)
class Seen:
    """One watched clip, ready for the model."""

    clip: Clip
    track: PoseTrack
    pose: PoseInputs
    warnings: tuple[str, ...]


class Coach:
    """Coaches clips with one checkpoint. Safe to share between threads: one clip at a time.

    Args:
        model, processor, bank, encoder: of one checkpoint.
        tracker: finds the athlete.
        summary: what the report tells of the checkpoint.
        drills: what can be coached, by id.
        device: a torch device; "cuda" runs the model in bf16.
    """

    def __init__(
        self,
        model: TechCoachModel,
        processor: TechCoachProcessor,
        bank: CommentaryBank,
        encoder: TextEncoder,
        tracker: PoseTracker,
        summary: CheckpointSummary,
        drills: Mapping[str, Drill],
        device: str = "cpu",
    ) -> None:
        self.model: TechCoachModel = model
        self.model.to(torch.device(device))  # type: ignore[arg-type]  # the library's wrapper hides the signature
        self.model.eval()
        self.processor = processor
        self.bank = bank
        self.encoder = encoder
        self.tracker = tracker
        self.summary = summary
        self.drills = drills
        self.device = device
        self._lock = threading.Lock()

    @classmethod
    def from_pretrained(
        cls, checkpoint: str | Path = EMBEDDED, *, device: str = "auto", tracker: str | None = None
    ) -> Coach:
        """A coach from a checkpoint folder or Hub id ("org/name[@revision]").

        Args:
            device: "auto" takes CUDA where it is.
            tracker: id of a pose tracker; by default "mediapipe".

        Raises:
            Refusal: unknown_checkpoint or gated_checkpoint, with what to do.
            ValueError: if device is not known here.
        """
        device = pick_device(device)
        found = checkpoints.resolve(checkpoint)
        try:
            model, processor = TechCoachModel.load(found.folder), TechCoachProcessor.from_pretrained(found.folder)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise Refusal(
                "unknown_checkpoint",
                f"{found.id} is no TechCoach checkpoint that this version can read: {error}.",
                "Choose another checkpoint, or install the version that it was made with.",
            ) from error
        if model.config.backbone != "pose":
            raise Refusal(
                "unknown_checkpoint",
                f"{found.id} reads {model.config.backbone} features, which this version cannot make from a clip.",
                "Choose a checkpoint with the pose backbone.",
            )
        encoder = TextEncoder()
        if model.config.text_encoder != encoder.id:
            raise Refusal(
                "unknown_checkpoint",
                f"{found.id} was trained with the text encoder {model.config.text_encoder}, not {encoder.id}.",
                "Choose a checkpoint that was trained with it.",
            )
        bank = CommentaryBank.load(found.folder, encoder.id, encoder.width)
        summary = CheckpointSummary(found.id, found.revision, model.config.backbone, model.config.trained_on)
        drills = {name: simulated.drill for name, simulated in taught(model.config.drills).items()}
        built = build_tracker(tracker or "mediapipe", device)
        return cls(model, processor, bank, encoder, built, summary, drills, device)

    # -- the pipeline --------------------------------------------------------------------------------------------

    def coach(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        start: float | None = None,
        end: float | None = None,
        athlete: Box | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = silent,
    ) -> CoachingReport:
        """Coaches one clip.

        Args:
            path: a video file. drill: a drill's id.
            ego: a first-person clip of the same moment; on the pose road it is shown, not read.
            start, end: seconds of the part to coach, at most 8 s; by default where the athlete moves most.
            athlete: x0, y0, x1, y1 around the athlete when several people are in view, pixels of the file's frames.
            techpoints: instead of the drill's own; a coach's own words.
            progress: told the stage and how far along the whole is.

        Raises:
            Refusal: when the clip cannot be coached, with the reason and what to do.
        """
        chosen = self._drill(drill, techpoints)
        with self._lock:
            began = time.perf_counter()
            progress("Reading the clip", 0.0)
            clip, warnings = self._read(Path(path), start, end, athlete, progress)
            ego_clip = None if ego is None else read_clip(Path(ego), max_fps=SCAN_FPS, max_side=SCAN_SIDE)
            decoded = time.perf_counter()
            seen = self._watch(clip, warnings, athlete, progress)
            tracked = time.perf_counter()
            progress("Thinking about the TechPoints", 0.85)
            output = self._think(seen.pose, chosen)
            commentary = commentaries_of(self.model, self.processor, self.bank, output, [chosen])[0]
            thought = time.perf_counter()
            timing = {"decode": decoded - began, "pose": tracked - decoded, "model": thought - tracked}
            report = self._report(seen, chosen, output, commentary, ego_clip)
            progress("Done", 1.0)
            return replace(report, timing_s={**timing, "total": time.perf_counter() - began})

    def _drill(self, drill: str, techpoints: Sequence[TechPoint] | None) -> Drill:
        if drill not in self.drills:
            raise Refusal(
                "unknown_drill", f"There is no drill {drill!r}.", f"Choose one of: {', '.join(sorted(self.drills))}."
            )
        own = self.drills[drill]
        return own if not techpoints else Drill(own.id, own.title, tuple(techpoints))

    def _read(
        self, path: Path, start: float | None, end: float | None, athlete: Box | None, progress: Progress
    ) -> tuple[Clip, tuple[str, ...]]:
        """The frames of the window to coach, and what to say of the choice."""
        if start is not None or end is not None:
            clip = read_clip(path, start=start, end=end if end is not None else (start or 0.0) + WINDOW_S)
            if clip.window_s[1] - clip.window_s[0] <= WINDOW_S + 0.1:
                return clip, ()
            begin = clip.window_s[0]
            return read_clip(path, start=begin, end=begin + WINDOW_S), (
                f"Only the first {WINDOW_S:.0f} s of the part that you chose were coached.",
            )
        scan = read_clip(path, max_fps=SCAN_FPS, max_side=SCAN_SIDE)
        if scan.duration_s <= WINDOW_S + 0.1:
            return read_clip(path), ()
        progress("Finding where the athlete moves most", 0.1)
        box = None if athlete is None else _scaled(athlete, scan)
        track = fill_and_smooth(self.tracker.track(scan.frames, scan.times, athlete=box))
        moving = activity(track.points, track.confidence, track.times)
        begin, stop = busiest_window(scan.times, moving)
        return read_clip(path, start=begin, end=stop), (
            f"The clip is longer than {WINDOW_S:.0f} s: the part from {begin:.1f} s to {stop:.1f} s, where the athlete "
            "moves most, was coached. Choose another part by its start and end.",
        )

    def _watch(self, clip: Clip, warnings: tuple[str, ...], athlete: Box | None, progress: Progress) -> Seen:
        if clip.window_s[1] - clip.window_s[0] < SHORTEST_S or len(clip.times) < 8:
            raise Refusal(
                "too_short",
                f"{clip.name} shows {clip.window_s[1] - clip.window_s[0]:.1f} s in {len(clip.times)} frames.",
                f"Give a clip, or a part of one, of {SHORTEST_S:.0f} s or more.",
            )

        def part(stage: str, fraction: float) -> None:
            progress(stage, 0.2 + 0.6 * fraction)

        box = None if athlete is None else _scaled(athlete, clip)
        count = self.model.config.pose_frames
        track, more = watch(clip.frames, clip.times, self.tracker, count, box, part)
        pose = self.processor.pose_inputs(track.points, track.confidence, track.times, (track.width, track.height))
        return Seen(clip, track, pose, (*clip.warnings, *warnings, *more))

    @torch.inference_mode()
    def _think(self, pose: PoseInputs, drill: Drill) -> TechCoachOutput:
        embeddings = self.encoder.encode([point.instruction for point in drill.techpoints])
        dimensions = [DIMENSIONS.index(point.dimension) for point in drill.techpoints]
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device != "cpu"):
            output: TechCoachOutput = self.model(
                techpoints=torch.from_numpy(embeddings).unsqueeze(0).to(self.device),
                dimensions=torch.tensor([dimensions], device=self.device),
                pose={name: values.to(self.device) for name, values in batch_poses([pose]).items()},
            )
        return output

    # -- the report ----------------------------------------------------------------------------------------------

    def _report(
        self, seen: Seen, drill: Drill, output: TechCoachOutput, commentary: str, ego: Clip | None
    ) -> CoachingReport:
        config = self.model.config
        low, high = config.score_range
        readings = None if output.readings is None else output.readings[0]
        score = told_score(config, output.score[0].float().item(), read_quality(config, readings, drill.id))
        warnings = list(seen.warnings)
        radius = config.score_interval_radius
        if radius is None:
            radius = high - low
            warnings.append("This checkpoint was never calibrated: its score interval says nothing.")
        warnings += self._unfamiliar(output, drill)
        if ego is not None:
            warnings.append("The first-person clip is shown, not read: this checkpoint reads the athlete's pose.")
        summary = ClipSummary(
            seen.clip.name, seen.clip.duration_s, seen.clip.fps, seen.clip.width, seen.clip.height, seen.clip.window_s
        )
        return CoachingReport(
            clip=summary,
            drill=drill,
            checkpoint=self.summary,
            score=score,
            score_interval=(max(low, score - radius), min(high, score + radius)),
            score_range=(low, high),
            commentary=commentary,
            techpoints=self._points(seen, drill, output),
            warnings=tuple(warnings),
            timing_s={},
            evidence=_evidence(seen, ego),
        )

    def _unfamiliar(self, output: TechCoachOutput, drill: Drill) -> list[str]:
        """A warning where the clip does not look like its drill."""
        taught_order = list(self.model.config.drills)
        if output.strangeness is None or drill.id not in taught_order:
            return []
        strangeness = output.strangeness[0].float().cpu().numpy()
        if strangeness[taught_order.index(drill.id)] <= 1:
            return []
        likest = taught_order[int(strangeness.argmin())]
        if strangeness.min() <= 1 and likest in self.drills:
            return [
                f"This looks more like the drill “{self.drills[likest].title}” than like “{drill.title}”. "
                "If it is, choose that one: the report below is about the wrong drill."
            ]
        return [
            f"This does not look like the drill “{drill.title}” as this checkpoint knows it: what the report says may "
            "not be true. Show the whole drill, the whole athlete, and little else."
        ]

    def _points(self, seen: Seen, drill: Drill, output: TechCoachOutput) -> tuple[TechPointFeedback, ...]:
        config = self.model.config
        readings = None if output.readings is None else output.readings[0]
        present = presence(config, output.presence_logits[0], readings, drill)  # (N, 2)
        aligned = output.aligned[0].float().cpu().numpy()  # (N, 2, E)
        attention = output.attention[0].float().cpu().numpy()  # (N, 2, T', H', W')
        believed = beliefs(config, readings, drill.id)
        middles = seen.pose.bin_times.mean(axis=1)
        points = []
        for index, techpoint in enumerate(drill.techpoints):
            sides = []
            spoken = nearest_sentences(self.bank, drill, techpoint, aligned[index], present[index], believed)
            for side, neighbours in enumerate(spoken):
                seen_where = attention[index, side]
                bin_index = int(np.unravel_index(seen_where.argmax(), seen_where.shape)[0])
                sides.append(
                    PointFeedback(
                        present=float(present[index, side]),
                        commentary=neighbours[0].text if neighbours else "",
                        neighbours=tuple(neighbours),
                        peak_time_s=float(middles[bin_index]),
                        attention=seen_where,
                    )
                )
            points.append(TechPointFeedback(techpoint, *sides))
        return tuple(points)


def pick_device(device: str) -> str:
    """ "auto" -> "cuda" where it is, else "cpu".

    Raises:
        ValueError: for a device that is not here.
    """
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise ValueError("there is no CUDA device here; use --device cpu or auto")
    if device not in ("cpu", "cuda"):
        raise ValueError(f"device {device!r} is not one of auto, cpu, cuda")
    return device


def _scaled(box: Box, clip: Clip) -> Box:
    """A box in pixels of the file's frames, in pixels of the clip's."""
    scale = clip.frames.shape[2] / clip.width
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _evidence(seen: Seen, ego: Clip | None) -> Evidence:
    shown = nearest(seen.clip.times, seen.track.times)
    return Evidence(
        frames=seen.clip.frames[shown],
        times=seen.track.times,
        points=seen.track.points,
        confidence=seen.track.confidence,
        cell_boxes=seen.pose.cell_boxes,
        bin_times=seen.pose.bin_times,
        ego_frames=None if ego is None else ego.frames,
    )
