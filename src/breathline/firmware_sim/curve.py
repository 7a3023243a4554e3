"""A scripted curve: what a clip finds over time, whatever anybody does. For tests and measurements; people live.

Between the points SpO2, pulse and perfusion go in straight lines; the yes-or-no values hold until a point changes them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, model_validator

from breathline.firmware_sim.truth import Truth


class Point(BaseModel):
    """One point; what it leaves out goes on as before."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    t: float = Field(ge=0)
    spo2: float | None = Field(default=None, ge=0, le=100)
    pulse: float | None = Field(default=None, ge=0, le=511)
    perfusion: float | None = Field(default=None, ge=0, le=100)
    finger: bool | None = None
    switched_on: bool | None = None
    breathing: bool | None = None
    responsive: bool | None = None


class Curve(BaseModel):
    """A scripted curve."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    point: tuple[Point, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_whole_and_goes_forward(self) -> Curve:
        first = self.point[0]
        if first.t or None in {first.spo2, first.pulse, first.perfusion}:
            raise ValueError("the first point must be at t = 0 and give spo2, pulse and perfusion")
        if any(after.t <= before.t for before, after in pairwise(self.point)):
            raise ValueError("each point must come later than the one before")
        return self

    def at(self, t: float) -> Truth:
        """What is true at `t` seconds; before 0 it is what is true at 0."""
        return Truth(
            spo2=self._line("spo2", t),
            pulse=self._line("pulse", t),
            perfusion=self._line("perfusion", t),
            finger=self._held("finger", t),
            switched_on=self._held("switched_on", t),
            breathing=self._held("breathing", t),
            responsive=self._held("responsive", t),
        )

    def _line(self, name: str, t: float) -> float:
        points: list[tuple[float, float]] = [
            (point.t, value) for point in self.point if (value := getattr(point, name)) is not None
        ]
        after = bisect_right(points, t, key=lambda point: point[0])
        if after in {0, len(points)}:
            return points[min(after, len(points) - 1)][1]
        (t0, from_), (t1, to) = points[after - 1], points[after]
        return from_ + (to - from_) * (t - t0) / (t1 - t0)

    def _held(self, name: str, t: float) -> bool:
        said = [value for point in self.point if point.t <= max(t, 0.0) and (value := getattr(point, name)) is not None]
        return said[-1] if said else True
