"""Undo: the last act goes back, and with it all that followed from it at once, exactly.

What still stands as it stood right after the act is what the act changed, and goes back; what a person, a number or
time has changed since stays. A question or a prompt that comes back has waited no longer than it had been there to see.
"""

from __future__ import annotations

from dataclasses import dataclass

from breathline.events.model import Change, TakenBackEvent
from breathline.guidelines.alarms import signals
from breathline.guidelines.quick import maker, replace
from breathline.guidelines.state import Asked, Moment, Shown, State, Undoable, Watch
from breathline.words import QuestionId

_MOMENT = maker(Moment)


def moment(state: State) -> Moment:
    """How everything stands that an act may change at once."""
    return _MOMENT(
        acts=state.acts, responsive=state.responsive, pulse_felt=state.pulse_felt, doubt=state.doubt,
        phase=state.phase, phase_since=state.phase_since, passed=state.passed, prompt=state.prompt,
        question=state.question, watches=state.watches, latched=state.latched, touched_at=state.touched_at,
    )  # fmt: skip


def settle(state: State) -> State:
    """Note how everything stands right after the newest act."""
    if not state.undoable or state.undoable[-1].after is not None:
        return state
    newest = replace(state.undoable[-1], after=moment(state))
    return replace(state, undoable=(*state.undoable[:-1], newest))


def undo(state: State, changes: list[Change]) -> State:
    """Take the last act back; without one, the state as it is."""
    last = state.undoable[-1] if state.undoable else None
    if last is None or last.after is None:
        return state
    changes.append(TakenBackEvent(state.t, last.id, last.t))
    before, after = last.before, last.after
    if (state.phase, state.phase_since) == (after.phase, after.phase_since):
        since = tuple(each for each in state.passed if each not in after.passed)
        passed = before.passed + tuple(each for each in since if before.phase is after.phase)
        state = replace(state, phase=before.phase, phase_since=before.phase_since, passed=passed)
    return replace(
        state,
        acts=before.acts,
        undoable=state.undoable[:-1],
        pulse_felt=before.pulse_felt if state.pulse_felt == after.pulse_felt else state.pulse_felt,
        doubt=before.doubt if state.doubt is after.doubt else state.doubt,
        watches=_watches(state, last, after, changes),
        latched=before.latched if state.latched == after.latched else state.latched,
        touched_at=before.touched_at if state.touched_at == after.touched_at else state.touched_at,
    )


@dataclass(frozen=True, slots=True)
class Back:
    """What comes back to the screen if it is wanted again."""

    prompt: Shown | None
    question: Asked | None


def back(state: State, t: float) -> Back | None:
    """What the last act took off the screen, as it comes back if that act is taken back at `t`; None without an act."""
    if not state.undoable:
        return None
    last = state.undoable[-1]
    away = t - last.t
    after = last.before if last.after is None else last.after
    shown, now = last.before.prompt, state.prompt
    if shown is not None and (now is None or (now.id, now.since) != (shown.id, shown.since)):
        shown = replace(shown, since=shown.since + away)
    question = (
        _question(state, last.before.question, after, away) if state.question == after.question else state.question
    )
    return Back(shown, question)


def _question(state: State, asked: Asked | None, after: Moment, away: float) -> Asked | None:
    """The question that the act closed, unless it was answered since. No act closes one about breathing."""
    if asked is None or asked == after.question:
        return asked
    if asked.id is QuestionId.PULSE_FELT:
        answered = state.pulse_felt != after.pulse_felt
    else:
        answered = state.responsive != after.responsive
    if answered:
        return None
    return replace(asked, asked_at=asked.asked_at + away, waiting_since=asked.waiting_since + away)


def _watches(state: State, last: Undoable, after: Moment, changes: list[Change]) -> tuple[Watch, ...]:
    """The alarms, with those that the act itself ended: its own slip must not quiet them."""
    gone = {watch.id for watch in last.before.watches} - {watch.id for watch in (*after.watches, *state.watches)}
    back = [watch for watch in last.before.watches if watch.id in gone]
    for watch in back:
        if watch.since is not None:
            signals.say_again(watch, state, changes)
    order = [watch.id for watch in last.before.watches]
    watches = [*state.watches, *back]
    return tuple(sorted(watches, key=lambda watch: order.index(watch.id) if watch.id in order else len(order)))
