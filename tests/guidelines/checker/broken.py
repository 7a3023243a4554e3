"""Packs and engines with one thing broken. A reader would refuse some of these packs, so they are changed once read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from breathline.events.model import AlarmId, Input, VitalsEvent
from breathline.guidelines.engine import Engine, Step
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.pack_parts import Limit, OwnPrompt
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.state import Phase, State
from breathline.guidelines.texts import Texts
from breathline.words import QuestionId, Trust

Make: TypeAlias = Callable[[Pack, Texts], Engine]


@cache
def bc() -> Pack:
    return load_pack("bc")


def with_limit(alarm: AlarmId, **changes: object) -> Pack:
    limit: Limit = bc().limit(alarm)
    return bc().model_copy(update={"limits": {**bc().limits, alarm.value: limit.model_copy(update=changes)}})


def with_timer(name: str, seconds: float) -> Pack:
    timer = bc().timer(name).model_copy(update={"value": seconds})
    return bc().model_copy(update={"timers": {**bc().timers, name: timer}})


def with_call(when: Call911) -> Pack:
    rule = bc().rules.call_911.model_copy(update={"value": when})
    return bc().model_copy(update={"rules": bc().rules.model_copy(update={"call_911": rule})})


def with_words(text: str) -> Pack:
    own = OwnPrompt.model_validate({"text": text, "mark": "site", "source": "for a test"})
    return bc().model_copy(update={"prompts": {"stay": own}})


def under(other: Pack) -> Make:
    """An engine that goes by another copy of the pack than the one it is held to."""
    return lambda _, texts: Engine(other, texts)


class Forgetful(Engine):
    """A normal number makes it forget the breathing question."""

    def step(self, state: State, event: Input) -> Step:
        step = super().step(state, event)
        asked = step.state.question
        spo2 = event.vitals.spo2 if isinstance(event, VitalsEvent) and event.vitals.trust is Trust.LIVE else None
        if (
            spo2 is None
            or spo2 < bc().limit(AlarmId.SPO2_LOW).value
            or asked is None
            or asked.id is not QuestionId.BREATHING
        ):
            return step
        return replace(step, state=replace(step.state, question=None), situation=replace(step.situation, question=None))


class Speechless(Engine):
    """It has nothing to say to a person who woke."""

    def step(self, state: State, event: Input) -> Step:
        step = super().step(state, event)
        if step.state.phase is not Phase.AWAKE:
            return step
        return replace(step, situation=replace(step.situation, prompt=None))


class Remembering(Engine):
    """It keeps something of a response outside its state, which a restart loses."""

    def __init__(self, pack: Pack, texts: Texts) -> None:
        super().__init__(pack, texts)
        self._seen = 0

    def step(self, state: State, event: Input) -> Step:
        self._seen += 1
        step = super().step(state, event)
        return replace(step, situation=replace(step.situation, note="again" if self._seen > 1 else "first"))


class Asleep(Engine):
    """It never wakes by itself: nothing happens unless somebody does something."""

    def next_deadline(self, state: State) -> None:  # whatever is waited for
        return None
