"""Every word the screen says that is not the guide's: short, plain, verbs first, one place to change or translate.

The guide's own sentences come with the Situation (prompts, questions, reasons, alarm labels) or from its catalogue
(why a number is not live). Nothing here tells anybody what to do for the person.
"""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from breathline.device.published import Link, OpenResponse, Sound
from breathline.words import ActionId, Outcome, Trust, Vitals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from breathline.words import Cause

NOT_CERTIFIED = "Breathline is not a certified medical device. Watch the person, not the number."

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
    ActionId.HELP_HERE: "help is here",
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
EXPERIMENTAL = "experimental"
CLIP_OFF = "clip off"
TAKEN_OFF = "clip taken off: no number"

END_ASKED = "END this response? E or Enter = yes"
LEAVE_ASKED = "Still OPEN. Leave? Q or Enter = yes"
PRESS_START = "Press S to start."
JUST_CHANGED = "It just changed. Read, then press again."
NOTHING_ASKED = "No question is open."
NOTHING_TO_DO = "Nothing to mark as done here."
OTHER_CLIP = "Put the other clip on the finger."
NOTHING_TO_UNDO = "Nothing to take back."
ALREADY_NOTED = "That is noted already."
ANSWER_OFFERED = "1 goes on with it, 2 closes it."
HAS_ENDED = "Ended. S starts a new one, Q leaves."
STILL_OPEN = "A response is running. E ends it."
LEFT_OPEN = "A response was left open."
NOTHING_NOTED = "Nothing was noted in it."
LOG_TROUBLE = "LOG TROUBLE: nothing is written down"
TOO_SMALL = "Window too small: make it 80 x 24 or more."

_MINUTE_S = 60
_HOUR_S = 3600


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


def trust_words(vitals: Vitals | None, causes: Mapping[Cause, str], *, taken_off: bool) -> str:
    """How far the number may be used, in words.

    Args:
        vitals: What is believed; None before anything was heard.
        causes: The guide's words for why a number is not live.
        taken_off: The clip is off on purpose.
    """
    if taken_off:
        return TAKEN_OFF
    if vitals is None:
        return "no reading yet"
    if vitals.trust is Trust.LIVE:
        return SIGNAL_GOOD
    cause = causes[vitals.cause] if vitals.cause is not None else "no reason known"
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


def breath_words(vitals: Vitals) -> tuple[str, ...]:
    """EXPERIMENTAL. What the pleth seems to say of breathing, as three short lines; empty when it does not know.

    The mark of doubt and the last word are part of it: it is a guess beside the question, never an answer to it.
    """
    if vitals.breath_quality is None:
        return ()
    if vitals.breath_rate is not None:
        return f"breaths {round(vitals.breath_rate)}", "a minute?", EXPERIMENTAL
    if vitals.breath_gap is not None:
        return "no breath", f"for {int(vitals.breath_gap)} s?", EXPERIMENTAL
    return ()


def age_words(vitals: Vitals | None, now: float) -> tuple[str, str]:
    """When the last valid reading came, as two short lines: ("reading", "3 s ago")."""
    if vitals is None or vitals.age is None:
        return "no reading", "so far"
    age = vitals.age + max(0.0, now - vitals.t)
    return "reading", f"{int(age)} s ago" if age < _MINUTE_S else f"{clock(age)} ago"


def acts_done(offered: OpenResponse) -> list[str]:
    """What was done in a response that was found open: the last of each kind with when, oldest first."""
    done: list[tuple[float, ActionId]] = []
    for t, act in offered.actions:
        if act is ActionId.UNDO:
            # What was taken back was not done.
            del done[-1:]
        elif act in _UNDOABLE:
            done.append((t, act))
    last = {_KINDS.get(act, act): (t, act) for t, act in done}
    many = Counter(act for _, act in done)
    lines = []
    for kind, (t, act) in sorted(last.items(), key=itemgetter(1)):
        if kind in _CARE:
            times = f" x{many[act]}" if act in _COUNTED and many[act] > 1 else ""
            lines.append(f"{_short(t)} {ACTS[act]}{times}")
    return lines


def _short(seconds: float) -> str:
    """As `clock`, but from an hour on without the seconds ("1h02"): two columns must fit the smallest window."""
    if seconds < _HOUR_S:
        return clock(seconds)
    hours, rest = divmod(int(seconds), _HOUR_S)
    return f"{hours}h{rest // 60:02d}"


_KINDS = {
    ActionId.BREATH: ActionId.BREATHS_STARTED,
    ActionId.BREATHS_STOPPED: ActionId.BREATHS_STARTED,
    ActionId.OXYGEN_OFF: ActionId.OXYGEN_ON,
    ActionId.NO_911: ActionId.CALLED_911,
    ActionId.COMPRESSIONS_STOPPED: ActionId.COMPRESSIONS_STARTED,
}
"""Acts of one kind: only the last of them still holds."""
_CARE = frozenset(
    {
        ActionId.STIMULATED, ActionId.AIRWAY, ActionId.BREATHS_STARTED, ActionId.OXYGEN_ON, ActionId.NALOXONE,
        ActionId.CALLED_911, ActionId.COMPRESSIONS_STARTED, ActionId.RECOVERY_POSITION,
    }
)  # fmt: skip
"""Kinds that a person who comes back must know: as many as fit the smallest window."""
_COUNTED = frozenset({ActionId.NALOXONE, ActionId.BREATH})
_UNDOABLE = frozenset(ActionId) - {
    ActionId.START, ActionId.ACKNOWLEDGE, ActionId.PAUSE, ActionId.UNDO, ActionId.END,
}  # fmt: skip
