"""The words every room of the house shares: what a device said, what we believe, what a person did.

Plain values, no behaviour. Time is always `t`, in seconds since the response began (or since a
recording's first row); it comes in with each value and is never read from a clock here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """What an oximeter says about its own measurement. The list is closed; drivers map to it."""

    NO_FINGER = "no_finger"
    SEARCHING = "searching"
    LOW_PERFUSION = "low_perfusion"
    WEAK_SIGNAL = "weak_signal"
    MOTION = "motion"
    INTERFERENCE = "interference"
    SENSOR_FAULT = "sensor_fault"
    SENSOR_DISCONNECTED = "sensor_disconnected"
    LOW_BATTERY = "low_battery"
    UNQUALIFIED = "unqualified"
    """The device itself marks the value as early, questionable, from storage or invalid."""
    DEMO = "demo"
    """The device says the value is a demonstration or a test."""


class Frame(StrEnum):
    """What one decoded frame carries."""

    VALUES = "values"
    PLETH = "pleth"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a device said in one frame.

    Attributes:
        t: Seconds; when the bytes arrived.
        frame: Which kind of frame this was. Only `VALUES` speaks about SpO2 and pulse.
        spo2: Percent, 0..100; None when the device has no valid value.
        pulse: Beats a minute, 0..511; None when the device has no valid value.
        perfusion: Perfusion index in percent; None when not given.
        flags: What the device says about the measurement.
        battery: Percent, 0..100; None when not given.
        pleth: Plethysmogram samples in device units, oldest first; the driver says how many a second.
    """

    t: float
    frame: Frame
    spo2: float | None = None
    pulse: float | None = None
    perfusion: float | None = None
    flags: frozenset[Flag] = frozenset()
    battery: int | None = None
    pleth: tuple[float, ...] = ()


class Trust(StrEnum):
    """How far a number may be used.

    LIVE may steer hands. DOUBTFUL is shown dimmed with its cause and no step relies on it. STALE (old) and
    NONE (missing) are never shown as a number.
    """

    LIVE = "live"
    DOUBTFUL = "doubtful"
    STALE = "stale"
    NONE = "none"


class Cause(StrEnum):
    """Why a number is not live."""

    NO_FINGER = "no_finger"
    SEARCHING = "searching"
    LOW_PERFUSION = "low_perfusion"
    WEAK_SIGNAL = "weak_signal"
    MOTION = "motion"
    INTERFERENCE = "interference"
    IMPLAUSIBLE = "implausible"
    FROZEN = "frozen"
    NO_PULSE = "no_pulse"
    SENSOR_FAULT = "sensor_fault"
    LINK_LOST = "link_lost"
    SILENT_LINK = "silent_link"
    NO_OXIMETER = "no_oximeter"
    ADAPTER_OFF = "adapter_off"
    LOW_BATTERY = "low_battery"


@dataclass(frozen=True, slots=True)
class Vitals:
    """What we believe at one moment.

    Attributes:
        t: Seconds.
        spo2: Percent; a number when `trust` is LIVE or DOUBTFUL, None when STALE or NONE.
        pulse: Beats a minute; a number when `pulse_trust` is LIVE or DOUBTFUL, else None.
        trust: How far `spo2` may be used.
        cause: Why `spo2` is not live; None exactly when it is.
        slope: Change of SpO2 in percent a minute; None until it can be known.
        slope_error: Standard error of `slope`, percent a minute; None when not known.
        pulse_trust: How far `pulse` may be used.
        age: Seconds since the last reading with a valid SpO2; None before the first.
        perfusion: Perfusion index in percent, as last given; None when unknown or old.
        battery: The oximeter's battery in percent; None when it does not say.
        low_in: Seconds until SpO2 meets the pack's low limit if it goes on falling like this; None unless a fall is
            real, and at or below the limit.
        signal_quality: How much the pleth of the last seconds looks like a pulse, 0..1; None without a pleth.
        breath_rate: EXPERIMENTAL. Breaths a minute read from the pleth; None when its quality does not allow it. It
            never silences or lowers anything.
        breath_quality: EXPERIMENTAL. How far `breath_rate` and `breath_gap` agree with themselves, 0..1; None without
            a pleth. There is no rate and no gap without it.
        breath_gap: EXPERIMENTAL. Seconds for which the pleth has shown no breath; None when it can't be known.
    """

    t: float
    spo2: float | None
    pulse: float | None
    trust: Trust
    cause: Cause | None
    slope: float | None = None
    slope_error: float | None = None
    pulse_trust: Trust = Trust.NONE
    age: float | None = None
    perfusion: float | None = None
    battery: int | None = None
    low_in: float | None = None
    signal_quality: float | None = None
    breath_rate: float | None = None
    breath_quality: float | None = None
    breath_gap: float | None = None


