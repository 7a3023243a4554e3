"""The Situation, made from the state: what a screen, a speaker or a light needs, and nothing to work out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from breathline.events.model import AlarmId, AlarmState, Priority, PromptId
from breathline.guidelines import course
from breathline.guidelines.alarms.suppression import paused
from breathline.guidelines.figures import Figures
from breathline.guidelines.situation import Alarm, Naloxone, Pacer, Prompt, Question, Situation
from breathline.guidelines.state import Phase, State
from breathline.guidelines.wording import Wording

_WORST_FIRST = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2}

_AFTER: Mapping[PromptId, PromptId] = MappingProxyType(
    {
        PromptId.STIMULATE: PromptId.CALL_911,
        PromptId.AIRWAY: PromptId.CHECK_BREATHING,
        PromptId.CHECK_BREATHING: PromptId.VENTILATE,
        PromptId.RECHECK: PromptId.NALOXONE,
        PromptId.NALOXONE: PromptId.KEEP_GOING,
        PromptId.OXYGEN: PromptId.KEEP_GOING,
        PromptId.COMPRESSIONS: PromptId.CHECK_BREATHING,
        PromptId.RECOVERY_POSITION: PromptId.STAY,
        PromptId.ATTACH_OXIMETER: PromptId.STAY,
        PromptId.FIX_READING: PromptId.STAY,
        PromptId.SEDATED_WATCH: PromptId.CHECK_BREATHING,
        PromptId.STAY: PromptId.CHECK_BREATHING,
    }
)
"""What usually follows; the prompts missing here depend on more."""


def situation(state: State, figures: Figures, wording: Wording) -> Situation:
    """What the screen draws for this state."""
    acts = state.acts
    return Situation(
        t=state.t,
        pack=figures.pack,
        started=state.started_at is not None,
        ended=state.ended_at is not None,
        vitals=state.vitals,
        prompt=_prompt(state, wording),
        next_text=_next(state, wording),
        question=_question(state, figures, wording),
        pacer=_pacer(state, figures, wording),
        alarms=_alarms(state, wording),
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
    )


def _prompt(state: State, wording: Wording) -> Prompt | None:
    shown = state.prompt
    if shown is None:
        return None
    action = None if shown.done else wording.actions[shown.id]
    label = "" if action is None else wording.action_labels[shown.id]
    return Prompt(shown.id, wording.prompts[shown.id], wording.reason(shown.reason, state), shown.since, action, label)


def _next(state: State, wording: Wording) -> str:
    if state.prompt is None:
        return ""
    return wording.nexts[_following(state, state.prompt.id)]


def _following(state: State, prompt: PromptId) -> PromptId:
    if prompt in _AFTER:
        return _AFTER[prompt]
    if prompt is PromptId.CALL_911:
        after = {Phase.LOOK: PromptId.AIRWAY, Phase.BREATHS: PromptId.VENTILATE}
        return after.get(state.phase, PromptId.RECOVERY_POSITION)
    if state.acts.doses:
        return PromptId.RECHECK
    if prompt is PromptId.KEEP_GOING and state.live_at is None and not state.acts.oximeter_off:
        return PromptId.ATTACH_OXIMETER
    return PromptId.NALOXONE


def _question(state: State, figures: Figures, wording: Wording) -> Question | None:
    asked, overdue_at = state.question, course.overdue_at(state, figures)
    if asked is None or overdue_at is None:
        return None
    return Question(
        asked.id, wording.questions[asked.id], wording.options[asked.id], asked.asked_at, overdue_at,
        overdue=state.t >= overdue_at,
    )  # fmt: skip


def _pacer(state: State, figures: Figures, wording: Wording) -> Pacer | None:
    shown = state.prompt
    if shown is None or state.phase is not Phase.BREATHS:
        return None
    if shown.id is PromptId.COMPRESSIONS:
        if figures.compression_period is None:
            return None
        since = state.acts.compressions_since
        start = shown.since if since is None else since
        return Pacer("compressions", start, figures.compression_period, wording.pacers["compressions"])
    since = state.acts.breaths_since if course.giving_breaths(state) else None
    start = state.phase_since if since is None else since
    return Pacer("breaths", start, figures.breath_period, wording.pacers["breaths"])


def _alarms(state: State, wording: Wording) -> tuple[Alarm, ...]:
    standing = [
        Alarm(
            watch.id,
            watch.priority,
            AlarmState.SUPPRESSED if watch.suppressed else AlarmState.SIGNALLED,
            wording.alarms[watch.id],
            watch.since,
        )
        for watch in state.watches
        if watch.since is not None
    ]
    return tuple(sorted(standing, key=lambda alarm: (_WORST_FIRST[alarm.priority], alarm.since)))


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
