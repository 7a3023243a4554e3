"""Where a response stands: what follows, at one moment, from what was said, done and measured.

Everything here is worked out from the state and its time; nothing is remembered, so an act or an answer in any
order, or one taken back, leads to the same place.
"""

from __future__ import annotations

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.figures import Figures
from breathline.guidelines.state import Phase, State
from breathline.words import AnswerValue, QuestionId, Trust

_NO_NUMBER = (AlarmId.NO_READING, AlarmId.LINK_LOST)
_LOW_NUMBER = (AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW)


def phase(state: State) -> Phase:
    """Where the response stands."""
    said = state.breathing
    if giving_breaths(state) or pushing(state) or (said is not None and not said.yes):
        return Phase.BREATHS
    if state.responsive is not None and state.responsive.yes:
        return Phase.AWAKE
    if said is not None:
        return Phase.BREATHING
    return Phase.ROUSE if state.responsive is None and not helped(state) else Phase.LOOK


def giving_breaths(state: State) -> bool:
    """True while breaths are given: begun, not stopped, and nobody has said since that they breathe."""
    return _going(state, state.acts.breaths_since)


def pushing(state: State) -> bool:
    """True while compressions are given, in the same way."""
    return _going(state, state.acts.compressions_since)


def _going(state: State, since: float | None) -> bool:
    return since is not None and (state.breathed_at is None or state.breathed_at < since)


def helped(state: State) -> bool:
    """True once an act shows that somebody found them not waking, whatever was asked."""
    acts = state.acts
    times = (acts.airway_at, acts.breaths_since, acts.compressions_since, acts.naloxone_at, acts.recovery_at)
    return any(time is not None for time in times)


def call_open(state: State) -> bool:
    """True while 911 is neither called nor turned down, and the prompt for it has not made way."""
    acts = state.acts
    return acts.called_911_at is None and not acts.no_911 and PromptId.CALL_911 not in state.passed


def fresh(state: State, figures: Figures) -> bool:
    """True while SpO2 is live and not old: only then may it move anything."""
    if state.vitals is None or state.vitals.trust is not Trust.LIVE or state.live_at is None:
        return False
    return state.t < state.live_at + figures.bounds[AlarmId.NO_READING].delay_s


def look_again_at(state: State, figures: Figures) -> float | None:
    """When to look again after the last dose; None without a dose."""
    given = state.acts.naloxone_at
    return None if given is None else given + figures.look_again


def recheck_due(state: State, figures: Figures) -> bool:
    """True from the time to look again until somebody has looked."""
    at = look_again_at(state, figures)
    if at is None or state.t < at:
        return False
    return state.breathing is None or state.breathing.t < at


def naloxone_from(state: State, figures: Figures) -> float:
    """The earliest answer that may lead to naloxone: after breaths for a while, and a dose's time to work."""
    breaths_had_their_time = state.phase_since + figures.naloxone_ready
    again = look_again_at(state, figures)
    return breaths_had_their_time if again is None else max(again, breaths_had_their_time)


def naloxone_due(state: State, figures: Figures) -> bool:
    """True when they still do not breathe normally after breaths, and after the last dose's time.

    Breathing decides, not waking. A silence can stand for "can't tell", but never against the last answer that
    they breathe.
    """
    said = state.breathing
    if state.phase is not Phase.BREATHS or said is None or said.yes or last_heard_well(state):
        return False
    return said.t >= naloxone_from(state, figures)


def last_heard_well(state: State) -> bool:
    """True when the last thing a person said was that they breathe, or, before that was asked, that they woke."""
    if state.breathing_heard is not None:
        return state.breathing_heard.yes
    return state.responsive is not None and state.responsive.yes


def ask_breathing_at(state: State, figures: Figures) -> float | None:
    """When to ask about breathing next; None where it follows from the steps and not from the clock."""
    said = state.breathing
    if state.phase in {Phase.ROUSE, Phase.LOOK}:
        return None
    if state.phase is Phase.BREATHS:
        last = state.phase_since if said is None else said.t
        regular = last + (figures.ask_no_clip if state.acts.oximeter_off else figures.ask)
        decisive = naloxone_from(state, figures)
        return min(regular, decisive) if last < decisive else regular
    if said is None:
        return None if state.responsive is None else state.responsive.t + figures.stimulate_look
    return said.t + _interval(state, figures)


def _interval(state: State, figures: Figures) -> float:
    """With no number to go by, or a low one, the person is looked at more often."""
    if state.acts.oximeter_off:
        return figures.ask_no_clip
    uneasy = state.live_at is None or any(state.alarm(alarm) for alarm in (*_NO_NUMBER, *_LOW_NUMBER))
    return figures.ask if uneasy else figures.ask_watching


def ask_responsive_at(state: State, figures: Figures) -> float | None:
    """When to ask a person who breathes whether they wake; None where that is no question."""
    if state.phase is not Phase.BREATHING:
        return None
    said = state.responsive
    if said is None and not helped(state):
        return state.phase_since
    if said is None or said.t < state.phase_since:
        return state.phase_since + figures.stimulate_look
    return said.t + figures.responsive_ask


def silence_counts_at(state: State, figures: Figures) -> float | None:
    """When the open question's silence counts as "can't tell"; None without a question.

    After an answer that all is well, silence first brings the prompt to look; it counts only once it is urgent.
    While breaths are given it counts once more when naloxone's time has come, after another patience.
    """
    asked = state.question
    if asked is None:
        return None
    first = asked.asked_at + figures.patience
    if asked.id is not QuestionId.BREATHING:
        return first
    if state.phase in {Phase.BREATHING, Phase.AWAKE}:
        return first + figures.escalates
    counted = state.breathing is not None and state.breathing.t >= first
    if state.phase is Phase.BREATHS and counted:
        return max(asked.asked_at, naloxone_from(state, figures)) + figures.patience
    return first


def overdue_at(state: State, figures: Figures) -> float | None:
    """When the silence is an alarm; None without a question."""
    return None if state.question is None else state.question.waiting_since + figures.patience


def overdue(state: State, figures: Figures) -> bool:
    """True when the open question has waited too long."""
    at = overdue_at(state, figures)
    return at is not None and state.t >= at


def number_follows_until(state: State, figures: Figures) -> float | None:
    """Until when the number can't yet show what breaths do; None when no breaths are given."""
    since = state.acts.breaths_since
    return since + figures.number_follows if since is not None and giving_breaths(state) else None


def low(state: State) -> bool:
    """True while the low-SpO2 alarm stands."""
    return any(state.alarm(alarm) for alarm in _LOW_NUMBER)


def no_pulse(state: State) -> bool:
    """True when somebody felt for a pulse and found none."""
    return state.pulse_felt is not None and state.pulse_felt.value is AnswerValue.NO
