"""Who acts in a simulation: nobody, somebody who does everything asked, or a script."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from breathline.errors import BreathlineError, UsageError
from breathline.events.model import PromptId
from breathline.words import Action, ActionId, Answer, AnswerValue, BreathMethod, Outcome, QuestionId, Route

if TYPE_CHECKING:
    from breathline.firmware_sim.truth import Truth
    from breathline.guidelines.situation import Situation

DOING_S = 3.0
"""Seconds from a prompt to its act: to read twelve words and do it. Nothing here steers a hand."""
ANSWERING_S = 2.0
"""Seconds from a question to its answer."""


class Responder(Protocol):
    """Somebody who looks at the screen and at the person."""

    def due(self, t: float, situation: Situation, truth: Truth) -> list[Action | Answer]:
        """What they do and answer by now; called with growing `t`."""
        ...


class Nobody:
    """Does nothing and answers nothing: what the guide does when it is left alone."""

    def due(self, t: float, situation: Situation, truth: Truth) -> list[Action | Answer]:  # noqa: ARG002
        """Nothing."""
        return []


class Ideal:
    """Does what each prompt asks for and answers each question truthfully, a few seconds later."""

    def __init__(self) -> None:
        self._done: tuple[PromptId, float] | None = None
        self._said: tuple[QuestionId, float] | None = None

    def due(self, t: float, situation: Situation, truth: Truth) -> list[Action | Answer]:
        """The prompt's act and the question's answer, once each."""
        items: list[Action | Answer] = []
        question, prompt = situation.question, situation.prompt
        if question is not None and t >= question.asked_at + ANSWERING_S:
            asked = (question.id, question.asked_at)
            if asked != self._said:
                items.append(Answer(question.id, _truthfully(question.id, truth)))
            self._said = asked
        if prompt is not None and prompt.action is not None and t >= prompt.since + DOING_S:
            shown = (prompt.id, prompt.since)
            if shown != self._done:
                items.append(Action(prompt.action))
            self._done = shown
        return items


def _truthfully(question: QuestionId, truth: Truth) -> AnswerValue:
    facts = {
        QuestionId.RESPONSIVE: truth.responsive,
        QuestionId.BREATHING: truth.breathing,
        QuestionId.PULSE_FELT: truth.pulse > 0,
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

    def due(self, t: float, situation: Situation, truth: Truth) -> list[Action | Answer]:  # noqa: ARG002
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


def responder(name: str) -> Responder:
    """The responder of a name.

    Args:
        name: "none", "ideal" or the path of a script.

    Raises:
        UsageError: The script is wrong.
        BreathlineError: The script can't be read.
    """
    if name == "none":
        return Nobody()
    if name == "ideal":
        return Ideal()
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BreathlineError(f'cannot read the responder "{name}": {why}; give none, ideal or a TOML file') from error
    return Scripted(parse_script(text, name))


def parse_script(text: str, name: str) -> Script:
    """The acts in a script's text.

    Args:
        text: TOML.
        name: What to call it in a complaint.

    Raises:
        UsageError: It is not TOML, has an unknown key or a value that can't be.
    """
    try:
        return Script.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: is not TOML: {error}") from error
    except ValidationError as error:
        raise UsageError(f"{name}: {_complaint(error)}") from error


def _complaint(error: ValidationError) -> str:
    """The first thing that is wrong, with the act's number and the key; a misspelt key explains a missing one."""
    errors = error.errors()
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    place = [f"act {part + 1}" if isinstance(part, int) else f'"{part}"' for part in first["loc"]]
    where = " ".join(place[1:] if len(place) > 1 else place)
    said = "unknown key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
    return f"{where}: {said}"
