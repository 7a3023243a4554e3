"""What has to hold after every move: each property looks at the account and at what the screen says.

A property is told broken only by what can be seen: the Situation, the changes and the time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from breathline.events.model import ActionEvent, AlarmId, AlarmState, Input, Priority, PromptId, VitalsEvent
from breathline.guidelines.checker import promises as names
from breathline.guidelines.checker.account import BREATHES, Account
from breathline.guidelines.checker.promises import LOST_S, Promises, Property
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.situation import Alarm, AlarmKind, Situation
from breathline.words import ActionId, AnswerValue, QuestionId

Judge: TypeAlias = Callable[[Account, Situation, Promises], str]
"""What is wrong in a few words; "" when nothing is."""

_LOW = frozenset({AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW})

_BEFORE_THE_CALL = frozenset({PromptId.CHECK_BREATHING, PromptId.RECHECK, PromptId.COMPRESSIONS, PromptId.STIMULATE})
"""Prompts that may stand before the call for as long as the pack's patience: a look at the person, and pushing."""


def judge(account: Account, shown: Situation, promises: Promises) -> tuple[Property, str] | None:
    """The first property that does not hold, with what is wrong; None when all hold. Asked at any time."""
    if account.ended:
        return None
    for name, holds in _ALWAYS:
        wrong = holds(account, shown, promises)
        if wrong:
            return name, wrong
    return None


def judge_step(before: Account, event: Input, shown: Situation) -> tuple[Property, str] | None:
    """The same for what one input changed."""
    if shown.ended and not before.ended and not _ends(event):
        return names.PERSON_ENDS, "the response ended without a person's word"
    if isinstance(event, VitalsEvent) and before.asked is QuestionId.BREATHING and _asked(shown) is not before.asked:
        return names.NUMBER_SILENCES_NOTHING, "a number took the breathing question away"
    return None


def _ends(event: Input) -> bool:
    return isinstance(event, ActionEvent) and event.action.id is ActionId.END


def _low_alarms(account: Account, shown: Situation, promises: Promises) -> str:
    runs = ((account.low_since, promises.low_delay), (account.very_low_since, promises.very_low_delay))
    late = any(since is not None and account.now >= since + delay for since, delay in runs)
    if not late or account.number_at is None or account.now >= account.number_at + LOST_S:
        return ""  # a number that is gone is the next property's
    alarm = next((alarm for alarm in shown.alarms if alarm.id in _LOW and alarm.priority is Priority.HIGH), None)
    if alarm is None:
        return "SpO2 is below the limit, and no high alarm stands"
    if alarm.state is AlarmState.SUPPRESSED:
        return ""
    asked = _asked(shown) is QuestionId.BREATHING or _prompt(shown) in BREATHES
    answered = account.breathing_at
    looked = answered is not None and answered >= alarm.since and account.now < answered + promises.ask
    return "" if asked or looked else "SpO2 is below the limit, and nothing is said of breathing"


def _lost_looks(account: Account, shown: Situation, _: Promises) -> str:
    if account.number_at is None or account.now < account.number_at + LOST_S:
        return ""
    if not any(_is_technical(alarm) for alarm in shown.alarms):
        return "the number is lost, and no technical alarm stands"
    # The call for help goes before the first look, and makes way for it by itself.
    told = account.looked or _prompt(shown) is PromptId.CALL_911
    return "" if told else "the number is lost, and nobody is told to look at the person"


def _is_technical(alarm: Alarm) -> bool:
    lost = alarm.id in {AlarmId.NO_READING, AlarmId.LINK_LOST}
    return lost and alarm.kind is AlarmKind.TECHNICAL and alarm.priority is Priority.HIGH


def _naloxone_waits(account: Account, shown: Situation, promises: Promises) -> str:
    if _prompt(shown) is not PromptId.NALOXONE:
        return ""
    if account.breathing is AnswerValue.YES:
        return "naloxone is prompted while breathing is confirmed normal"
    if account.dose_at is not None and account.now < account.dose_at + promises.look_again:
        return "naloxone is prompted before the last dose had its time"
    if account.breaths_from is None or account.now < account.breaths_from + promises.breaths_first:
        return "naloxone is prompted before breaths had their time"
    return ""


def _always_a_prompt(_: Account, shown: Situation, __: Promises) -> str:
    there = shown.prompt is not None and shown.prompt.text.strip() and shown.prompt.reason.strip()
    return "" if there else "the screen says nothing to do"


def _silence_ends(account: Account, shown: Situation, promises: Promises) -> str:
    if shown.pause_until is not None and shown.pause_until > account.now + promises.silence:
        return "a pause is longer than the longest one"
    if all(alarm.state is not AlarmState.SUPPRESSED for alarm in shown.alarms):
        return ""
    if account.hushed_at is None or account.now >= account.hushed_at + promises.silence:
        return "an alarm is held back, and no pause or acknowledgement runs"
    return ""


def _call_prompted(account: Account, shown: Situation, promises: Promises) -> str:
    here = _prompt(shown)
    if promises.call is Call911.OFF:
        return "911 is prompted, and the pack has no such step" if here is PromptId.CALL_911 else ""
    if account.call_from is None or account.call_shown:
        return ""
    late = account.now >= account.call_from + promises.patience + promises.escalates
    return "911 is to be called, and nobody is told to" if late or here not in _BEFORE_THE_CALL else ""


def _silence_escalates(account: Account, shown: Situation, promises: Promises) -> str:
    if account.asked_from is None or account.now < account.asked_from + promises.patience:
        return ""
    alarm = next((alarm for alarm in shown.alarms if alarm.id is AlarmId.UNANSWERED), None)
    if alarm is None:
        return "nobody answers, and no alarm says so"
    urgent = account.now >= account.asked_from + promises.patience + promises.escalates
    return "nobody answers, and it grows no louder" if urgent and alarm.priority is not Priority.HIGH else ""


def _asked(shown: Situation) -> QuestionId | None:
    return None if shown.question is None else shown.question.id


def _prompt(shown: Situation) -> PromptId | None:
    return None if shown.prompt is None else shown.prompt.id


_ALWAYS: tuple[tuple[Property, Judge], ...] = (
    (names.LOW_ALARMS, _low_alarms),
    (names.LOST_LOOKS, _lost_looks),
    (names.NALOXONE_WAITS, _naloxone_waits),
    (names.ALWAYS_A_PROMPT, _always_a_prompt),
    (names.SILENCE_ENDS, _silence_ends),
    (names.CALL_PROMPTED, _call_prompted),
    (names.SILENCE_ESCALATES, _silence_escalates),
)
