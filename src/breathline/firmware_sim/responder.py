"""Who acts in a simulation: nobody, somebody who does everything asked, or a script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from pydantic import BaseModel, ConfigDict, Field, model_validator

from breathline.complaint import read_model
from breathline.errors import BreathlineError
from breathline.events.model import PromptId
from breathline.words import Action, ActionId, Answer, AnswerValue, BreathMethod, Outcome, QuestionId, Route

if TYPE_CHECKING:
    from breathline.firmware_sim.hands import Means
    from breathline.guidelines.situation import Prompt, Situation

DOING_S: Final = 3.0
"""Seconds from a prompt to its act: to read twelve words and do it. Nothing here steers a hand."""
ANSWERING_S: Final = {QuestionId.RESPONSIVE: 4.0, QuestionId.BREATHING: 6.0, QuestionId.PULSE_FELT: 8.0}
"""Seconds from a question to its answer: to call and squeeze, to watch the chest for a breath, to feel for a pulse."""
TAKES_S: Final = {
    PromptId.NALOXONE: 10.0,
    PromptId.CALL_911: 8.0,
    PromptId.OXYGEN: 8.0,
    PromptId.RECOVERY_POSITION: 8.0,
    PromptId.ATTACH_OXIMETER: 6.0,
    PromptId.FIX_READING: 6.0,
}
"""Acts that take longer than the usual: to open a kit, to dial, to turn a valve or a person."""
HANDING_OVER_S: Final = 30.0
"""Seconds from the crew's coming to the end: to tell them what was seen and given."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an honest look finds.

    Attributes:
        breathing: Breathing normally on their own.
        responsive: They respond.
        pulse_felt: There is a pulse at the neck.
        help_here: The ambulance's crew is here.
    """

    breathing: bool
    responsive: bool
    pulse_felt: bool
    help_here: bool = False


class Responder(Protocol):
    """Somebody who looks at the screen and at the person."""

    def due(self, t: float, situation: Situation, seen: Seen) -> list[Action | Answer]:
        """What they do and answer by now; called with growing `t`."""
        ...


class Nobody:
    """Does nothing and answers nothing: what the guide does when it is left alone."""

    def due(self, t: float, situation: Situation, seen: Seen) -> list[Action | Answer]:  # noqa: ARG002
        """Nothing."""
        return []


class Ideal:
    """Does what each prompt asks for and answers each question honestly, as soon as a person can.

    They know nothing that the screen does not say, but for what a look at the person finds.

    Args:
        means: What there is to help with.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._done: tuple[PromptId, float, ActionId | None] | None = None
        self._said: tuple[QuestionId, float] | None = None

    def due(self, t: float, situation: Situation, seen: Seen) -> list[Action | Answer]:
        """The prompt's act and the question's answer, once each."""
        items: list[Action | Answer] = []
        question, prompt = situation.question, situation.prompt
        if question is not None and t >= question.asked_at + ANSWERING_S[question.id]:
            asked = (question.id, question.asked_at)
            if asked != self._said:
                items.append(Answer(question.id, _honestly(question.id, seen)))
            self._said = asked
        if prompt is not None and t >= prompt.since + TAKES_S.get(prompt.id, DOING_S):
            shown = (prompt.id, prompt.since, prompt.action)
            item = self._act(prompt) if shown != self._done else None
            if item is not None:
                items.append(item)
                self._done = shown
        return items + self._hand_over(t, situation, seen)

    def _act(self, prompt: Prompt) -> Action | None:
        if prompt.id in {PromptId.ATTACH_OXIMETER, PromptId.FIX_READING}:
            return Action(ActionId.SENSOR_MOVED)
        if prompt.action is None or prompt.action is ActionId.HELP_HERE:
            return None
        return self._means.with_values(Action(prompt.action))

    def _hand_over(self, t: float, situation: Situation, seen: Seen) -> list[Action | Answer]:
        here = situation.help_here_at
        if here is None:
            return [Action(ActionId.HELP_HERE)] if seen.help_here else []
        return [Action(ActionId.END, outcome=Outcome.AMBULANCE)] if t >= here + HANDING_OVER_S else []


