"""A scripted curve: what is true of the person and the clip over time, as data.

A scenario is a TOML file beside this module: a title, a few words about it and `[[point]]` tables. Between the points
SpO2, pulse and perfusion go in straight lines; the yes-or-no values hold until a point changes them.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from importlib import resources
from itertools import pairwise
from pathlib import PurePath

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from breathline.errors import UsageError
from breathline.firmware_sim.truth import Truth

DEFAULT = "fentanyl-fast"
"""The scenario that is used when none is named."""


class Point(BaseModel):
    """One point of a scenario file; what it leaves out goes on as before."""

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
    """A scenario as a scripted curve."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    about: str
    point: tuple[Point, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_whole_and_goes_forward(self) -> Curve:
        first = self.point[0]
        if first.t or None in {first.spo2, first.pulse, first.perfusion}:
            raise ValueError("the first point must be at t = 0 and give spo2, pulse and perfusion")
        if any(after.t <= before.t for before, after in pairwise(self.point)):
            raise ValueError("each point must come later than the one before")
        return self

    @property
    def duration_s(self) -> float:
        """Seconds to the last point; after it everything stays as it is."""
        return self.point[-1].t

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


def scenario_names() -> list[str]:
    """The scenarios that are there, in the order of the alphabet."""
    folder = resources.files("breathline.firmware_sim") / "scenarios"
    return sorted(PurePath(each.name).stem for each in folder.iterdir() if each.name.endswith(".toml"))


def load_curve(name: str = DEFAULT) -> Curve:
    """The curve of a scenario.

    Args:
        name: One of `scenario_names`.

    Raises:
        UsageError: There is no such scenario, or its file is wrong.
    """
    known = scenario_names()
    if name not in known:
        raise UsageError(f'there is no scenario "{name}"; choose one of: {", ".join(known)}')
    text = (resources.files("breathline.firmware_sim") / "scenarios" / f"{name}.toml").read_text(encoding="utf-8")
    return parse_curve(text, name)


def parse_curve(text: str, name: str) -> Curve:
    """The curve in a scenario file's text.

    Args:
        text: TOML.
        name: What to call it in a complaint.

    Raises:
        UsageError: It is not TOML, has an unknown key or a value that can't be.
    """
    try:
        return Curve.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"scenario {name} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"scenario {name}: {where or 'points'}: {first['msg']}") from error
