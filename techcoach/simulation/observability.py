"""What a view can show: for every technique parameter, how much of a fault a camera's picture holds.

The question is asked of geometry alone. The same athlete repeats the execution with one parameter moved towards a clear
fault, which displaces joints in space. A linear estimate from all joints about the event, with the tracker's fitted
noise, says how uncertain the parameter stays (Kay, "Fundamentals of Statistical Signal Processing: Estimation Theory",
1993, section 10.6, the Bayesian linear model); it must tell the displacement from whatever else may differ: the
other parameters, the athlete's proportions, heading, place and size, the camera's tilt, the moment of the event. A view
is then compared with an ideal one, which also sees depth, hides nothing and has pixels enough. A lean along the line of
sight moves the picture little, and a shorter trunk would move it alike: such a view has a fraction of the ideal's
sharpness. Knows simulators, cameras and noise; no model and no words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..drills.simulator import DrillSimulator, Repeat
from ..drills.spec import Measurement, Parameter
from ..motion.body import VARIATION
from ..motion.camera import NEAREST_M, Camera
from ..motion.kinematics import OutOfReach
from ..motion.measuring import CannotMeasure
from ..motion.motion import Motion
from ..skeleton import HEAD, KEYPOINT_INDEX
from .tracker_noise import WANDER_S, Observed, TrackerNoise

OFFSETS_S = np.array([-1.2, -0.8, -0.5, -0.3, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2])
"""The moments about an event at which joints are compared, seconds: dense at the event, sparse farther off."""
AT_EVENT_S = 0.1
"""The joints of a parameter must be in view so long before and after its event, seconds."""
LEAST_CHANGE = 0.2
"""A repetition shows a parameter's effect if the parameter changed by this share of the way from good to a fault."""
MISMATCH = 0.01
"""Standard deviation of where in a person a joint is taken to be, the same through a clip, heights of the athlete."""
PIXEL_FLOOR = 0.7
"""Standard deviation of a joint's place that no tracker falls below, pixels."""
GUESSED = 0.06
"""Standard deviation of a joint that the body itself hides, which a tracker guesses, heights of the athlete."""
GUESSED_COUNTS = 0.5
"""How much such a joint counts for the share in view."""
UNSEEN = 1e3
"""Standard deviation of a joint that is out of the picture, behind somebody, before or after the clip: not known."""
REDUNDANCY = 30.0
"""The information of all joints and moments is divided by this: their errors are less independent than the noise model
has them, and no reader knows a parameter's effect on every joint exactly."""
LATER_S = 0.02
"""Seconds over which joints are followed for their velocity."""
STILL = 1e-4
"""Displacement, squared metres, that counts for a joint that hardly moves when the parameter does."""

PLACE_M, SIZE, HEADING, CAMERA_PITCH, CAMERA_ROLL, EVENT_S = 1.0, 0.15, 0.26, 0.14, 0.07, 0.08
"""Standard deviations of what else may differ: the athlete's place, metres, and size; heading, the camera's pitch and
roll, radians; the moment of the event, seconds."""


@dataclass(frozen=True)
class Effects:
    """Repetitions of one execution, each with one technique parameter moved towards a clear fault.

    Attributes:
        motion: the execution itself, whole and alone. measured: its measurements.
        repeated: by parameter id, the other motion, its measurements, and the factor from the parameter's change to
            that from the middle of the good range to a clear fault. A parameter that does not apply, or that the body
            could not move, is missing.
    """

    motion: Motion
    measured: Mapping[str, Measurement]
    repeated: Mapping[str, tuple[Motion, Mapping[str, Measurement], float]]


