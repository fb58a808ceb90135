"""Coach: a clip in, a `CoachingReport` out. The one pipeline that app, command line and evaluation share.

Knows every room below it; no user interface, no training.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError

from ..checkpoint import locate as checkpoints
from ..checkpoint.bank import CommentaryBank
from ..checkpoint.locate import EMBEDDED, ResolvedCheckpoint
from ..checkpoint.supported_drills import find_drill, supported_drills
from ..encoding.text import TextEncoder
from ..encoding.video import load_encoder, split_layer
from ..model import TechCoachModel, TechCoachOutput, TechCoachProcessor
from ..pose import build_tracker
from ..pose.tracker import PoseTracker
from ..pose.two_pass import Box
from ..types import (
    DIMENSIONS,
    CheckpointSummary,
    ClipSummary,
    CoachingReport,
    Drill,
    PointFeedback,
    Progress,
    Refusal,
    TechPoint,
    TechPointFeedback,
    silent,
)
from .interpretation import (
    beliefs,
    commentaries_of,
    interval_radius,
    nearest_sentences,
    not_shown,
    presence,
    read_quality,
    told_score,
)
from .observation import PoseWatcher, Seen, VideoWatcher, Watcher

VIDEO_ENCODER = "TECHCOACH_VIDEO_ENCODER"
"""Names, in the environment, the video encoder of a checkpoint that was trained with one from a file or folder."""


class Coach:
    """Coaches clips with one checkpoint. Safe to share between threads: one clip at a time.

    Args:
        model, processor, bank, encoder: of one checkpoint.
        watcher: sees clips for it.
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
        watcher: Watcher,
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
        self.watcher = watcher
        self.summary = summary
        self.drills = drills
        self.device = device
        self._lock = threading.Lock()

    @classmethod
    def from_pretrained(
        cls,
        checkpoint: str | Path | ResolvedCheckpoint = EMBEDDED,
        *,
        device: str = "auto",
        tracker: str | None = None,
    ) -> Coach:
        """A coach from a checkpoint folder or Hub id ("org/name[@revision]"), or what was found by it.

        Args:
            device: "auto" takes CUDA where it is.
            tracker: id of a pose tracker; by default "mediapipe".

        Raises:
            Refusal: unknown_checkpoint or gated_checkpoint, with what to do.
            ValueError: if device is not known here.
        """
        device = pick_device(device)
        found = checkpoint if isinstance(checkpoint, ResolvedCheckpoint) else checkpoints.resolve(checkpoint)
        drills = {drill.id: drill for drill in supported_drills(found.folder)}
        try:
            model, processor = TechCoachModel.load(found.folder), TechCoachProcessor.from_pretrained(found.folder)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
            raise Refusal(
                "unknown_checkpoint",
                f"{found.id} is no TechCoach checkpoint that this version can read: {error}.",
                "Choose another checkpoint, or install the version that it was made with.",
            ) from error
        encoder = TextEncoder()
        if model.config.text_encoder != encoder.id:
            raise Refusal(
                "unknown_checkpoint",
                f"{found.id} was trained with the text encoder {model.config.text_encoder}, not {encoder.id}.",
                "Choose a checkpoint that was trained with it.",
            )
        bank = CommentaryBank.load(found.folder, encoder.id, encoder.width)
        built = build_tracker(tracker or "mediapipe", device)
        watcher = (
            PoseWatcher(processor, built) if model.pose_backbone is not None else _video(found.id, model, built, device)
        )
        sees = model.config.video_encoder or model.config.backbone
        summary = CheckpointSummary(found.id, found.revision, sees, model.config.trained_on)
        return cls(model, processor, bank, encoder, watcher, summary, drills, device)

    # -- the pipeline --------------------------------------------------------------------------------------------

    def coach(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        first_person: bool = False,
        start: float | None = None,
        end: float | None = None,
        athlete: Box | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = silent,
    ) -> CoachingReport:
        """Coaches one clip.

        Args:
            path: a video file. drill: a drill's id.
            ego: a first-person clip of the same moment; read where the checkpoint knows that view, else only shown.
            first_person: whether `path` itself is a first-person clip; it is taken so anyway by a checkpoint that knows
                no other view.
            start, end: seconds of the part to coach, at most 8 s; by default where the athlete moves most.
            athlete: x0, y0, x1, y1 around the athlete when several people are in view, pixels of the file's frames.
            techpoints: instead of the drill's own; a coach's own words.
            progress: told the stage and how far along the whole is.

        Raises:
            Refusal: when the clip cannot be coached, with the reason and what to do.
        """
        chosen, view = self._drill(drill, techpoints), self._view(first_person)
        with self._lock:
            began = time.perf_counter()
            progress("Reading the clip", 0.0)
            clip, chosen_window = self.watcher.read(Path(path), start, end, athlete, progress)
            decoded = time.perf_counter()

            def part(stage: str, fraction: float) -> None:
                progress(stage, 0.2 + 0.6 * fraction)

            seen = self.watcher.watch(Path(path), clip, view, None if ego is None else Path(ego), athlete, part)
            watched = time.perf_counter()
            progress("Thinking about the TechPoints", 0.85)
            output = self._think(seen, chosen)
            commentary = commentaries_of(self.model, self.processor, self.bank, output, [chosen])[0]
            thought = time.perf_counter()
            timing = {"decode": decoded - began, self.watcher.stage: watched - decoded, "model": thought - watched}
            warnings = (*clip.warnings, *chosen_window, *seen.warnings)
            report = self._report(seen, warnings, chosen, output, commentary)
            progress("Done", 1.0)
            return replace(report, timing_s={**timing, "total": time.perf_counter() - began})

    def _drill(self, drill: str, techpoints: Sequence[TechPoint] | None) -> Drill:
        own = find_drill(self.drills.values(), drill)
        return own if not techpoints else Drill(own.id, own.title, tuple(techpoints))

    def _view(self, first_person: bool) -> str:
        """Of the clip that is coached."""
        if first_person and "ego" not in self.watcher.views:
            raise Refusal(
                "no_athlete",
                f"The checkpoint {self.summary.id} sees third-person clips only: a first-person clip shows it nobody.",
                "Film the athlete from outside, or choose a checkpoint that sees first-person clips.",
            )
        return "ego" if first_person or "exo" not in self.watcher.views else "exo"

    @torch.inference_mode()
    def _think(self, seen: Seen, drill: Drill) -> TechCoachOutput:
        embeddings = self.encoder.encode([point.instruction for point in drill.techpoints])
        dimensions = [DIMENSIONS.index(point.dimension) for point in drill.techpoints]
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device != "cpu"):
            output: TechCoachOutput = self.model(
                techpoints=torch.from_numpy(embeddings).unsqueeze(0).to(self.device),
                dimensions=torch.tensor([dimensions], device=self.device),
                **{name: _moved(value, self.device) for name, value in seen.inputs.items()},
            )
        return output

    # -- the report ----------------------------------------------------------------------------------------------

    def _report(
        self, seen: Seen, told: Sequence[str], drill: Drill, output: TechCoachOutput, commentary: str
    ) -> CoachingReport:
        config = self.model.config
        low, high = config.score_range
        readings = None if output.readings is None else output.readings[0]
        score = told_score(config, output.score[0].float().item(), read_quality(config, readings, drill.id))
        warnings = list(told)
        radius = interval_radius(config, drill.id)
        if radius is None:
            radius = high - low
            warnings.append("This checkpoint was never calibrated: its score interval says nothing.")
        warnings += [*self._unfamiliar(output, drill), *self._cut_away(output, drill)]
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
            evidence=seen.evidence,
        )

    def _unfamiliar(self, output: TechCoachOutput, drill: Drill) -> list[str]:
        """A warning where the clip does not look like its drill."""
        familiarity, taught_order = self.model.familiarity, list(self.model.config.drills)
        if familiarity is None or output.strangeness is None or drill.id not in taught_order:
            return []
        strangeness, own = output.strangeness[0].float(), taught_order.index(drill.id)
        if strangeness[own] <= 1:
            return []
        rather = familiarity.rather(strangeness, own)
        if rather is not None and taught_order[rather] in self.drills:
            other = self.drills[taught_order[rather]].title
            return [
                f"This looks more like the drill “{other}” than like “{drill.title}”. "
                "If it is, choose that one: the report below is about the wrong drill."
            ]
        return [
            f"This does not look like the drill “{drill.title}” as this checkpoint knows it: what the report says may "
            "not be true. Show the whole drill, the whole athlete, and little else."
        ]

    def _cut_away(self, output: TechCoachOutput, drill: Drill) -> list[str]:
        """A warning where the clip ends too early, starts too late or loses the athlete for what is to be measured."""
        readings = None if output.readings is None else output.readings[0]
        missing = not_shown(self.model.config, readings, drill.id)
        if not missing:
            return []
        return [
            f"The clip does not seem to show: {'; '.join(parameter.title for parameter in missing)}. Nothing is said "
            "of that, and the score leaves it out. For a whole report, show the drill from before its start until "
            "after its end, with the athlete in view."
        ]

    def _points(self, seen: Seen, drill: Drill, output: TechCoachOutput) -> tuple[TechPointFeedback, ...]:
        config = self.model.config
        readings = None if output.readings is None else output.readings[0]
        present = presence(config, output.presence_logits[0], readings, drill)  # (N, 2)
        aligned = output.aligned[0].float().cpu().numpy()  # (N, 2, E)
        attention = output.attention[0].float().cpu().numpy()  # (N, 2, T', H', W')
        believed = beliefs(config, readings, drill.id)
        middles = seen.evidence.bin_times.mean(axis=1)
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


