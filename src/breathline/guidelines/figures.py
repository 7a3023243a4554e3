"""The pack's figures as the engine uses them: read once, plain numbers, so that a step costs next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from breathline.events.model import AlarmId, Priority, PromptId
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_rules import Call911, FirstNaloxone, NotBreathing, OxygenRule, PulseUnsure
from breathline.words import BreathMethod, QuestionId

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
        call_911: When the 911 prompt comes.
        breaths_first: True when naloxone waits for breaths; False when it comes as soon as they do not breathe.
        cpr: True when not breathing normally means compressions with breaths.
        pushes_when_unsure: True when "can't tell" about the pulse leads to compressions.
        oxygen: Where oxygen stands among the steps.
        breath_method: What breaths are given with.
        naloxone_spo2: SpO2 in percent below which, after breaths, naloxone is due; None: the pack gives none.
        naloxone_spo2_clear: Where that ends.
        levels: Percent below the low limit times seconds, from which the low-SpO2 alarm has level 2 and 3.
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
        observe: How long somebody stays and watches after naloxone; None when the pack does not say.
        wears_off: How long after naloxone it may wear off; None when the pack does not say.
    """

    pack: str
    bounds: dict[AlarmId, Bound]
    steps: frozenset[PromptId]
    asks_pulse: bool
    call_911: Call911
    breaths_first: bool
    cpr: bool
    pushes_when_unsure: bool
    oxygen: OxygenRule
    breath_method: BreathMethod
    naloxone_spo2: float | None
    naloxone_spo2_clear: float
    levels: tuple[float, ...]
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
    observe: float | None
    wears_off: float | None

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Read a pack's figures.

        Raises:
            PackError: One that the engine needs is missing.
        """

        def seconds(name: str) -> float:
            return pack.timer(name).value

        def seconds_if_given(name: str) -> float | None:
            return pack.timers[name].value if name in pack.timers else None

        rules = pack.rules
        bounds: dict[AlarmId, Bound] = {alarm: _bound(pack, alarm) for alarm in _LIMITED}
        cpr = rules.not_breathing.value is NotBreathing.CPR
        return cls(
            pack=pack.id,
            bounds=bounds,
            steps=frozenset(step.id for step in pack.steps),
            asks_pulse=not cpr and any(step.question is QuestionId.PULSE_FELT for step in pack.steps),
            call_911=rules.call_911.value,
            breaths_first=rules.first_naloxone.value is FirstNaloxone.AFTER_BREATHS,
            cpr=cpr,
            pushes_when_unsure=rules.pulse_unsure.value is PulseUnsure.COMPRESSIONS,
            oxygen=rules.oxygen.value,
            breath_method=BreathMethod(rules.breath_method.value),
            naloxone_spo2=None if pack.naloxone_spo2 is None else pack.naloxone_spo2.value,
            naloxone_spo2_clear=_clear_of_naloxone(pack, bounds[AlarmId.SPO2_LOW]),
            levels=tuple(
                figure.value for figure in (pack.escalation.warning, pack.escalation.emergency) if figure is not None
            ),
            breath_period=seconds("breath_period"),
            compression_period=seconds_if_given("compression_period"),
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
            observe=seconds_if_given("observe"),
            wears_off=seconds_if_given("naloxone_wears_off"),
        )


def _bound(pack: Pack, alarm: AlarmId) -> Bound:
    limit = pack.limit(alarm)
    clear_at = limit.value if limit.clear_at is None else limit.clear_at
    return Bound(limit.value, clear_at, limit.delay_s, limit.clear_s, limit.priority)


def _clear_of_naloxone(pack: Pack, low: Bound) -> float:
    """As far above naloxone's SpO2 as the low alarm clears above its limit: one number must not flicker a prompt."""
    begins = 0.0 if pack.naloxone_spo2 is None else pack.naloxone_spo2.value
    return begins + low.clear_at - low.value
