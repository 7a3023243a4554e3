"""The pack's figures as the engine uses them: read once, plain numbers, so that a step costs next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from breathline.events.model import AlarmId, Priority, PromptId
from breathline.guidelines.pack import Pack
from breathline.words import QuestionId

_LIMITED = tuple(alarm for alarm in AlarmId if alarm is not AlarmId.UNANSWERED)
"""Alarms with a limit in the pack; `unanswered` has the question's patience instead."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One alarm's limit.

    Attributes:
        value: Where it begins, in the limit's unit.
        clear_at: Where it ends (hysteresis).
        delay_s: Seconds it must hold before the alarm occurs.
        clear_s: Seconds it must have ended before the alarm clears.
        priority: The alarm's priority.
    """

    value: float
    clear_at: float
    delay_s: float
    clear_s: float
    priority: Priority


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure the engine steers by, in seconds unless said otherwise; each comes from the pack.

    Attributes:
        pack: The pack's id.
        bounds: The alarms' limits.
        steps: The prompts that are steps of this guideline.
        asks_pulse: True when the guideline has the pulse felt for.
        breath_period: Between two breaths given.
        compression_period: Between two pushes; None when the pack gives none.
        naloxone_ready: Of breaths before naloxone is prompted.
        look_again: After a dose, before looking again.
        stimulate_look: To call, squeeze and look, before a look at the person is asked for.
        responsive_ask: Between two looks whether a breathing person wakes.
        ask: Between two breathing questions while breaths are given, or with no number.
        ask_watching: The same while the person breathes and there is a number.
        ask_no_clip: The same with the clip off on purpose.
        patience: Until an unanswered question is an alarm and counts as "can't tell".
        escalates: From then until that alarm is a high one.
        step_patience: Until a prompt that nobody marks as done makes way for the next.
        number_follows: The number's delay after breaths begin.
        pause_most: The longest pause of the sound.
        acknowledge_most: How long an acknowledged alarm stays silent.
    """

    pack: str
    bounds: dict[AlarmId, Bound]
    steps: frozenset[PromptId]
    asks_pulse: bool
    breath_period: float
    compression_period: float | None
    naloxone_ready: float
    look_again: float
    stimulate_look: float
    responsive_ask: float
    ask: float
    ask_watching: float
    ask_no_clip: float
    patience: float
    escalates: float
    step_patience: float
    number_follows: float
    pause_most: float
    acknowledge_most: float

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Read a pack's figures.

        Raises:
            PackError: One that the engine needs is missing.
        """

        def seconds(name: str) -> float:
            return pack.timer(name).value

        compression = pack.timers.get("compression_period")
        return cls(
            pack=pack.id,
            bounds={alarm: _bound(pack, alarm) for alarm in _LIMITED},
            steps=frozenset(step.id for step in pack.steps),
            asks_pulse=any(step.question is QuestionId.PULSE_FELT for step in pack.steps),
            breath_period=seconds("breath_period"),
            compression_period=None if compression is None else compression.value,
            naloxone_ready=seconds("naloxone_ready"),
            look_again=seconds("naloxone_look_again"),
            stimulate_look=seconds("stimulate_look"),
            responsive_ask=seconds("responsive_ask"),
            ask=seconds("breathing_ask"),
            ask_watching=seconds("breathing_ask_watching"),
            ask_no_clip=seconds("breathing_ask_no_clip"),
            patience=seconds("question_patience"),
            escalates=seconds("question_escalates"),
            step_patience=seconds("step_patience"),
            number_follows=seconds("number_follows"),
            pause_most=seconds("pause_most"),
            acknowledge_most=seconds("acknowledge_most"),
        )


def _bound(pack: Pack, alarm: AlarmId) -> Bound:
    limit = pack.limit(alarm)
    clear_at = limit.value if limit.clear_at is None else limit.clear_at
    return Bound(limit.value, clear_at, limit.delay_s, limit.clear_s, limit.priority)
