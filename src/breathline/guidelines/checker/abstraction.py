"""Which two moments of a response count as one state: the parts of it that are told apart, and the views over them.

The engine's state has more than any machine can walk through. So the checker walks through it once for each view: a
view tells apart some parts of the state exactly and takes the rest as it comes first, the shortest way there. Times
count by what they are waited for, not by their figures. docs/checking.md says what this covers and what not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from breathline.events.model import AlarmId
from breathline.guidelines.checker.account import Account
from breathline.guidelines.checker.promises import LOST_S, Promises
from breathline.guidelines.state import Said, State

Part: TypeAlias = Callable[[State], Hashable]
Promised: TypeAlias = Callable[[Account, Promises], Hashable]
Key: TypeAlias = Callable[[State, Account], Hashable]

MOST_DOSES = 2
"""No rule tells a second dose from a third."""


@dataclass(frozen=True, slots=True)
class View:
    """One walk: which parts are told apart, and what happens in it.

    Attributes:
        name: What it looks at.
        parts: The names of the parts.
        promised: The names of the promises: whether each runs, and whether it is due.
        moves: The names or the kinds of the moves that are tried.
        undo: True when every act is also taken back at once.
    """

    name: str
    parts: tuple[str, ...]
    promised: tuple[str, ...]
    moves: frozenset[str]
    undo: bool = False


def _said(said: Said | None) -> Hashable:
    return None if said is None else (said.value, said.assumed)


def _alarms(state: State, *alarms: AlarmId) -> Hashable:
    """How far each of these alarms is: begun, standing, ending, held back."""
    return tuple(
        (each.id, each.priority, each.level, each.since is None, each.ends_at is None, each.suppressed)
        for each in state.watches
        if each.id in alarms
    )


def _number(state: State) -> Hashable:
    vitals = state.vitals
    return None if vitals is None else (vitals.trust, vitals.spo2, vitals.pulse, vitals.battery)


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "phase": lambda state: state.phase,
        "prompt": lambda state: state.prompt and (state.prompt.id, state.prompt.done),
        "passed": lambda state: frozenset(state.passed),
        "question": lambda state: state.question and state.question.id,
        "responsive": lambda state: _said(state.responsive),
        "breathing": lambda state: (_said(state.breathing), state.breathing_heard and state.breathing_heard.value),
        "pulse felt": lambda state: _said(state.pulse_felt),
        "doubt": lambda state: state.doubt,
        "call": lambda state: (state.acts.called_911_at is None, state.acts.no_911),
        "breaths": lambda state: (state.acts.breaths_since is None, state.acts.breaths_stopped_at is None),
        "compressions": lambda state: state.acts.compressions_since is None,
        "doses": lambda state: min(state.acts.doses, MOST_DOSES),
        "clip off": lambda state: state.acts.oximeter_off,
        "last act": lambda state: state.undoable and state.undoable[-1].id,
        "number": _number,
        "fault": lambda state: bool(state.faults),
        "low alarms": lambda state: _alarms(state, AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW),
        "lost alarms": lambda state: _alarms(state, AlarmId.NO_READING, AlarmId.LINK_LOST),
        "other alarms": lambda state: _alarms(state, AlarmId.PULSE_LOW, AlarmId.PULSE_HIGH, AlarmId.BATTERY_LOW),
        "silence alarm": lambda state: _alarms(state, AlarmId.UNANSWERED),
        "pause": lambda state: state.pause_until is not None and state.pause_until > state.t,
        "next": lambda state: state.deadlines and state.deadlines[0][1],
    }
)
"""What a view may tell apart, by name."""


def _run(since: float | None, delay: float, now: float) -> int:
    """0: does not run; 1: runs; 2: is due."""
    return 0 if since is None else 1 if now < since + delay else 2


PROMISED: Mapping[str, Promised] = MappingProxyType(
    {
        "low": lambda account, promises: _run(account.low_since, promises.low_delay, account.now),
        "lost": lambda account, _: (_run(account.number_at, LOST_S, account.now), account.looked),
        "dose": lambda account, promises: _run(account.dose_at, promises.look_again, account.now),
        "breaths": lambda account, promises: _run(account.breaths_from, promises.breaths_first, account.now),
        "heard": lambda account, _: account.breathing,
        "silence": lambda account, promises: _run(account.hushed_at, promises.silence, account.now),
        "call": lambda account, _: (account.call_from is None, account.call_shown),
        "answer": lambda account, promises: (
            _run(account.asked_from, promises.patience, account.now),
            _run(account.asked_from, promises.patience + promises.escalates, account.now),
        ),
    }
)
"""Which promises run, and which are due, by name."""

_TIME, _ANSWERS, _ACTS, _NUMBERS, _FAULTS = "time", "answer", "act", "number", "fault"
_FEW_NUMBERS = ("SpO2 normal", "SpO2 just below the limit", "no number")

_STEPS = frozenset({_TIME, _ANSWERS, _ACTS, *_FEW_NUMBERS})
_CLIP = frozenset({_TIME, _ANSWERS, _FAULTS, "oximeter_off", "oximeter_on"})

VIEWS = (
    View(
        "naloxone",
        ("phase", "breathing", "pulse felt", "prompt", "question", "breaths", "compressions", "doses"),
        ("dose", "breaths", "heard"),
        _STEPS,
    ),
    View("911", ("phase", "responsive", "prompt", "question", "call", "passed"), ("call",), _STEPS),
    View(
        "number",
        ("phase", "number", "low alarms", "lost alarms", "doubt", "question"),
        ("low", "lost"),
        _CLIP | {*_FEW_NUMBERS, "SpO2 very low", "SpO2 doubtful, low", "breaths_started", "naloxone"},
    ),
    View(
        "alarms",
        ("number", "low alarms", "lost alarms", "pause", "clip off"),
        ("low", "lost", "silence"),
        _CLIP | {_NUMBERS, "pause", "acknowledge"},
    ),
    View(
        "pulse and battery",
        ("number", "other alarms", "low alarms", "silence alarm", "pause", "clip off", "fault"),
        ("silence",),
        _CLIP | {"SpO2 normal", "no number", "pulse low", "pulse high", "battery low", "pause", "acknowledge"},
    ),
    View(
        "silence",
        ("phase", "doubt", "question", "silence alarm", "lost alarms", "prompt", "pause", "next"),
        ("answer",),
        _STEPS,
    ),
    View("undo", ("phase", "prompt", "question", "last act", "call"), (), _STEPS, undo=True),
)
"""The walks, chosen so that each property's parts meet in one of them, and all of them together take a minute."""


def key_of(view: View, promises: Promises) -> Key:
    """What two moments have in common when this view counts them as one state."""
    parts = tuple(PARTS[name] for name in view.parts)
    promised = tuple(PROMISED[name] for name in view.promised)

    def key(state: State, account: Account) -> Hashable:
        return *(part(state) for part in parts), *(run(account, promises) for run in promised)

    return key
