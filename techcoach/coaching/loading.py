"""Loading a checkpoint: everything that coaching and evaluation need of its folder, read and checked in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError

from ..checkpoint.bank import CommentaryBank
from ..checkpoint.calibration import Calibration
from ..checkpoint.locate import ResolvedCheckpoint, resolve
from ..checkpoint.supported_drills import supported_drills
from ..drills.catalogue import DRILLS, current_parameter_name
from ..encoding.text import TextEncoder
from ..model import TechCoachModel, TechCoachProcessor
from ..model.action_spotter import ActionSpotter
from ..types import Drill, Refusal
from ..wording.labels import techpoint_sentences
from .interpretation import Interpreter


@dataclass(frozen=True)
class LoadedCheckpoint:
    """One loaded checkpoint.

    Attributes:
        model: on the CPU, in evaluation mode. calibration: read from its folder. text_encoder: the one that its bank
            was made with. drills: those that it supports.
        spotter: finds attempts in a clip; None where the folder holds none.
    """

    place: ResolvedCheckpoint
    model: TechCoachModel
    processor: TechCoachProcessor
    calibration: Calibration
    bank: CommentaryBank
    text_encoder: TextEncoder
    drills: tuple[Drill, ...]
    spotter: ActionSpotter | None = None

    @property
    def interpreter(self) -> Interpreter:
        """An interpreter of this model's output."""
        return Interpreter(self.model, self.calibration, self.bank)


def load_checkpoint(checkpoint: str | Path | ResolvedCheckpoint) -> LoadedCheckpoint:
    """Load a checkpoint from a folder, a Hub id ("org/name[@revision]") or a resolved checkpoint.

    Raises:
        Refusal: unknown_checkpoint or gated_checkpoint, with what to do.
    """
    place = checkpoint if isinstance(checkpoint, ResolvedCheckpoint) else resolve(checkpoint)
    drills = supported_drills(place.folder)
    try:
        model, processor = TechCoachModel.load(place.folder), TechCoachProcessor.from_pretrained(place.folder)
        model.config.parameter_names = [current_parameter_name(name) for name in model.config.parameter_names]
        calibration, spotter = Calibration.load(place.folder), ActionSpotter.load(place.folder)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise Refusal(
            "unknown_checkpoint",
            f"{place.id} is no TechCoach checkpoint that this version can read: {error}.",
            "Choose another checkpoint, or install the version that it was made with.",
        ) from error
    encoder = TextEncoder()
    if model.config.text_encoder != encoder.id:
        raise Refusal(
            "unknown_checkpoint",
            f"{place.id} was trained with the text encoder {model.config.text_encoder}, not {encoder.id}.",
            "Choose a checkpoint that was trained with it.",
        )
    bank = CommentaryBank.load(place.folder, encoder.id, encoder.width)
    return LoadedCheckpoint(place, model, processor, calibration, fill_in_claims(bank), encoder, drills, spotter)


def fill_in_claims(bank: CommentaryBank) -> CommentaryBank:
    """Return a bank whose sentences carry the claims that the drills' phrases make; older files hold no claims."""
    drills = {entry.drill for entry in bank.entries if entry.claim is None} & set(DRILLS)
    claims = {
        (drill, dimension, text): claim
        for drill in drills
        for dimension, text, claim in techpoint_sentences(DRILLS[drill])
    }
    return bank.with_claims(lambda entry: entry.claim or claims.get((entry.drill, entry.dimension, entry.text)))
