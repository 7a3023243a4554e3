"""The Situation, made from the state: what a screen, a speaker or a light needs, and nothing to work out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from breathline.events.model import AlarmId, AlarmState, Priority, PromptId
from breathline.guidelines import course
from breathline.guidelines.alarms.signals import KINDS
from breathline.guidelines.alarms.suppression import paused
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.quick import maker
from breathline.guidelines.situation import Alarm, Naloxone, Pacer, Prompt, Question, Situation
from breathline.guidelines.state import Phase, State, Watch
from breathline.guidelines.wording import Wording
from breathline.words import BreathMethod, QuestionId

_WORST_FIRST = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2}

_AFTER: Mapping[PromptId, PromptId] = MappingProxyType(
    {
        PromptId.STIMULATE: PromptId.CALL_911,
        PromptId.AIRWAY: PromptId.CHECK_BREATHING,
        PromptId.CHECK_BREATHING: PromptId.VENTILATE,
        PromptId.RECHECK: PromptId.NALOXONE,
        PromptId.OXYGEN: PromptId.KEEP_GOING,
        PromptId.RECOVERY_POSITION: PromptId.STAY,
        PromptId.ATTACH_OXIMETER: PromptId.STAY,
        PromptId.FIX_READING: PromptId.STAY,
        PromptId.SEDATED_WATCH: PromptId.CHECK_BREATHING,
        PromptId.STAY: PromptId.CHECK_BREATHING,
    }
)
"""What usually follows; the prompts missing here depend on more."""

_WATCHES = frozenset({PromptId.STAY, PromptId.SEDATED_WATCH})

_SITUATION, _PROMPT, _QUESTION, _ALARM = maker(Situation), maker(Prompt), maker(Question), maker(Alarm)


def situation(state: State, figures: Figures, wording: Wording) -> Situation:
    """What the screen draws for this state."""
    acts = state.acts
    return _SITUATION(
        t=state.t,
        pack=figures.pack,
        started=state.started_at is not None,
        ended=state.ended_at is not None,
        vitals=state.vitals,
        prompt=_prompt(state, wording),
        next_text=_next(state, figures, wording),
        question=_question(state, figures, wording),
        pacer=_pacer(state, figures, wording),
        alarms=_standing(state, wording),
        pause_until=state.pause_until if paused(state) else None,
        naloxone=Naloxone(acts.doses, acts.naloxone_at, _looking_again_at(state, figures)),
        oxygen_since=acts.oxygen_since,
        breaths_since=acts.breaths_since if course.giving_breaths(state) else None,
        breaths=acts.breaths,
        compressions_since=acts.compressions_since if course.pushing(state) else None,
        called_911_at=acts.called_911_at,
        no_911=acts.no_911,
        oximeter_off=acts.oximeter_off,
        spo2_low=figures.bounds[AlarmId.SPO2_LOW].value,
        note=_note(state, figures, wording),
        marks=acts.marks,
        can_undo=state.undoable[-1].id if state.running and state.undoable else None,
        unresolved=wording.faults[state.faults[-1]] if state.faults else "",
        outcome=state.outcome,
        latched=tuple(
            _alarm(watch, watch.since, AlarmState.CLEARED, state.t, wording)
            for watch in state.latched
            if watch.since is not None
        ),
        breath_method=figures.breath_method,
        observe_until=course.observe_until(state, figures),
        help_here_at=acts.help_here_at,
    )


def _prompt(state: State, wording: Wording) -> Prompt | None:
    shown = state.prompt
    if shown is None:
        return None
    button = PromptId.HAND_OVER if _waits_for_help(state, shown.id) else shown.id
    action = None if shown.done or button is PromptId.HAND_OVER is shown.id else wording.actions[button]
    return _PROMPT(
        id=shown.id,
        text=wording.prompts[shown.id],
        reason=wording.reason(shown.reason, state),
        since=shown.since,
        action=action,
        action_label="" if action is None else wording.action_labels[button],
        voice=wording.voices[shown.id],
    )


def _waits_for_help(state: State, prompt: PromptId) -> bool:
    """True while there is nothing more to do than to watch until those who were called are here."""
    called = state.acts.called_911_at is not None and state.acts.help_here_at is None
    return called and prompt in _WATCHES


def _next(state: State, figures: Figures, wording: Wording) -> str:
    if state.prompt is None:
        return ""
    return wording.nexts[_following(state, state.prompt.id, figures)]


def _following(state: State, prompt: PromptId, figures: Figures) -> PromptId:
    if _waits_for_help(state, prompt):
        return PromptId.HAND_OVER
    by_rule = _by_rule(state, prompt, figures)
    if by_rule is not None:
        return by_rule
    if prompt in _AFTER:
        return _AFTER[prompt]
    if state.acts.doses:
        return PromptId.RECHECK
    if prompt is PromptId.KEEP_GOING and state.live_at is None and not state.acts.oximeter_off:
        return PromptId.ATTACH_OXIMETER
    return PromptId.NALOXONE


def _by_rule(state: State, prompt: PromptId, figures: Figures) -> PromptId | None:
    """What follows where guidelines differ; None where they do not."""
    if prompt is PromptId.CALL_911:
        return _after_call(state, figures)
    if prompt is PromptId.STIMULATE and figures.call_911 is not Call911.NOT_WAKING:
        return PromptId.AIRWAY
    if prompt is PromptId.NALOXONE:
        return PromptId.COMPRESSIONS if course.needs_pushing(state, figures) else PromptId.KEEP_GOING
    return None


def _after_call(state: State, figures: Figures) -> PromptId:
    if state.phase is Phase.BREATHS:
        return PromptId.COMPRESSIONS if course.needs_pushing(state, figures) else PromptId.VENTILATE
    after = {Phase.ROUSE: PromptId.STIMULATE, Phase.LOOK: PromptId.AIRWAY}
    return after.get(state.phase, PromptId.RECOVERY_POSITION)


def _question(state: State, figures: Figures, wording: Wording) -> Question | None:
    asked, overdue_at = state.question, course.overdue_at(state, figures)
    if asked is None or overdue_at is None:
        return None
    return _QUESTION(
        id=asked.id,
        text=wording.questions[asked.id],
        options=wording.options[asked.id],
        asked_at=asked.asked_at,
        overdue_at=overdue_at,
        overdue=state.t >= overdue_at,
        loud=state.acts.oximeter_off and asked.id is QuestionId.BREATHING,
    )


def _pacer(state: State, figures: Figures, wording: Wording) -> Pacer | None:
    shown = state.prompt
    if shown is None or state.phase is not Phase.BREATHS:
        return None
    if course.needs_pushing(state, figures):
        if figures.compression_period is None:
            return None
        since = state.acts.compressions_since
        start = _pushing_from(state) if since is None else since
        return Pacer("compressions", start, figures.compression_period, wording.pacers["compressions"])
    since = state.acts.breaths_since if course.giving_breaths(state) else None
    start = state.phase_since if since is None else since
    words = wording.pacers["bag" if figures.breath_method is BreathMethod.BAG else "breaths"]
    return Pacer("breaths", start, figures.breath_period, words)


def _pushing_from(state: State) -> float:
    """When pushes that nobody has marked were called for: when no pulse was felt, or breathing had stopped."""
    felt = state.pulse_felt
    return state.phase_since if felt is None else max(felt.t, state.phase_since)


def _standing(state: State, wording: Wording) -> tuple[Alarm, ...]:
    standing = [
        _alarm(
            watch, watch.since, AlarmState.SUPPRESSED if watch.suppressed else AlarmState.SIGNALLED, state.t, wording
        )
        for watch in state.watches
        if watch.since is not None
    ]
    return tuple(sorted(standing, key=lambda alarm: (_WORST_FIRST[alarm.priority], alarm.since)))


def _alarm(watch: Watch, since: float, how: AlarmState, t: float, wording: Wording) -> Alarm:
    until = watch.acknowledged_until
    quiet_until = until if until is not None and until > t else None
    return _ALARM(
        id=watch.id,
        priority=watch.priority,
        state=how,
        label=wording.alarms[watch.id],
        since=since,
        kind=KINDS[watch.id],
        level=watch.level,
        quiet_until=quiet_until,
    )


def _looking_again_at(state: State, figures: Figures) -> float | None:
    at = course.look_again_at(state, figures)
    waiting = at is not None and (state.t < at or course.recheck_due(state, figures))
    return at if waiting else None


def _note(state: State, figures: Figures, wording: Wording) -> str:
    """What the number needs beside it: a good one is never the whole story, a low one may be late."""
    vitals = state.vitals
    if not state.running or vitals is None or vitals.spo2 is None or not course.fresh(state, figures):
        return ""
    if vitals.spo2 >= figures.bounds[AlarmId.SPO2_LOW].value:
        return wording.notes["oxygen_hides" if state.acts.oxygen_since is not None else "watch_person"]
    until = course.number_follows_until(state, figures)
    return wording.notes["number_follows"] if until is not None and state.t < until else ""
