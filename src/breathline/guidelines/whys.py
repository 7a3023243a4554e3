"""The reasons each prompt can be shown for, so that a table can name them beforehand."""

from __future__ import annotations

from breathline.events.model import PromptId
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_rules import Call911, NotBreathing, OxygenRule, PulseUnsure
from breathline.guidelines.reasons import Reason
from breathline.words import QuestionId

_NOT_WAKING = (Reason.NOT_WAKING, Reason.NOT_SURE_WAKING)
_NOT_BREATHING = (Reason.NOT_BREATHING, Reason.CANT_TELL_BREATHING, Reason.BREATHS_STOPPED, Reason.BREATHS_GOING)
_NO_NUMBER = (Reason.NO_READING, Reason.DOUBTFUL)

_WHYS: dict[PromptId, tuple[Reason, ...]] = {
    PromptId.STIMULATE: (Reason.STARTED,),
    PromptId.CALL_911: (
        Reason.CALL_FIRST,
        *_NOT_WAKING,
        *_NOT_BREATHING,
        Reason.NO_ANSWER,
        Reason.NOT_CHECKED,
    ),
    PromptId.AIRWAY: (Reason.CALLED, Reason.NOT_CALLED, *_NOT_WAKING, Reason.NO_ANSWER, Reason.NOT_CHECKED),
    PromptId.VENTILATE: (*_NOT_BREATHING, Reason.NO_ANSWER),
    PromptId.CHECK_BREATHING: (
        Reason.NOT_CHECKED,
        Reason.SPO2_LOW,
        Reason.SPO2_VERY_LOW,
        *_NO_NUMBER,
        Reason.NO_ANSWER,
    ),
    PromptId.ATTACH_OXIMETER: (Reason.NO_NUMBER_YET,),
    PromptId.FIX_READING: _NO_NUMBER,
    PromptId.OXYGEN: (Reason.OXYGEN_FIRST, Reason.SPO2_LOW),
    PromptId.NALOXONE: (
        Reason.NOT_BREATHING,
        Reason.STILL_NOT_BREATHING,
        Reason.CANT_TELL_BREATHING,
        Reason.SPO2_NOT_HELD,
        Reason.NO_ANSWER,
    ),
    PromptId.KEEP_GOING: (Reason.BREATHS_GOING, Reason.NUMBER_FOLLOWS, Reason.NALOXONE_GIVEN),
    PromptId.RECHECK: (Reason.LOOK_AGAIN,),
    PromptId.SEDATED_WATCH: (Reason.SEDATED, Reason.PULSE_SLOW),
    PromptId.COMPRESSIONS: (
        Reason.NO_PULSE_FELT,
        Reason.NOT_SURE_PULSE,
        Reason.COMPRESSIONS_GOING,
        *_NOT_BREATHING,
        Reason.NO_ANSWER,
    ),
    PromptId.RECOVERY_POSITION: (Reason.BREATHING,),
    PromptId.STAY: (Reason.AWAKE, Reason.BREATHING, Reason.OBSERVE, Reason.WEARING_OFF),
    PromptId.HAND_OVER: (Reason.HELP_HERE,),
}


def whys(prompt: PromptId, pack: Pack) -> tuple[Reason, ...]:
    """The reasons for which this pack can show a prompt."""
    never = _ruled_out(pack)
    if prompt is PromptId.COMPRESSIONS and pack.rules.not_breathing.value is NotBreathing.BREATHS:
        never |= {*_NOT_BREATHING, Reason.NO_ANSWER}
    if prompt is PromptId.CALL_911 and pack.rules.call_911.value is Call911.NOT_BREATHING:
        never |= {*_NOT_WAKING, Reason.NOT_CHECKED}
    return tuple(reason for reason in _WHYS[prompt] if reason not in never)


def _ruled_out(pack: Pack) -> set[Reason]:
    """The reasons that no prompt of this pack can have."""
    rules = pack.rules
    asks_pulse = any(step.question is QuestionId.PULSE_FELT for step in pack.steps)
    may_be = {
        Reason.CALL_FIRST: rules.call_911.value is Call911.AT_ONCE,
        Reason.OXYGEN_FIRST: rules.oxygen.value is OxygenRule.FIRST,
        Reason.SPO2_NOT_HELD: pack.naloxone_spo2 is not None,
        Reason.NO_PULSE_FELT: asks_pulse,
        Reason.NOT_SURE_PULSE: asks_pulse and rules.pulse_unsure.value is PulseUnsure.COMPRESSIONS,
        Reason.OBSERVE: "observe" in pack.timers,
        Reason.WEARING_OFF: "naloxone_wears_off" in pack.timers,
    }
    return {reason for reason, possible in may_be.items() if not possible}