def parameter_effects(simulator: DrillSimulator, targets: Mapping[str, float], repeat: Repeat) -> Effects:
    """Repeat an execution once for every parameter that applies to it.

    Args:
        targets: of the execution. repeat: simulates it, with these targets or others.

    Raises:
        CannotMeasure: if the execution itself cannot be measured.
    """
    motion = repeat(targets)
    measured = simulator.measure(motion.joints, motion.times)
    repeated = {}
    for parameter in simulator.spec.parameters:
        if not measured[parameter.id].applies:
            continue
        span, (lowest, highest) = fault_span(parameter), parameter.spread
        now = targets[parameter.id]
        farther = max(lowest, now - span), min(highest, now + span)
        # Towards the farther end of the spread first; where the body cannot follow, the other way and all the way.
        for target in sorted({*farther, lowest, highest}, key=lambda end: (end not in farther, -abs(end - now))):
            try:
                other = repeat({**targets, parameter.id: float(target)})
                again = simulator.measure(other.joints, other.times)
            except (CannotMeasure, OutOfReach):
                continue
            change = abs(again[parameter.id].value - measured[parameter.id].value)
            if change >= LEAST_CHANGE * span:  # never of a NaN, where the parameter no longer applies
                repeated[parameter.id] = other, again, span / change
                break
    return Effects(motion, measured, repeated)


def fault_span(parameter: Parameter) -> float:
    """Return how far the nearer clear fault lies from the middle of the good values that athletes show."""
    middle = (max(parameter.good[0], parameter.spread[0]) + min(parameter.good[1], parameter.spread[1])) / 2
    return min(abs(bound - middle) for bound in parameter.fault if np.isfinite(bound))


@dataclass(frozen=True)
class View:
    """A camera's view of an execution.

    Attributes:
        camera: over the T frames of the clip. times: (T,) seconds of the clip. start: of the clip on the clock of the
            whole execution, seconds; below 0 where the clip begins before it.
        seen: (T, K) bool: the joint is in the picture, and neither person nor thing is in front of it.
        guessed: (T, K) bool: the athlete's own body is in front of it.
        observed: the true motion as the camera sees it.
    """

    camera: Camera
    times: np.ndarray
    start: float
    seen: np.ndarray
    guessed: np.ndarray
    observed: Observed


def observability(
    parameters: Sequence[Parameter], effects: Effects, view: View, noise: TrackerNoise
) -> dict[str, float]:
    """Return for every parameter by id how well a view shows it, 0..1.

    It is the share of the parameter's joints in view at its event, times the view's sharpness: the standard deviation
    that an ideal view leaves to the parameter over that of this view. At half the sharpness, half of what a fault moves
    is lost along the line of sight, out of the picture or between pixels. For a parameter that the body cannot move in
    this execution, the share alone counts; of one that does not apply, nothing is shown.
    """
    order, result = list(effects.repeated), {parameter.id: 0.0 for parameter in parameters}
    parameters = [parameter for parameter in parameters if effects.measured[parameter.id].applies]
    events = np.array([effects.measured[parameter.id].time_s for parameter in parameters])
    joints, later = _windows(effects.motion, events), _windows(effects.motion, events + LATER_S)  # (Q, S, K, 3)
    displacements = []
    for other, measured, factor in effects.repeated.values():
        moments = np.array([measured[parameter.id].time_s for parameter in parameters])
        # An event that no longer happens is compared at the moment at which it did.
        moments = np.where(np.isnan(moments), events, moments)
        displacements.append(factor * (_windows(other, moments) - joints))
    effect_fields = np.reshape(displacements, (len(order), *joints.shape))  # (C, Q, S, K, 3)
    deviation = noise.deviation(view.observed)
    for number, parameter in enumerate(parameters):
        fields = effect_fields[:, number]
        window = _Window(events[number] - view.start, joints[number], later[number], view, deviation)
        moved = order.index(parameter.id) if parameter.id in order else None
        displacement = np.ones_like(joints[number]) if moved is None else fields[moved]
        in_view = _share_in_view(parameter, displacement, window.seen * np.where(window.guessed, GUESSED_COUNTS, 1.0))
        sharpness = 1.0 if moved is None or in_view == 0 else window.sharpness(fields, moved)
        result[parameter.id] = in_view * sharpness
    return result


