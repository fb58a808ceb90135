"""A clip in, a `CoachingReport` out: the pipeline of app and command line, from top to bottom.

    observe the clip -> one pass of the model -> interpret it -> put it into words -> report

Evaluation uses the same `interpretation` and `commentary` on the model's output. This file knows no user interface and
no training.
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

from ..checkpoint.locate import EMBEDDED, ResolvedCheckpoint
from ..checkpoint.supported_drills import find_drill
from ..encoding.video import load_encoder, split_layer
from ..model import TechCoachModel, TechCoachOutput
from ..pose import build_tracker
from ..pose.tracker import PoseTracker
from ..types import (
    DIMENSIONS,
    CheckpointSummary,
    ClipSummary,
    CoachingReport,
    CommentaryClaim,
    Drill,
    PersonBox,
    PointFeedback,
    Progress,
    Refusal,
    TechPoint,
    TechPointFeedback,
    silent,
)
from .attempt_reports import AttemptReports
from .commentary import Candidate, generate_commentary
from .interpretation import ClipOutput, Interpretation, Side
from .loading import LoadedCheckpoint, load_checkpoint
from .observation import ClipObserver, ClipRequest, Observation
from .pose_observer import PoseObserver
from .video_observer import VideoObserver

VIDEO_ENCODER = "TECHCOACH_VIDEO_ENCODER"
"""Environment variable with the file or folder of the video encoder that a checkpoint was trained with."""


class Coach:
    """A coach of clips with one checkpoint. Threads may share it: it coaches one clip at a time.

    Args:
        checkpoint: the model, bank and drills to coach with.
        observer: makes the model's inputs from clips.
        summary: describes the checkpoint in reports.
        device: a torch device; "cuda" runs the model in bf16.
    """

    def __init__(
        self, checkpoint: LoadedCheckpoint, observer: ClipObserver, summary: CheckpointSummary, device: str = "cpu"
    ) -> None:
        self.model: TechCoachModel = checkpoint.model
        self.model.to(torch.device(device))  # type: ignore[arg-type]  # the library's wrapper hides the signature
        self.model.eval()
        self.processor = checkpoint.processor
        self.text_encoder = checkpoint.text_encoder
        self.interpreter = checkpoint.interpreter
        self.drills: Mapping[str, Drill] = {drill.id: drill for drill in checkpoint.drills}
        self.observer = observer
        self.summary = summary
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
        """Build a coach from a checkpoint folder, a Hub id ("org/name[@revision]") or a resolved checkpoint.

        Args:
            device: "cpu", "cuda" or "auto", which is CUDA where there is a CUDA device.
            tracker: id of a pose tracker; by default "mediapipe".

        Raises:
            Refusal: unknown_checkpoint or gated_checkpoint, with what to do.
            ValueError: if there is no such device on this machine.
        """
        device = pick_device(device)
        loaded = load_checkpoint(checkpoint)
        model, place = loaded.model, loaded.place
        pose_tracker = build_tracker(tracker or "mediapipe", device)
        observer: ClipObserver = (
            PoseObserver(loaded.processor, pose_tracker, loaded.spotter)
            if model.pose_backbone is not None
            else _video_observer(place.id, model, pose_tracker, device)
        )
        backbone = model.config.video_encoder or model.config.backbone
        summary = CheckpointSummary(place.id, place.revision, backbone, model.config.trained_on)
        # The text encoder loads its network with the first text and keeps the vectors. Do it now: no clip waits for it.
        loaded.text_encoder.encode([point.instruction for drill in loaded.drills for point in drill.techpoints])
        return cls(loaded, observer, summary, device)

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
        athlete: PersonBox | None = None,
        attempt: int | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = silent,
    ) -> CoachingReport:
        """Coach one clip and return the report.

        Args:
            path: a video file. drill: a drill's id.
            ego: a first-person clip of the same moment; the model reads it if the checkpoint knows that view, otherwise
                the report only shows it.
            first_person: whether `path` itself is a first-person clip; a checkpoint that knows no other view takes
                every clip as one.
            start, end: seconds of the part to coach, at most 8 s; by default the surest attempt that is found, else
                where the athlete moves most.
            athlete: where the athlete is when several people are in view, pixels of the file's frames.
            attempt: number, from 1, of the attempt at the drill that is coached.
            techpoints: replace the drill's TechPoints, for a coach who has other ones.
            progress: called with the stage and the share of the whole work that is done.

        Raises:
            Refusal: when the clip cannot be coached, with the reason and what to do.
        """
        chosen_drill = self._drill(drill, techpoints)
        request = self._request(path, drill, ego, first_person, start, end, athlete, attempt)
        with self._lock:
            started_at = time.perf_counter()
            observation = self.observer.observe(request, _first_part(progress))
            progress("Thinking about the TechPoints", 0.85)
            report = self._coach(observation, chosen_drill, started_at)
            progress("Done", 1.0)
            return report

    def coach_attempts(
        self,
        path: str | Path,
        *,
        drill: str,
        ego: str | Path | None = None,
        first_person: bool = False,
        start: float | None = None,
        end: float | None = None,
        athlete: PersonBox | None = None,
        techpoints: Sequence[TechPoint] | None = None,
        progress: Progress = silent,
    ) -> AttemptReports:
        """Coach every attempt at the drill that a clip shows; the clip is read, and the athlete found, once.

        Where no attempt is found, the one report is that of `coach`. A report's `timing_s` is the time that it took
        beyond those before it.

        Args:
            those of `coach`.

        Raises:
            Refusal: when the clip, or none of its attempts, can be coached.
        """
        chosen_drill = self._drill(drill, techpoints)
        request = self._request(path, drill, ego, first_person, start, end, athlete)
        outcomes: list[CoachingReport | Refusal] = []
        with self._lock:
            started_at = time.perf_counter()
            for attempt in self.observer.observe_attempts(request, _first_part(progress)):
                outcomes.append(
                    attempt if isinstance(attempt, Refusal) else self._coach(attempt, chosen_drill, started_at)
                )
                started_at = time.perf_counter()
        progress("Done", 1.0)
        return AttemptReports(tuple(outcomes))

    def _request(
        self,
        path: str | Path,
        drill: str,
        ego: str | Path | None,
        first_person: bool,
        start: float | None,
        end: float | None,
        athlete: PersonBox | None,
        attempt: int | None = None,
    ) -> ClipRequest:
        view, second = self._view(first_person), None if ego is None else Path(ego)
        return ClipRequest(Path(path), drill, view, second, start, end, athlete, attempt)

    def _coach(self, observation: Observation, drill: Drill, started_at: float) -> CoachingReport:
        """Return the report on an observation. started_at: `time.perf_counter` when the observer began with it."""
        observed_at = time.perf_counter()
        output = self._run_model(observation, drill)
        interpretation = self.interpreter.interpret(
            ClipOutput.of(output, 0, len(drill.techpoints)), drill, observation.spotting
        )
        commentary = generate_commentary(self.model, self.processor, output, 0, interpretation)
        timing = {**observation.timing_s, "model": time.perf_counter() - observed_at}
        report = self._report(observation, interpretation, output.attention[0], commentary)
        return replace(report, timing_s={**timing, "total": time.perf_counter() - started_at})

    def _drill(self, drill: str, techpoints: Sequence[TechPoint] | None) -> Drill:
        known_drill = find_drill(self.drills.values(), drill)
        return known_drill if not techpoints else Drill(known_drill.id, known_drill.title, tuple(techpoints))

    def _view(self, first_person: bool) -> str:
        """Return the view of the clip that is coached, "ego" or "exo"."""
        if first_person and "ego" not in self.observer.views:
            raise Refusal(
                "no_athlete",
                f"The checkpoint {self.summary.id} sees third-person clips only: a first-person clip shows it nobody.",
                "Film the athlete from outside, or choose a checkpoint that sees first-person clips.",
            )
        return "ego" if first_person or "exo" not in self.observer.views else "exo"

    def _run_model(self, observation: Observation, drill: Drill) -> TechCoachOutput:
        embeddings = self.text_encoder.encode([point.instruction for point in drill.techpoints])
        dimensions = [DIMENSIONS.index(point.dimension) for point in drill.techpoints]
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device != "cpu"):
            return self.model.predict(
                techpoints=torch.from_numpy(embeddings).unsqueeze(0).to(self.device),
                dimensions=torch.tensor([dimensions], device=self.device),
                **{name: _to_device(value, self.device) for name, value in observation.inputs.items()},
            )

    # -- the report ----------------------------------------------------------------------------------------------

    def _report(
        self,
        observation: Observation,
        interpretation: Interpretation,
        attention: torch.Tensor,
        commentary: Candidate,
    ) -> CoachingReport:
        """Build the report from the observation and its interpretation. attention: (N, 2, T', H', W')."""
        clip, (low, high) = observation.clip, self.model.config.score_range
        return CoachingReport(
            clip=ClipSummary(clip.name, clip.duration_s, clip.fps, clip.width, clip.height, clip.window_s),
            drill=interpretation.drill,
            checkpoint=self.summary,
            score=interpretation.score,
            score_interval=None if interpretation.score is None else interpretation.score_interval or (low, high),
            score_range=(low, high),
            commentary=commentary.text,
            techpoints=_techpoint_feedback(
                observation.evidence.bin_times, interpretation, attention.float().cpu().numpy()
            ),
            warnings=(*observation.warnings, *_interpretation_warnings(interpretation)),
            timing_s={},
            evidence=observation.evidence,
            commentary_claims=tuple(
                CommentaryClaim(claim, interpretation.probability(claim))
                for claim in sorted(commentary.claims, key=lambda claim: claim.parameter)
            ),
            drill_verdict=interpretation.drill_verdict,
            athletes=observation.people,
            attempts=observation.attempts,
        )


def _first_part(progress: Progress) -> Progress:
    """Return the progress of observing a clip, which is most of the whole work."""
    return lambda stage, fraction: progress(stage, 0.8 * fraction)


def _interpretation_warnings(interpretation: Interpretation) -> list[str]:
    """Return warnings about whether the interpretation can be trusted."""
    verdict = interpretation.drill_verdict
    warnings = [] if verdict.is_drill else [verdict.cause]
    if interpretation.score is not None and interpretation.score_interval is None:
        warnings.append("This checkpoint was never calibrated: its score interval says nothing.")
    if not_visible := interpretation.not_visible:
        warnings.append(
            f"The clip does not seem to show: {'; '.join(parameter.title for parameter in not_visible)}. "
            "Nothing is said of that, and the score leaves it out. For a whole report, show the drill from before "
            "its start until after its end, with the athlete in view."
        )
    return warnings


def _techpoint_feedback(
    bin_times: np.ndarray, interpretation: Interpretation, attention: np.ndarray
) -> tuple[TechPointFeedback, ...]:
    """Return the feedback on every TechPoint of a report. bin_times: (T', 2) seconds. attention: (N, 2, T', H', W')."""
    bin_middles = bin_times.mean(axis=1)

    def feedback(side: Side, cells: np.ndarray) -> PointFeedback:
        hottest = int(np.unravel_index(cells.argmax(), cells.shape)[0])
        return PointFeedback(
            present=side.present,
            stated=side.stated,
            commentary=side.neighbours[0].text if side.neighbours else "",
            neighbours=side.neighbours,
            peak_time_s=float(bin_middles[hottest]),
            attention=cells,
        )

    pairs = zip(interpretation.drill.techpoints, interpretation.sides, attention, strict=True)
    return tuple(
        TechPointFeedback(point, *(feedback(side, cells) for side, cells in zip(sides, maps, strict=True)))
        for point, sides, maps in pairs
    )


def _video_observer(checkpoint: str, model: TechCoachModel, tracker: PoseTracker, device: str) -> VideoObserver:
    """Build an observer with the video encoder that a checkpoint was trained with.

    Raises:
        Refusal: if the encoder cannot be loaded, or its weights are not those of the training.
    """
    config = model.config
    name, layer = split_layer(config.video_encoder)
    source = os.environ.get(VIDEO_ENCODER) or f"{name}@{config.video_revision}"
    try:
        encoder = load_encoder(source, device, clip_frames=config.video_clip_frames, return_layer=layer)
        return VideoObserver(config, encoder, tracker)
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
    """Return the device to use: "auto" becomes "cuda" where there is a CUDA device, else "cpu".

    Raises:
        ValueError: if there is no such device on this machine.
    """
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise ValueError("there is no CUDA device here; use --device cpu or auto")
    if device not in ("cpu", "cuda"):
        raise ValueError(f"device {device!r} is not one of auto, cpu, cuda")
    return device


def _to_device(value: Any, device: str) -> Any:
    """Move a model input, a tensor or a dict of tensors, to a device."""
    if isinstance(value, dict):
        return {name: tensor.to(device) for name, tensor in value.items()}
    return value.to(device)
