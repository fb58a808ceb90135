"""The named ways in which executions are filmed. Knows cameras; no motion and no tracker."""

from __future__ import annotations

from dataclasses import dataclass

from ..motion.camera_sampling import NEAR, STILL, WIDE, CameraDistribution

RENDERED_SIZES = ((640, 360), (640, 360), (360, 640), (480, 480))
WIDE_SIZES = ((1280, 720), (1280, 720), (720, 1280), (960, 540), (640, 360))


@dataclass(frozen=True)
class Filming:
    """How executions are filmed.

    Attributes:
        name: for people and folders. cameras: where they stand and how they are held.
        visibility: whether what each view shows is kept with it: which joints are seen, and how well the view shows
            every parameter. It takes the time of some twenty executions.
        company: chance that other people and things are about.
        sizes: widths and heights of drawn pictures, equally likely.
    """

    name: str
    cameras: CameraDistribution
    visibility: bool = False
    company: float = 0.0
    sizes: tuple[tuple[int, int], ...] = RENDERED_SIZES


FILMINGS = {
    filming.name: filming
    for filming in (
        Filming("near", NEAR),
        Filming("still", STILL, sizes=((1280, 720),)),
        Filming("wide", WIDE, visibility=True, company=0.5, sizes=WIDE_SIZES),
        Filming("crowded", WIDE, visibility=True, company=1.0, sizes=WIDE_SIZES),
    )
}
"""By name: as the shipped checkpoint was trained and is evaluated; with cameras on a tripod; as wide as real clips; and
never alone."""
NEAR_FILMING = FILMINGS["near"]
