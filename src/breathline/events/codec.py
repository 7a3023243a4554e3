"""Events as rows and rows as events: the one place that knows how an event is written down.

The log, `--json` and MQTT all write these rows. A row is a plain dict whose keys stand in the documented order, so
that it can go straight to JSON. `from_row(as_row(event)) == event` holds for every event that `as_row` accepts, also
through JSON: floats keep every bit, a whole number stays a whole number.

What is not in the vocabulary is refused, in both directions: an unknown kind, key or list item, a number that is not
finite, a reason that is not a fixed word. There is nowhere to write a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import assert_never

from breathline.events.fields import Fields, RowError, count, item, maybe, number, shown, text, truth, word
from breathline.events.model import (
    MOST_LEVEL,
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    AnswerEvent,
    CloseOutEvent,
    DeadlineEvent,
    DeadlineId,
    Event,
    FaultEvent,
    Priority,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    ResponseState,
    TakenBackEvent,
    VitalsEvent,
)
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    BreathMethod,
    Cause,
    Fault,
    FaultId,
    Hardship,
    Outcome,
    QuestionId,
    Route,
    Trust,
    Vitals,
)

_SELDOM = ("low_in", "signal_quality", "breath_rate", "breath_quality", "breath_gap")
"""Vitals that most rows do not have: without a pleth or a fall their keys are left out, which keeps a log small."""


def as_row(event: Event) -> dict[str, object]:  # noqa: C901, PLR0911 - one case for each kind of event
    """Write an event down.

    Args:
        event: Any event of the vocabulary.

    Returns:
        The row, ready for JSON, with its keys in the documented order.

    Raises:
        RowError: A number is not finite, or a text is not one that a screen shows.
    """
    t = number("t", event.t)
    match event:
        case VitalsEvent():
            return {"t": t, "kind": "vitals", **_vitals_row(event.vitals)}
        case ActionEvent():
            return {"t": t, "kind": "action", **_action_row(event.action)}
        case AnswerEvent(_, answer):
            return {"t": t, "kind": "answer", "id": answer.question.value, "answer": answer.value.value}
        case FaultEvent(_, fault):
            return {"t": t, "kind": "fault", "id": fault.id.value, "present": fault.present}
        case DeadlineEvent():
            return {"t": t, "kind": "deadline", "id": event.id.value}
        case PromptEvent():
            words = {"text": text("text", event.text), "reason": text("reason", event.reason)}
            return {"t": t, "kind": "prompt", "id": event.id.value, "state": event.state.value, **words}
        case QuestionEvent():
            said = {"state": event.state.value, "answer": _name(event.answer)}
            return {"t": t, "kind": "question", "id": event.id.value, **said}
        case AlarmEvent():
            life = {"priority": event.priority.value, "state": event.state.value}
            grown = {} if event.level == 1 else {"level": _grown("level", event.level)}
            return {"t": t, "kind": "alarm", "id": event.id.value, **life, **grown}
        case ResponseEvent():
            return {"t": t, "kind": "response", "state": event.state.value, "reason": word("reason", event.reason)}
        case TakenBackEvent():
            return {"t": t, "kind": "taken_back", "id": event.id.value, "at": number("at", event.at)}
        case CloseOutEvent():
            said = {"outcome": _name(event.outcome), "hardship": _name(event.hardship)}
            return {"t": t, "kind": "close_out", **said}
    assert_never(event)


def from_row(row: Mapping[str, object]) -> Event:
    """Read an event back: the exact inverse of `as_row`.

    Args:
        row: A row as `as_row` makes it, straight or through JSON.

    Returns:
        The event.

    Raises:
        RowError: The kind, a key or a value is not in the vocabulary, or a key is missing.
    """
    fields = Fields(row)
    read = fields.take("kind", _reader)
    event = read(fields.take("t", number), fields)
    fields.nothing_more()
    return event


def _vitals_row(vitals: Vitals) -> dict[str, object]:
    known = maybe(number)
    return {
        "spo2": known("spo2", vitals.spo2),
        "pulse": known("pulse", vitals.pulse),
        "trust": vitals.trust.value,
        "cause": _name(vitals.cause),
        "slope": known("slope", vitals.slope),
        "slope_error": known("slope_error", vitals.slope_error),
        "pulse_trust": vitals.pulse_trust.value,
        "age": known("age", vitals.age),
        "perfusion": known("perfusion", vitals.perfusion),
        "battery": maybe(count)("battery", vitals.battery),
        **{key: number(key, value) for key in _SELDOM if (value := getattr(vitals, key)) is not None},
    }


def _vitals(t: float, fields: Fields) -> VitalsEvent:
    known = maybe(number)
    vitals = Vitals(
        t=t,
        spo2=fields.take("spo2", known),
        pulse=fields.take("pulse", known),
        trust=fields.take("trust", item(Trust)),
        cause=fields.take("cause", maybe(item(Cause))),
        slope=fields.take("slope", known),
        slope_error=fields.take("slope_error", known),
        pulse_trust=fields.take("pulse_trust", item(Trust)),
        age=fields.take("age", known),
        perfusion=fields.take("perfusion", known),
        battery=fields.take("battery", maybe(count)),
        **{key: fields.take_known(key, number) for key in _SELDOM},
    )
    return VitalsEvent(vitals)


def _action_row(action: Action) -> dict[str, object]:
    values: dict[str, object] = {
        "id": action.id.value,
        "method": _name(action.method),
        "flow_l_min": maybe(number)("flow_l_min", action.flow_l_min),
        "dose_mg": maybe(number)("dose_mg", action.dose_mg),
        "route": _name(action.route),
        "count": maybe(count)("count", action.count),
        "outcome": _name(action.outcome),
    }
    return {key: value for key, value in values.items() if value is not None}


def _action(t: float, fields: Fields) -> ActionEvent:
    action = Action(
        fields.take("id", item(ActionId)),
        method=fields.take_known("method", item(BreathMethod)),
        flow_l_min=fields.take_known("flow_l_min", number),
        dose_mg=fields.take_known("dose_mg", number),
        route=fields.take_known("route", item(Route)),
        count=fields.take_known("count", count),
        outcome=fields.take_known("outcome", item(Outcome)),
    )
    return ActionEvent(t, action)


def _answer(t: float, fields: Fields) -> AnswerEvent:
    return AnswerEvent(t, Answer(fields.take("id", item(QuestionId)), fields.take("answer", item(AnswerValue))))


def _fault(t: float, fields: Fields) -> FaultEvent:
    return FaultEvent(t, Fault(fields.take("id", item(FaultId)), fields.take("present", truth)))


def _deadline(t: float, fields: Fields) -> DeadlineEvent:
    return DeadlineEvent(t, fields.take("id", item(DeadlineId)))


def _prompt(t: float, fields: Fields) -> PromptEvent:
    return PromptEvent(
        t,
        fields.take("id", item(PromptId)),
        fields.take("state", item(PromptState)),
        fields.take("text", text),
        fields.take("reason", text),
    )


def _question(t: float, fields: Fields) -> QuestionEvent:
    return QuestionEvent(
        t,
        fields.take("id", item(QuestionId)),
        fields.take("state", item(QuestionState)),
        fields.take("answer", maybe(item(AnswerValue))),
    )


def _alarm(t: float, fields: Fields) -> AlarmEvent:
    return AlarmEvent(
        t,
        fields.take("id", item(AlarmId)),
        fields.take("priority", item(Priority)),
        fields.take("state", item(AlarmState)),
        level=fields.take_known("level", _grown) or 1,
    )


def _grown(key: str, value: object) -> int:
    """A level above the first: the first is left out of a row, so that a log stays small."""
    level = count(key, value)
    if not 1 < level <= MOST_LEVEL:
        raise RowError(f'"{key}" is {shown(value)}: 2 to {MOST_LEVEL} is needed; level 1 is left out')
    return level


def _response(t: float, fields: Fields) -> ResponseEvent:
    return ResponseEvent(t, fields.take("state", item(ResponseState)), fields.take("reason", word))


def _taken_back(t: float, fields: Fields) -> TakenBackEvent:
    return TakenBackEvent(t, fields.take("id", item(ActionId)), fields.take("at", number))


def _close_out(t: float, fields: Fields) -> CloseOutEvent:
    return CloseOutEvent(
        t, fields.take("outcome", maybe(item(Outcome))), fields.take("hardship", maybe(item(Hardship)))
    )


_READERS: dict[str, Callable[[float, Fields], Event]] = {
    "vitals": _vitals,
    "action": _action,
    "answer": _answer,
    "fault": _fault,
    "deadline": _deadline,
    "prompt": _prompt,
    "question": _question,
    "alarm": _alarm,
    "response": _response,
    "taken_back": _taken_back,
    "close_out": _close_out,
}


def _reader(key: str, value: object) -> Callable[[float, Fields], Event]:
    if isinstance(value, str) and value in _READERS:
        return _READERS[value]
    raise RowError(f'"{key}" is {shown(value)}: not one of {", ".join(_READERS)}')


def _name(listed: StrEnum | None) -> str | None:
    return None if listed is None else listed.value
