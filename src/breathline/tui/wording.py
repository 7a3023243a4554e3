"""Every word the screen says that is not the guide's: short, plain, verbs first, one place to change or translate.

The guide's own sentences (prompts, questions, reasons, alarm labels) come with the Situation.
"""

from __future__ import annotations

from breathline.device.published import Link, OpenResponse, Sound
from breathline.words import ActionId, Cause, Outcome, Trust, Vitals

NOT_CERTIFIED = "Breathline is not a certified medical device. Watch the person, not the number."

CAUSES: dict[Cause, str] = {
    Cause.NO_FINGER: "no finger in the clip",
    Cause.SEARCHING: "looking for a pulse",
    Cause.LOW_PERFUSION: "finger too cold or pale",
    Cause.WEAK_SIGNAL: "weak signal",
    Cause.MOTION: "finger is moving",
    Cause.INTERFERENCE: "light gets in",
    Cause.IMPLAUSIBLE: "number can't be right",
    Cause.FROZEN: "number is stuck",
    Cause.NO_PULSE: "no pulse found",
    Cause.SENSOR_FAULT: "clip is faulty",
    Cause.LINK_LOST: "link to the clip lost",
    Cause.SILENT_LINK: "clip sends nothing",
    Cause.NO_OXIMETER: "no clip found",
    Cause.ADAPTER_OFF: "Bluetooth is off",
    Cause.LOW_BATTERY: "clip battery is low",
}
"""Why a number is not live: the words the guide's reasons use as well."""

LINKS: dict[Link, str] = {
    Link.GOOD: "link good",
    Link.SEARCHING: "searching",
    Link.SILENT: "link silent",
    Link.LOST: "LINK LOST",
    Link.OFF: "BLUETOOTH OFF",
    Link.NONE: "NO CLIP FOUND",
}

SOUNDS: dict[Sound, str] = {
    Sound.ON: "sound on",
    Sound.PAUSED: "sound paused",
    Sound.BELL: "bell only",
    Sound.NONE: "NO SOUND",
}

OUTCOMES: dict[Outcome, str] = {
    Outcome.RECOVERED_HERE: "The person is breathing and stayed here.",
    Outcome.AMBULANCE: "The ambulance crew took over.",
    Outcome.LEFT: "The person left.",
    Outcome.DIED: "The person died.",
    Outcome.NOT_OVERDOSE: "It was not an overdose.",
    Outcome.PRACTICE: "It was practice.",
    Outcome.UNKNOWN: "How it ended was not noted.",
}

ACTS: dict[ActionId, str] = {
    ActionId.START: "start",
    ActionId.STIMULATED: "tried to wake",
    ActionId.AIRWAY: "opened airway",
    ActionId.BREATHS_STARTED: "giving breaths",
    ActionId.BREATH: "one breath",
    ActionId.BREATHS_STOPPED: "stopped breaths",
    ActionId.OXYGEN_ON: "oxygen on",
    ActionId.OXYGEN_OFF: "oxygen off",
    ActionId.NALOXONE: "naloxone",
    ActionId.CALLED_911: "called 911",
    ActionId.NO_911: "not calling 911",
    ActionId.COMPRESSIONS_STARTED: "compressions",
    ActionId.COMPRESSIONS_STOPPED: "stopped pushing",
    ActionId.RECOVERY_POSITION: "on their side",
    ActionId.OXIMETER_OFF: "clip taken off",
    ActionId.OXIMETER_ON: "clip put on",
    ActionId.ACKNOWLEDGE: "heard it",
    ActionId.PAUSE: "paused sound",
    ActionId.UNDO: "undo",
    ActionId.END: "end",
}
"""What was done, for U, for the list of an open response and for the plain mode's echo."""

MISSING = "--"
SIGNAL_GOOD = "signal good"
NOT_SURE = "not sure"
"""Stands where a number is not believed."""

END_ASKED = "END this response? E or Enter = yes"
LEAVE_ASKED = "Still OPEN. Leave? Q or Enter = yes"
PRESS_START = "Press S to start."
JUST_CHANGED = "It just changed. Read, then press again."
NOTHING_ASKED = "No question is open."
NOTHING_TO_DO = "Nothing to mark as done here."
NOTHING_TO_UNDO = "Nothing to take back."
ALREADY_NOTED = "That is noted already."
ANSWER_OFFERED = "1 goes on with it, 2 closes it."
HAS_ENDED = "Ended. S starts a new one, Q leaves."
STILL_OPEN = "A response is running. E ends it."
LOG_TROUBLE = "LOG TROUBLE: nothing is written down"
TOO_SMALL = "Window too small: make it 80 x 24 or more."

_MINUTE_S = 60


def clock(seconds: float) -> str:
    """A span as people say it: "0:07", "3:42", "1:02:42". Less than nothing is "0:00"."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"


def doses(count: int) -> str:
    """So many doses: "no dose", "1 dose", "2 doses"."""
    if count == 0:
        return "no dose"
    return "1 dose" if count == 1 else f"{count} doses"


def spo2_number(spo2: float, low: float) -> int:
    """The whole percent to show.

    Rounded, but never across the limit: 89.6 under a limit of 90 is 89, so that the number and the words
    "below 90" beside it can't disagree.

    Args:
        spo2: Percent.
        low: The guide's low limit in percent.
    """
    whole = round(spo2)
    return int(low) - 1 if spo2 < low <= whole and low == int(low) else whole


def is_number(trust: Trust) -> bool:
    """Whether a number of this trust may stand on the screen."""
    return trust in {Trust.LIVE, Trust.DOUBTFUL}


def trust_words(vitals: Vitals | None, *, taken_off: bool) -> str:
    """How far the number may be used, in words.

    Args:
        vitals: What is believed; None before anything was heard.
        taken_off: The clip is off on purpose.
    """
    if taken_off:
        return "clip off: watch their breathing"
    if vitals is None:
        return "no reading yet"
    if vitals.trust is Trust.LIVE:
        return SIGNAL_GOOD
    cause = CAUSES[vitals.cause] if vitals.cause is not None else "no reason known"
    if vitals.trust is Trust.DOUBTFUL:
        return f"{NOT_SURE}: {cause}"
    return f"too old: {cause}" if vitals.trust is Trust.STALE else cause


def slope_words(vitals: Vitals | None) -> tuple[str, str]:
    """Which way SpO2 goes and how fast, as two short lines: ("falling", "6 a minute").

    Empty when the number is not live or the change is not known. A change smaller than its own error, or
    less than half a percent a minute (it would be shown as 0), is "steady".
    """
    if vitals is None or vitals.trust is not Trust.LIVE or vitals.slope is None:
        return "", ""
    speed = abs(vitals.slope)
    if round(speed) == 0 or speed < (vitals.slope_error or 0.0):
        return "steady", ""
    return ("falling" if vitals.slope < 0 else "rising"), f"{round(speed)} a minute"


def age_words(vitals: Vitals | None, now: float) -> tuple[str, str]:
    """When the last valid reading came, as two short lines: ("reading", "3 s ago")."""
    if vitals is None or vitals.age is None:
        return "no reading", "so far"
    age = vitals.age + max(0.0, now - vitals.t)
    return "reading", f"{int(age)} s ago" if age < _MINUTE_S else f"{clock(age)} ago"


def acts_done(offered: OpenResponse) -> str:
    """What was done in a response that was found open, with when."""
    done = [f"{ACTS[act]} {clock(t)}" for t, act in offered.actions]
    return f"Done at: {', '.join(done)}" if done else "Nothing was noted in it."
