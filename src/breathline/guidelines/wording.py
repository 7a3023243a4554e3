"""The catalogue's words with the pack's figures filled in: once, before the first step.

A catalogue that lacks a word is refused here: nothing may be found missing in the middle of a response.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from breathline.errors import UsageError
from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.figures import Figures
from breathline.guidelines.reasons import Reason
from breathline.guidelines.state import State
from breathline.guidelines.texts import Texts
from breathline.words import Cause, FaultId, QuestionId

_MINUTE_S = 60
NOTES = ("oxygen_hides", "watch_person", "number_follows")
PACERS = ("breaths", "bag", "compressions")


class Wording:
    """Every sentence the engine can say under one pack.

    Args:
        texts: The catalogue.
        figures: The pack's figures.

    Raises:
        UsageError: The catalogue lacks a word.
    """

    def __init__(self, texts: Texts, figures: Figures) -> None:
        _check(texts)
        limits = {alarm: f"{bound.value:g}" for alarm, bound in figures.bounds.items()}
        period, seconds = f"{figures.breath_period:g}", f"{figures.number_follows:g}"
        self.prompts = {prompt: texts.prompt_words(prompt, breath_period=period) for prompt in PromptId}
        self.nexts = {prompt: texts.prompt(prompt).next for prompt in PromptId}
        self.voices = {prompt: texts.prompt(prompt).voice.format(breath_period=period) for prompt in PromptId}
        self.actions = {prompt: texts.prompt(prompt).action for prompt in PromptId}
        self.action_labels = {prompt: texts.prompt(prompt).action_label for prompt in PromptId}
        self.questions = {question: texts.question(question).text for question in QuestionId}
        self.options = {question: texts.question(question).options() for question in QuestionId}
        self.alarms = {alarm: texts.alarm(alarm, limit=limits.get(alarm, "")) for alarm in AlarmId}
        self.faults = dict(texts.faults)
        self.pacers = dict(texts.pacers)
        self.notes = {name: texts.notes[name].format(seconds=seconds) for name in NOTES}
        self._causes = dict(texts.causes)
        self._reasons = {
            reason: texts.reason(
                reason,
                limit=_limit(reason, figures),
                minutes=f"{_minutes_of(reason, figures):g}",
                seconds=seconds,
                cause="{cause}",
            )
            for reason in Reason
        }

    def reason(self, reason: Reason, state: State) -> str:
        """Why, in words; a missing number's reason names its cause."""
        text = self._reasons[reason]
        if "{cause}" not in text:
            return text
        cause = None if state.vitals is None else state.vitals.cause
        return text.format(cause=self._causes[Cause.NO_OXIMETER if cause is None else cause])


def _limit(reason: Reason, figures: Figures) -> str:
    """The SpO2 that a reason speaks of; "" where the pack has none, and so never gives that reason."""
    if reason is Reason.SPO2_NOT_HELD:
        return "" if figures.naloxone_spo2 is None else f"{figures.naloxone_spo2:g}"
    alarm = AlarmId.SPO2_VERY_LOW if reason is Reason.SPO2_VERY_LOW else AlarmId.SPO2_LOW
    return f"{figures.bounds[alarm].value:g}"


def _minutes_of(reason: Reason, figures: Figures) -> float:
    """The minutes that a reason speaks of; 0 where the pack has none, and so never gives that reason."""
    if reason is Reason.OBSERVE:
        return (figures.observe or 0.0) / _MINUTE_S
    return figures.look_again / _MINUTE_S


def _check(texts: Texts) -> None:
    needed: tuple[tuple[str, Collection[str], Iterable[str]], ...] = (
        ("prompts", texts.prompts, PromptId),
        ("questions", texts.questions, QuestionId),
        ("alarms", texts.alarms, AlarmId),
        ("causes", texts.causes, Cause),
        ("faults", texts.faults, FaultId),
        ("reasons", texts.reasons, Reason),
        ("notes", texts.notes, NOTES),
        ("pacers", texts.pacers, PACERS),
    )
    for table, there, names in needed:
        missing = [str(name) for name in names if name not in there]
        if missing:
            raise UsageError(f"texts in {texts.language!r}: [{table}] lacks {', '.join(missing)}; write it there")
