"""What a scenario is made of: a person, what they took, the clip, what happens in the room, who else acts."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from breathline.firmware_sim.scenario_values import Dose, Flow, Part, Percent, PerMinute, Seconds, Weight
from breathline.firmware_sim.truth import Worn
from breathline.words import BreathMethod


class Strict(BaseModel):
    """A table of a scenario: an unknown key is refused, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Moment(StrEnum):
    """What else can happen first, for things that come `after` it."""

    STOPS_BREATHING = "stops_breathing"
    """They no longer breathe normally."""
    BREATHES = "breathes"
    """They breathe normally again."""
    PASSES_OUT = "passes_out"
    WAKES = "wakes"
    ARREST = "arrest"
    STIMULATED = "stimulated"
    BREATHS_STARTED = "breaths_started"
    OXYGEN_ON = "oxygen_on"
    NALOXONE = "naloxone"
    CALLED_911 = "called_911"
    COMPRESSIONS_STARTED = "compressions_started"
    RECOVERY_POSITION = "recovery_position"


class Timed(Strict):
    """Something that comes at a time, or some time after something else.

    Attributes:
        t: Seconds since the response began.
        after: What must have happened first, the first time it does.
        delay: So long after that.
    """

    t: Seconds | None = None
    after: Moment | None = None
    delay: Seconds = 0.0

    @model_validator(mode="after")
    def _says_when(self) -> Timed:
        if (self.t is None) == (self.after is None):
            raise ValueError('write either "t" or "after"')
        if "delay" in self.model_fields_set and self.after is None:
            raise ValueError('"delay" needs "after"; write "t" alone')
        return self


class SubstanceName(StrEnum):
    """What can be taken or given."""

    FENTANYL = "fentanyl"
    CARFENTANIL = "carfentanil"
    BENZODIAZEPINE = "benzodiazepine"
    """As milligrams of midazolam."""
    XYLAZINE = "xylazine"
    MEDETOMIDINE = "medetomidine"


OPIOIDS = frozenset({SubstanceName.FENTANYL, SubstanceName.CARFENTANIL})


class Substance(Strict):
    """One thing that the person took.

    Attributes:
        name: What.
        dose: How much.
        t: When, in seconds since the response began.
        ago: Or: so long before the response began.
        over: Evenly over so long; at once when it is left out.
    """

    name: SubstanceName
    dose: Dose
    t: Seconds | None = None
    ago: Seconds | None = None
    over: Seconds = 0.0

    @model_validator(mode="after")
    def _says_when(self) -> Substance:
        if (self.t is None) == (self.ago is None):
            raise ValueError('write either "t" or "ago"')
        return self


class Someone(Strict):
    """The person; see `person.trainer_settings` for what each means.

    Attributes:
        tolerance: Used to opioids or not.
        age: Years.
        weight: Kilograms.
        lungs: healthy, or chronic lung disease.
        cold: How cold the hands are.
        asleep: Whether they sleep as anybody does.
        airway: How open it stays while they don't respond and nobody helps.
        pulse: At rest.
    """

    tolerance: Literal["chronic", "naive"] = "chronic"
    age: float = Field(default=35, ge=12, le=100)
    weight: Weight = 70.0
    lungs: Literal["healthy", "chronic"] = "healthy"
    cold: Part = 0.0
    asleep: bool = False
    airway: Part = 0.8
    pulse: PerMinute = Field(default=75.0, ge=40, le=120)


class Finger(Strict):
    """A finger as a clip finds it; see `truth.Worn`."""

    polish: Part = 0.0
    carbon_monoxide: Part = 0.0
    dark_skin: Part = 0.0
    congestion: Part = 0.0
    cold: Part = 0.0
    light: Part = 0.0
    motion: Part = 0.0

    def worn(self) -> Worn:
        """The same for the oximeter."""
        return Worn(**self.model_dump())


class What(StrEnum):
    """What can happen in the room."""

    FINGER_OFF = "finger_off"
    """The clip is off the finger."""
    SWITCHED_OFF = "switched_off"
    """The oximeter is off, as with an empty battery."""
    OUT_OF_RANGE = "out_of_range"
    """Bluetooth is lost."""
    MOTION = "motion"
    LIGHT = "light"
    CONGESTION = "congestion"
    """The clip is tight, or the hand hangs."""
    APNOEA = "apnoea"
    """They don't breathe, whatever the reason."""
    HEART_STOPS = "heart_stops"


DISTURBS = frozenset({What.MOTION, What.LIGHT, What.CONGESTION})
"""These may be weaker than full."""


class Event(Timed):
    """Something that happens, and goes on for a while.

    Attributes:
        what: What.
        lasts: For so long; to the end when it is left out.
        level: How strong it is.
    """

    what: What
    lasts: Seconds | None = Field(default=None, gt=0)
    level: Part = 1.0

    @model_validator(mode="after")
    def _fits(self) -> Event:
        if self.what not in DISTURBS and "level" in self.model_fields_set:
            raise ValueError(f'"level" does not go with {self.what}; leave it out')
        if self.what is What.HEART_STOPS and self.lasts is not None:
            raise ValueError('"lasts" does not go with heart_stops; leave it out')
        return self


class Help(StrEnum):
    """What a colleague can do beside the responder."""

    STIMULATED = "stimulated"
    AIRWAY = "airway"
    BREATHS_STARTED = "breaths_started"
    BREATHS_STOPPED = "breaths_stopped"
    OXYGEN_ON = "oxygen_on"
    OXYGEN_OFF = "oxygen_off"
    NALOXONE = "naloxone"
    CALLED_911 = "called_911"
    COMPRESSIONS_STARTED = "compressions_started"
    COMPRESSIONS_STOPPED = "compressions_stopped"
    RECOVERY_POSITION = "recovery_position"
    SENSOR_MOVED = "sensor_moved"
    """They put the clip on the other finger."""


class Colleague(Timed):
    """An act of a colleague.

    Attributes:
        does: What.
        told: Whether somebody also presses the box's key for it; otherwise the guide does not know.
    """

    does: Help
    told: bool = False


class Kit(Strict):
    """What there is to help with; what is left out is the guideline's.

    Attributes:
        naloxone: The product.
        breaths: What breaths are given with.
        oxygen: The flow, when oxygen is put on.
    """

    naloxone: Literal["in4mg", "im2mg", "im2mg-auto", "im0.4mg"] | None = None
    breaths: BreathMethod | None = None
    oxygen: Flow | None = None


class Clip(Finger):
    """The finger that the clip is put on first, and the clip.

    Attributes:
        battery: Its charge at the start.
    """

    battery: Percent = 100.0

    def worn(self) -> Worn:
        """What disturbs it."""
        return Worn(**self.model_dump(exclude={"battery"}))