class ActionId(StrEnum):
    """What a person did, or asked of the box."""

    START = "start"
    STIMULATED = "stimulated"
    AIRWAY = "airway"
    BREATHS_STARTED = "breaths_started"
    BREATH = "breath"
    BREATHS_STOPPED = "breaths_stopped"
    OXYGEN_ON = "oxygen_on"
    OXYGEN_OFF = "oxygen_off"
    NALOXONE = "naloxone"
    CALLED_911 = "called_911"
    NO_911 = "no_911"
    COMPRESSIONS_STARTED = "compressions_started"
    COMPRESSIONS_STOPPED = "compressions_stopped"
    RECOVERY_POSITION = "recovery_position"
    HELP_HERE = "help_here"
    """The ambulance crew, or whoever takes over, is here."""
    HANDED_OVER = "handed_over"
    """Somebody else looks after the person now."""
    SENSOR_MOVED = "sensor_moved"
    """The clip was put on another finger, or set right on this one."""
    OXIMETER_OFF = "oximeter_off"
    OXIMETER_ON = "oximeter_on"
    ACKNOWLEDGE = "acknowledge"
    PAUSE = "pause"
    UNDO = "undo"
    END = "end"


class BreathMethod(StrEnum):
    """How breaths are given."""

    MOUTH = "mouth"
    MASK = "mask"
    BAG = "bag"


class Route(StrEnum):
    """How naloxone is given."""

    NASAL = "nasal"
    MUSCLE = "muscle"
    VEIN = "vein"


class Outcome(StrEnum):
    """How a response ended. A closed list: there is nowhere to write a name."""

    RECOVERED_HERE = "recovered_here"
    AMBULANCE = "ambulance"
    LEFT = "left"
    DIED = "died"
    NOT_OVERDOSE = "not_overdose"
    PRACTICE = "practice"
    UNKNOWN = "unknown"


class Hardship(StrEnum):
    """What made a response hard. A closed list: there is nowhere to write a name."""

    NOTHING = "nothing"
    NO_READING = "no_reading"
    """The clip gave no number that could be used."""
    SEDATION = "sedation"
    """They breathed and did not wake."""
    MANY_DOSES = "many_doses"
    """One dose of naloxone was not enough."""
    TOO_FEW_HANDS = "too_few_hands"
    SUPPLIES = "supplies"
    """Something that was needed was not there."""
    PLACE = "place"
    """Noise, crowd, cold, dark or no room to work."""
    HELP_LATE = "help_late"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Action:
    """What a person did, with the little that describes it. Every value but `id` may be unknown.

    Attributes:
        id: Which act.
        method: How breaths are given (breaths_started, breath).
        flow_l_min: Oxygen flow, litres a minute (oxygen_on).
        dose_mg: Naloxone dose in milligrams.
        route: How naloxone was given.
        count: How many at once (sprays, breaths); None means one.
        outcome: How the response ended (end).
    """

    id: ActionId
    method: BreathMethod | None = None
    flow_l_min: float | None = None
    dose_mg: float | None = None
    route: Route | None = None
    count: int | None = None
    outcome: Outcome | None = None


class QuestionId(StrEnum):
    """What the screen asks."""

    RESPONSIVE = "responsive"
    BREATHING = "breathing"
    PULSE_FELT = "pulse_felt"


class AnswerValue(StrEnum):
    """What a person says to a question: keys 1, 2, 3."""

    YES = "yes"
    NO = "no"
    CANT_TELL = "cant_tell"


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer to the open question."""

    question: QuestionId
    value: AnswerValue


class FaultId(StrEnum):
    """What is technically wrong with the box or its reach."""

    ADAPTER_OFF = "adapter_off"
    NO_OXIMETER = "no_oximeter"
    LINK_LOST = "link_lost"
    SILENT_LINK = "silent_link"
    NO_SOUND = "no_sound"
    LOG_FAILED = "log_failed"
    CLOCK_JUMPED = "clock_jumped"
    """The clock could not say how long a response that goes on had been left: its times rest on a guess."""
    BROKER_LOST = "broker_lost"


class LinkAdvice(StrEnum):
    """What to do about the oximeter or the way to it; the words are the text catalogue's."""

    SEARCHING = "searching"
    NO_OXIMETER = "no_oximeter"
    NO_ANSWER = "no_answer"
    """One is there and does not answer."""
    NOT_SUPPORTED = "not_supported"
    """One is there and can't be read; nobody knows why."""
    UNDISCLOSED = "undisclosed"
    """Its maker keeps its language secret."""
    OLD_RECORDS = "old_records"
    """It hands over old records only."""
    RECORDING = "recording"
    """It records, and a connection would disturb that."""
    LITTLE_KNOWN = "little_known"
    """Too little is known of its language."""
    LOST = "lost"
    STILL_LOST = "still_lost"
    SILENT = "silent"
    ANOTHER = "another"
    """Somebody put another one on."""
    PAIRING = "pairing"
    NO_SLOT = "no_slot"
    """The adapter holds as many links as it can."""
    NO_ADAPTER = "no_adapter"
    OLD_ADAPTER = "old_adapter"
    SWITCHED_OFF = "switched_off"
    LOCKED = "locked"
    """A switch or key of the computer keeps Bluetooth off."""
    DENIED = "denied"
    NO_SERVICE = "no_service"
    """The system's Bluetooth service does not run."""
    BROKEN = "broken"
    """Nobody knows why it does not work."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A technical fault that began (`present`) or ended."""

    id: FaultId
    present: bool
