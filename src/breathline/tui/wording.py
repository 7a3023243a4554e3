"""The catalogue's screen words with the moment's figures filled in; nothing here is a word of its own."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING

from breathline.device.published import OpenResponse
from breathline.events.model import AlarmState
from breathline.words import ActionId, Trust, Vitals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from breathline.guidelines.screen_texts import AlarmWords, NumberWords, ScreenWords
    from breathline.guidelines.situation import Alarm, Situation
    from breathline.guidelines.texts import Texts
    from breathline.words import Cause

MISSING = "--"
"""Stands where a number is not believed."""


class Notice(StrEnum):
    """One line about a press or the box, by its name in the catalogue."""

    END_ASKED = "end_asked"
    LEAVE_ASKED = "leave_asked"
    PRESS_START = "press_start"
    JUST_CHANGED = "just_changed"
    NOTHING_ASKED = "nothing_asked"
    NOTHING_TO_DO = "nothing_to_do"
    OTHER_CLIP = "other_clip"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ALREADY_NOTED = "already_noted"
    ANSWER_OFFERED = "answer_offered"
    HAS_ENDED = "has_ended"
    STILL_OPEN = "still_open"
    LOG_TROUBLE = "log_trouble"
    TOO_SMALL = "too_small"
    ONE_PERSON = "one_person"
    TWO_PEOPLE = "two_people"
    CHECK_CLIPS = "check_clips"


_MINUTE_S = 60
_HOUR_S = 3600
_SOON_STEP_S = 10


def clock(seconds: float) -> str:
    """A span as people say it: "0:07", "3:42", "1:02:42". Less than nothing is "0:00"."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"


def short_clock(seconds: float) -> str:
    """As `clock`, but from an hour on without the seconds ("1h02"): two columns must fit the smallest window."""
    if seconds < _HOUR_S:
        return clock(seconds)
    hours, rest = divmod(int(seconds), _HOUR_S)
    return f"{hours}h{rest // 60:02d}"


def doses(count: int, words: ScreenWords) -> str:
    """So many doses: "no dose", "1 dose", "2 doses"."""
    if count == 0:
        return words.timers.no_dose
    return words.timers.one_dose if count == 1 else words.timers.doses.format(count=count)


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


def trust_words(situation: Situation, texts: Texts) -> str:
    """How far the number may be used, in words."""
    vitals, words = situation.vitals, texts.screen.number
    if situation.oximeter_off:
        return words.taken_off
    if vitals is None:
        return words.no_reading_yet
    if vitals.trust is Trust.LIVE:
        return words.signal_good
    cause = _cause_words(vitals, texts.causes, words)
    if vitals.trust is Trust.DOUBTFUL:
        return words.not_sure_why.format(cause=cause)
    return words.too_old.format(cause=cause) if vitals.trust is Trust.STALE else cause


def _cause_words(vitals: Vitals, causes: Mapping[Cause, str], words: NumberWords) -> str:
    return words.no_reason if vitals.cause is None else causes[vitals.cause]


def slope_words(vitals: Vitals | None, words: NumberWords) -> tuple[str, str]:
    """Which way SpO2 goes and how fast, as two short lines: ("falling", "6 a minute").

    Empty when the number is not live or the change is not known. A change smaller than its own error, or
    less than half a percent a minute (it would be shown as 0), is "steady".
    """
    if vitals is None or vitals.trust is not Trust.LIVE or vitals.slope is None:
        return "", ""
    speed = abs(vitals.slope)
    if round(speed) == 0 or speed < (vitals.slope_error or 0.0):
        return words.steady, ""
    return (words.falling if vitals.slope < 0 else words.rising), words.speed.format(speed=round(speed))


def low_words(situation: Situation, words: NumberWords) -> str:
    """The low limit beside the number: "below 90", or how soon it will be ("below 90 in about 40 s"); "" when neither.

    How soon is rounded to ten seconds: a fall does not keep its pace more exactly than that.
    """
    vitals, limit = situation.vitals, f"{situation.spo2_low:g}"
    if vitals is None or vitals.spo2 is None or situation.oximeter_off or not is_number(vitals.trust):
        return ""
    if vitals.spo2 < situation.spo2_low:
        return words.below.format(limit=limit)
    if vitals.low_in is None or vitals.trust is not Trust.LIVE:
        return ""
    return words.low_in.format(limit=limit, seconds=max(1, round(vitals.low_in / _SOON_STEP_S)) * _SOON_STEP_S)


def breath_words(vitals: Vitals, words: NumberWords) -> tuple[str, ...]:
    """EXPERIMENTAL. What the pleth seems to say of breathing, as three short lines; empty when it does not know.

    The mark of doubt and the last word are part of it: it is a guess beside the question, never an answer to it.
    """
    if vitals.breath_quality is None:
        return ()
    if vitals.breath_rate is not None:
        return words.breaths.format(rate=round(vitals.breath_rate)), words.breaths_unit, words.experimental
    if vitals.breath_gap is not None:
        return words.no_breath, words.breath_gap.format(seconds=int(vitals.breath_gap)), words.experimental
    return ()


def age_words(vitals: Vitals | None, now: float, words: NumberWords) -> tuple[str, str]:
    """When the last valid reading came, as two short lines: ("reading", "3 s ago")."""
    if vitals is None or vitals.age is None:
        return words.no_reading, words.so_far
    age = vitals.age + max(0.0, now - vitals.t)
    ago = words.seconds_ago.format(seconds=int(age)) if age < _MINUTE_S else words.time_ago.format(time=clock(age))
    return words.reading, ago


def quiet_words(alarm: Alarm, situation: Situation, now: float, words: AlarmWords) -> str:
    """That an alarm makes no sound, and for how long; "" while it does."""
    if alarm.state is not AlarmState.SUPPRESSED:
        return ""
    until = alarm.quiet_until if situation.pause_until is None else situation.pause_until
    return words.quiet if until is None else words.quiet_for.format(time=clock(until - now))


def label_words(alarm: Alarm, words: AlarmWords) -> str:
    """An alarm's label, with its level once it has grown worse."""
    return alarm.label if alarm.level == 1 else f"{alarm.label}, {words.level.format(level=alarm.level)}"


def acts_done(offered: OpenResponse, words: ScreenWords) -> list[str]:
    """What was done in a response that was found open: the last of each kind with when, oldest first."""
    last = {_KINDS.get(act, act): (t, act) for t, act in offered.actions}
    many = Counter(act for _, act in offered.actions)
    lines = []
    for kind, (t, act) in sorted(last.items(), key=itemgetter(1)):
        if kind in _CARE:
            times = f" x{many[act]}" if act in _COUNTED and many[act] > 1 else ""
            lines.append(f"{short_clock(t)} {words.acts[act]}{times}")
    return lines


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