def _video(checkpoint: str, model: TechCoachModel, tracker: PoseTracker, device: str) -> VideoWatcher:
    """Sees clips with the video encoder that a checkpoint was trained on.

    Raises:
        Refusal: if it cannot be had, or is another now.
    """
    config = model.config
    name, layer = split_layer(config.video_encoder)
    source = os.environ.get(VIDEO_ENCODER) or f"{name}@{config.video_revision}"
    try:
        encoder = load_encoder(source, device, clip_frames=config.video_clip_frames, return_layer=layer)
        return VideoWatcher(config, encoder, tracker)
    except (Refusal, ValueError) as error:
        what = error.what if isinstance(error, Refusal) else f"{error}."
        raise Refusal(
            "gated_checkpoint"
            if isinstance(error, Refusal) and error.reason == "gated_checkpoint"
            else "unknown_checkpoint",
            f"{checkpoint} sees with the video encoder {name}, which cannot be had: {what}",
            f"{error.advice if isinstance(error, Refusal) else ''} Or set {VIDEO_ENCODER} to its file or folder, "
            f"revision {config.video_revision}.".strip(),
        ) from error


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


def _moved(value: Any, device: str) -> Any:
    """Inputs of the model on its device."""
    if isinstance(value, dict):
        return {name: own.to(device) for name, own in value.items()}
    return value.to(device)