def _honestly(question: QuestionId, seen: Seen) -> AnswerValue:
    facts = {
        QuestionId.RESPONSIVE: seen.responsive,
        QuestionId.BREATHING: seen.breathing,
        QuestionId.PULSE_FELT: seen.pulse_felt,
    }
    return AnswerValue.YES if facts[question] else AnswerValue.NO


class Act(BaseModel):
    """One `[[act]]` of a script: when, and what with which values."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    t: float | None = Field(default=None, ge=0)
    after: PromptId | None = None
    delay: float = Field(default=0.0, ge=0)
    action: ActionId | None = None
    answer: AnswerValue | None = None
    question: QuestionId | None = None
    method: BreathMethod | None = None
    flow_l_min: float | None = Field(default=None, ge=0)
    dose_mg: float | None = Field(default=None, ge=0)
    route: Route | None = None
    count: int | None = Field(default=None, ge=1)
    outcome: Outcome | None = None

    @model_validator(mode="after")
    def _says_when_and_what(self) -> Act:
        if (self.t is None) == (self.after is None):
            raise ValueError('give either "t" or "after"')
        if "delay" in self.model_fields_set and self.after is None:
            raise ValueError('"delay" needs "after"')
        if (self.action is None) == (self.answer is None):
            raise ValueError('give either "action" or "answer"')
        of_action = {"method", "flow_l_min", "dose_mg", "route", "count", "outcome"}
        strays = self.model_fields_set & (of_action if self.action is None else {"question"})
        if strays:
            raise ValueError(f'"{min(strays)}" does not go with "{"answer" if self.action is None else "action"}"')
        return self


class Script(BaseModel):
    """A scripted responder's file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: tuple[Act, ...] = ()


class Scripted:
    """Does what a script says, each act once.

    An act `after` a prompt counts its delay from the first time that prompt is shown. An answer that names no
    question goes to the one that is open, and waits for one.

    Args:
        script: The acts; those due at the same time happen in the order of the file.
    """

    def __init__(self, script: Script) -> None:
        self._left = list(script.act)
        self._shown: dict[PromptId, float] = {}

    def due(self, t: float, situation: Situation, seen: Seen) -> list[Action | Answer]:  # noqa: ARG002
        """The acts whose time has come."""
        if situation.prompt is not None:
            self._shown.setdefault(situation.prompt.id, situation.prompt.since)
        items: list[Action | Answer] = []
        open_question = None if situation.question is None else situation.question.id
        for act in list(self._left):
            at = self._time_of(act)
            item = _item(act, open_question)
            if at is None or t < at or item is None:
                continue
            if isinstance(item, Answer) and item.question is open_question:
                # One question, one answer; the next one waits for the next question.
                open_question = None
            items.append(item)
            self._left.remove(act)
        return items

    def _time_of(self, act: Act) -> float | None:
        if act.after is None:
            return act.t
        shown = self._shown.get(act.after)
        return None if shown is None else shown + act.delay


def _item(act: Act, open_question: QuestionId | None) -> Action | Answer | None:
    if act.action is not None:
        return Action(act.action, act.method, act.flow_l_min, act.dose_mg, act.route, act.count, act.outcome)
    question = act.question or open_question
    return None if question is None or act.answer is None else Answer(question, act.answer)


def responder(name: str, means: Means) -> Responder:
    """The responder of a name.

    Args:
        name: "none", "ideal" or the path of a script.
        means: What there is to help with.

    Raises:
        UsageError: The script is wrong; with the line and what to write instead.
        BreathlineError: The script can't be read.
    """
    if name == "none":
        return Nobody()
    if name == "ideal":
        return Ideal(means)
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BreathlineError(f'cannot read the responder "{name}": {why}; give none, ideal or a TOML file') from error
    return Scripted(read_model(Script, text, name))
