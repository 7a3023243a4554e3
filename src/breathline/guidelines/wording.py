"""The catalogue's words with the pack's figures filled in: once, before the first step."""

from __future__ import annotations

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.figures import Figures
from breathline.guidelines.state import State
from breathline.guidelines.texts import Texts
from breathline.words import Cause, FaultId, QuestionId

_MINUTE_S = 60


class Wording:
    """Every sentence the engine can say under one pack.

    Args:
        texts: The catalogue.
        figures: The pack's figures.
    """

    def __init__(self, texts: Texts, figures: Figures) -> None:
        self._figures = figures
        self._texts = texts
        limits = {alarm: f"{bound.value:g}" for alarm, bound in figures.bounds.items()}
        period = f"{figures.breath_period:g}"
        self.prompts = {prompt: texts.prompt_words(prompt, breath_period=period) for prompt in PromptId}
        self.nexts = {prompt: texts.prompt(prompt).next for prompt in PromptId}
        self.actions = {prompt: texts.prompt(prompt).action for prompt in PromptId}
        self.action_labels = {prompt: texts.prompt(prompt).action_label for prompt in PromptId}
        self.questions = {question: texts.question(question).text for question in QuestionId}
        self.options = {question: texts.question(question).options() for question in QuestionId}
        self.alarms = {alarm: texts.alarm(alarm, limit=limits.get(alarm, "")) for alarm in AlarmId}
        self.faults: dict[FaultId, str] = dict(texts.faults)
        self.pacers = dict(texts.pacers)
        seconds = f"{figures.number_follows:g}"
        self.notes = {name: note.format(seconds=seconds) for name, note in texts.notes.items()}
        self._causes: dict[Cause, str] = dict(texts.causes)
        low = limits[AlarmId.SPO2_LOW]
        limit_of = {"spo2_very_low": limits[AlarmId.SPO2_VERY_LOW]}
        minutes = f"{figures.look_again / _MINUTE_S:g}"
        self._reasons = {
            name: text.format(limit=limit_of.get(name, low), minutes=minutes, seconds=seconds, cause="{cause}")
            for name, text in texts.reasons.items()
        }

    def reason(self, name: str, state: State) -> str:
        """Why, in words; a missing number's reason names its cause."""
        text = self._reasons[name]
        if "{cause}" not in text:
            return text
        cause = None if state.vitals is None else state.vitals.cause
        return text.format(cause=self._causes[Cause.NO_OXIMETER if cause is None else cause])
