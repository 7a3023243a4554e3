"""Events as lines for a person to read: one a change, numbers only now and then."""

from __future__ import annotations

from collections.abc import Iterator

from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmState,
    AnswerEvent,
    Event,
    FaultEvent,
    Priority,
    PromptEvent,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    TakenBackEvent,
    VitalsEvent,
)
from breathline.guidelines.pack import Pack
from breathline.guidelines.texts import Texts
from breathline.words import Cause, Trust, Vitals

EVERY_S = 10.0
"""Numbers are said this often, and at once when their trust changes: twenty minutes stay readable."""

MISSING = "--"
"""Stands where a number is not believed."""

STARS = {Priority.HIGH: "***", Priority.MEDIUM: "**", Priority.LOW: "*"}
"""Priority without colour, as monitors print it."""


class Lines:
    """Turns a response's events into lines.

    Args:
        pack: Whose figures stand in the alarms' words.
        texts: The words.
    """

    def __init__(self, pack: Pack, texts: Texts) -> None:
        self._pack = pack
        self._texts = texts
        self._said_at: float | None = None
        self._said: tuple[Trust, Cause | None] | None = None

    def of(self, event: Event) -> Iterator[str]:
        """The event's lines; none for what is only the machine's (deadlines, most of the numbers)."""
        said = self._vitals(event.vitals) if isinstance(event, VitalsEvent) else self._words(event)
        if said is not None:
            yield f"{clock(event.t):>7}  {said}"

    def _vitals(self, vitals: Vitals) -> str | None:
        trust = (vitals.trust, vitals.cause)
        if self._said_at is not None and trust == self._said and vitals.t - self._said_at < EVERY_S:
            return None
        self._said_at, self._said = vitals.t, trust
        numbers = f"SpO2 {_whole(vitals.spo2)}  pulse {_whole(vitals.pulse)}"
        if vitals.slope is not None:
            numbers += f"  {vitals.slope:+.1f} a minute"
        return numbers if vitals.cause is None else f"{numbers}  {vitals.trust}: {self._texts.causes[vitals.cause]}"

    def _words(self, event: Event) -> str | None:  # noqa: PLR0911 - one return for each kind of event
        match event:
            case PromptEvent():
                return f"{_PROMPT[event.state]} {event.text}" + (f" ({event.reason})" if event.reason else "")
            case QuestionEvent():
                answer = "" if event.answer is None else f" {event.answer}"
                return f"{_QUESTION[event.state]} {self._texts.question(event.id).text}{answer}"
            case AlarmEvent():
                return f"{_ALARM[event.state]} {STARS[event.priority]} {self._alarm(event)}"
            case ActionEvent():
                return f"done      {event.action.id}"
            case TakenBackEvent():
                return f"undone    {event.id} of {clock(event.at)}"
            case AnswerEvent():
                return f"said      {event.answer.question}: {event.answer.value}"
            case FaultEvent():
                return f"fault     {event.fault.id} {'began' if event.fault.present else 'ended'}"
            case ResponseEvent():
                return f"response  {event.state}: {event.reason}"
            case _:
                return None

    def _alarm(self, event: AlarmEvent) -> str:
        limit = self._pack.limits.get(event.id)
        return self._texts.alarm(event.id, limit="" if limit is None else f"{limit.value:g}")


_PROMPT = {PromptState.SHOWN: "DO       ", PromptState.DONE: "did      ", PromptState.WITHDRAWN: "no longer"}
_QUESTION = {
    QuestionState.ASKED: "ASK      ",
    QuestionState.ANSWERED: "answered ",
    QuestionState.WITHDRAWN: "not asked",
}
_ALARM = {
    AlarmState.OCCURRED: "ALARM    ",
    AlarmState.SIGNALLED: "sounds   ",
    AlarmState.SUPPRESSED: "quiet    ",
    AlarmState.CLEARED: "over     ",
}


def clock(seconds: float) -> str:
    """Minutes and seconds since the start: "12:07"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _whole(number: float | None) -> str:
    return f"{MISSING if number is None else round(number):>3}"