def _windows(motion: Motion, events: np.ndarray) -> np.ndarray:
    """Interpolate joints (Q, S, K, 3) at `OFFSETS_S` about every event (Q,), seconds; held at the motion's ends."""
    times = events[:, None] + OFFSETS_S
    right = np.clip(np.searchsorted(motion.times, times), 1, len(motion.times) - 1)
    share = (times - motion.times[right - 1]) / (motion.times[right] - motion.times[right - 1])
    share = np.clip(share, 0.0, 1.0)[..., None, None]
    return np.asarray(motion.joints[right - 1] * (1 - share) + motion.joints[right] * share)


class _Window:
    """What a view shows about one event.

    Args:
        event_s: the event in the clip, seconds. joints, later: (S, K, 3) metres at `OFFSETS_S`, the second `LATER_S`
            after the first. deviation: (T, K) of the tracker's error, heights of the athlete.
    """

    def __init__(
        self, event_s: float, joints: np.ndarray, later: np.ndarray, view: View, deviation: np.ndarray
    ) -> None:
        moments = event_s + OFFSETS_S
        within = (moments >= view.times[0] - 1e-6) & (moments <= view.times[-1] + 1e-6)
        self._frames = np.clip(np.searchsorted(view.times, moments), 0, len(view.times) - 1)
        self._joints, self._view, self._deviation = joints, view, deviation[self._frames]
        self._nuisances = _nuisances(joints, later, view.camera.axes[self._frames])
        self.seen = view.seen[self._frames] & within[:, None]
        self.guessed = view.guessed[self._frames]

    def sharpness(self, effects: np.ndarray, number: int) -> float:
        """Return the standard deviation that an ideal view leaves to one of the effects (C, S, K, 3), metres, over that
        of this view, 0..1."""
        fields = np.concatenate([effects, self._nuisances])
        alone = (PIXEL_FLOOR / self._view.observed.height) ** 2 + np.where(
            self.seen, np.where(self.guessed, GUESSED**2, 0.0), UNSEEN**2
        )
        view = _in_picture(fields, self._joints, self._view, self._frames)
        left = _deviation_left(view, _precision(self._deviation, alone), number)
        ideal = fields / np.ptp(self._joints[..., 2], axis=1).max()
        none = np.zeros_like(alone)
        return min(_deviation_left(ideal, _precision(self._deviation, none), number) / left, 1.0)


def _deviation_left(fields: np.ndarray, precision: np.ndarray, number: int) -> float:
    """Return the standard deviation, 0..1, that an estimate leaves to one of the fields (C, S, K, D), heights of the
    athlete, each of one standard deviation before. precision: (K, S, S)."""
    by_joint = fields.transpose(2, 1, 3, 0)  # (K, S, D, C)
    joints, moments, _, count = by_joint.shape
    weighted = (precision @ by_joint.reshape(joints, moments, -1)).reshape(-1, count)
    information = by_joint.reshape(-1, count).T @ weighted / REDUNDANCY + np.eye(count)
    return float(np.sqrt(np.linalg.inv(information)[number, number]))


def _share_in_view(parameter: Parameter, displacement: np.ndarray, weights: np.ndarray) -> float:
    """Return the share of a parameter's joints in view at its event; joints that it moves more count for more.

    Args:
        displacement: (S, K, 3) metres. weights: (S, K) how well each joint is in view, 0..1.
    """
    near = np.abs(OFFSETS_S) <= AT_EVENT_S + 1e-9
    columns = [KEYPOINT_INDEX[name] for name in parameter.joints]
    moved = np.square(displacement[near][:, columns]).sum(axis=-1) + STILL
    return float((moved * weights[near][:, columns]).sum() / moved.sum())


