"""Where a response stands: what follows, at one moment, from what was said, done and measured.

Everything here is worked out from the state and its time; nothing is remembered, so an act or an answer in any
order, or one taken back, leads to the same place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.state import Phase, State
from breathline.words import AnswerValue, QuestionId, Trust

_NO_NUMBER = (AlarmId.NO_READING, AlarmId.LINK_LOST)
_LOW_NUMBER = (AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW)

_CALLS: Mapping[Call911, frozenset[Phase]] = MappingProxyType(
    {
        Call911.AT_ONCE: frozenset({Phase.ROUSE, Phase.LOOK, Phase.BREATHS, Phase.BREATHING}),
        Call911.NOT_WAKING: frozenset({Phase.LOOK, Phase.BREATHS, Phase.BREATHING}),
        Call911.NOT_BREATHING: frozenset({Phase.BREATHS}),
        Call911.OFF: frozenset(),
    }
)
"""Where each rule has 911 called. Whoever is awake needs no call by the rule."""


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


def call_open(state: State, figures: Figures) -> bool:
    """True while the guideline wants 911 called here, it is neither called nor turned down, and was not passed by."""
    acts = state.acts
    if acts.called_911_at is not None or acts.no_911 or PromptId.CALL_911 in state.passed:
        return False
    return state.phase in _CALLS[figures.call_911]


def fresh(state: State, figures: Figures) -> bool:
    """True while SpO2 is live and not old: only then may it move anything."""
    if state.vitals is None or state.vitals.trust is not Trust.LIVE or state.live_at is None:
        return False
    return state.t < state.live_at + figures.bounds[AlarmId.NO_READING].delay_s


def look_again_at(state: State, figures: Figures) -> float | None:
    """When to look again after the last dose; None without a dose."""
    given = state.acts.naloxone_at
    return None if given is None else given + figures.look_again


def observe_until(state: State, figures: Figures) -> float | None:
    """Until when somebody stays and watches after the last dose; None without one, or without such a time."""
    given = state.acts.naloxone_at
    return None if given is None or figures.observe is None else given + figures.observe


def wearing_off(state: State, figures: Figures) -> bool:
    """True from the time at which the last dose may wear off, to the end of the watch after it."""
    at, until = wears_off_at(state, figures), observe_until(state, figures)
    return at is not None and state.t >= at and (until is None or state.t < until)


def wears_off_at(state: State, figures: Figures) -> float | None:
    """When the last dose may wear off; None without one, or without such a time."""
    given = state.acts.naloxone_at
    return None if given is None or figures.wears_off is None else given + figures.wears_off


def recheck_due(state: State, figures: Figures) -> bool:
    """True from the time to look again until somebody has looked."""
    at = look_again_at(state, figures)
    if at is None or state.t < at:
        return False
    return state.breathing is None or state.breathing.t < at


def naloxone_from(state: State, figures: Figures) -> float:
    """The earliest answer that leads to naloxone: after breaths where they come first, after a dose's time to work."""
    ready = breaths_had_their_time_at(state, figures) if figures.breaths_first else state.phase_since
    again = look_again_at(state, figures)
    return ready if again is None else max(again, ready)


def breaths_had_their_time_at(state: State, figures: Figures) -> float:
    """When somebody who does not breathe has had breaths for as long as the guideline gives them."""
    return state.phase_since + figures.naloxone_ready


def naloxone_due(state: State, figures: Figures) -> bool:
    """True when they still do not breathe normally after breaths, and after the last dose's time.

    Breathing decides, not waking. In some guidelines SpO2 that does not stay up decides too.
    """
    if state.phase is not Phase.BREATHS:
        return False
    said = state.breathing
    if said is not None and not said.yes and said.t >= naloxone_from(state, figures):
        return True
    return not_held(state, figures)


def not_held(state: State, figures: Figures) -> bool:
    """True when SpO2 is not held after breaths, where the guideline gives naloxone for that."""
    if figures.naloxone_spo2 is None or state.vitals is None or state.vitals.spo2 is None:
        return False
    ready = max(naloxone_from(state, figures), breaths_had_their_time_at(state, figures))
    shown = state.prompt is not None and state.prompt.id is PromptId.NALOXONE
    limit = figures.naloxone_spo2_clear if shown else figures.naloxone_spo2
    return state.t >= ready and fresh(state, figures) and state.vitals.spo2 < limit


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
    """With no number to go by, a low one, or naloxone wearing off, the person is looked at more often."""
    if state.acts.oximeter_off:
        return figures.ask_no_clip
    uneasy = (
        wearing_off(state, figures)
        or state.live_at is None
        or any(state.alarm(alarm) for alarm in (*_NO_NUMBER, *_LOW_NUMBER))
    )
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


def no_pulse(state: State, figures: Figures) -> bool:
    """True when somebody felt for a pulse and found none, or, where the guideline takes that for none, was not sure.

    A silence is not taken for it: nobody has felt.
    """
    felt = state.pulse_felt
    if felt is None or felt.assumed:
        return False
    return felt.value is AnswerValue.NO or (felt.value is AnswerValue.CANT_TELL and figures.pushes_when_unsure)


def needs_pushing(state: State, figures: Figures) -> bool:
    """True when the chest is to be pushed: no pulse, somebody pushes already, or the guideline has it so."""
    if state.phase is not Phase.BREATHS:
        return False
    felt = state.pulse_felt is not None and state.pulse_felt.yes
    return no_pulse(state, figures) or pushing(state) or (figures.cpr and not felt)