def _nuisances(joints: np.ndarray, later: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Return displacements (N, S, K, 3), metres, of one standard deviation of all else that may differ.

    Args:
        joints, later: (S, K, 3), the second `LATER_S` after the first. axes: (S, 3, 3) of the camera.
    """
    middle = joints.mean(axis=(0, 1))
    about = joints - middle

    def turned(axis: np.ndarray) -> np.ndarray:
        return np.cross(np.broadcast_to(axis[..., None, :], joints.shape), about)

    places = [np.broadcast_to(PLACE_M * axis, joints.shape) for axis in np.eye(3)]
    turns = [HEADING * turned(np.array([0.0, 0.0, 1.0])), CAMERA_PITCH * turned(axes[:, 0]),
             CAMERA_ROLL * turned(axes[:, 2])]  # fmt: skip
    moment = EVENT_S * (later - joints) / LATER_S
    return np.stack([*places, SIZE * about, *turns, moment, *_proportions(joints)])


def _proportions(joints: np.ndarray) -> list[np.ndarray]:
    """Return displacements (S, K, 3) of the joints of an athlete whose trunk, neck, shoulders, hips or limbs are longer
    by a standard deviation."""
    get = {name: joints[:, place] for name, place in KEYPOINT_INDEX.items()}
    sides = ("left", "right")
    hips, shoulders = ((get[f"left_{part}"] + get[f"right_{part}"]) / 2 for part in ("hip", "shoulder"))
    arm, leg = ("shoulder", "elbow", "wrist", "hand"), ("hip", "knee", "ankle", "heel", "toe")

    def field(moves: Mapping[str, np.ndarray]) -> np.ndarray:
        result = np.zeros_like(joints)
        for name, displacement in moves.items():
            result[:, KEYPOINT_INDEX[name]] = VARIATION * displacement
        return result

    upper = [*HEAD, *(f"{side}_{part}" for side in sides for part in arm)]
    ears = (get["left_ear"] + get["right_ear"]) / 2
    fields = [field(dict.fromkeys(upper, shoulders - hips)), field(dict.fromkeys(HEAD, ears - shoulders))]
    for limb, middle in ((arm, shoulders), (leg, hips)):
        widths = {f"{s}_{part}": get[f"{s}_{limb[0]}"] - middle for s in sides for part in limb}
        fields.append(field(widths))
        for number in (1, 2):
            longer = {s: get[f"{s}_{limb[number]}"] - get[f"{s}_{limb[number - 1]}"] for s in sides}
            fields.append(field({f"{s}_{part}": longer[s] for s in sides for part in limb[number:]}))
    return fields


def _in_picture(fields: np.ndarray, joints: np.ndarray, view: View, frames: np.ndarray) -> np.ndarray:
    """Return what displacements (C, S, K, 3) of joints (S, K, 3), metres, move in the picture: (C, S, K, 2), heights of
    the athlete."""
    camera = view.camera
    axes = camera.axes[frames]  # (S, 3, 3)
    places = (joints - camera.position[frames][:, None]) @ axes.transpose(0, 2, 1)
    depth = np.maximum(places[..., 2:], NEAREST_M)
    moved = fields @ axes.transpose(0, 2, 1)
    scale = camera.focal_lengths[frames][:, None, None] / depth / view.observed.height
    return np.asarray(scale * (moved[..., :2] - places[..., :2] / depth * moved[..., 2:]))


def _precision(deviation: np.ndarray, alone: np.ndarray) -> np.ndarray:
    """Return (K, S, S) the inverse covariance of every joint's place over the moments, the same along every axis.

    Args:
        deviation: (S, K) of the tracker's wandering error. alone: (S, K) variance of each moment by itself; both in
            heights of the athlete.
    """
    wandering = np.exp(-np.abs(OFFSETS_S[:, None] - OFFSETS_S[None]) / WANDER_S)
    together = deviation.T[:, :, None] * deviation.T[:, None, :] * wandering + MISMATCH**2
    return np.asarray(np.linalg.inv(together + alone.T[:, :, None] * np.eye(len(OFFSETS_S))))
