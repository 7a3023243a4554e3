"""The text catalogue: every word the guide says, by language, apart from the logic that chooses it."""

from __future__ import annotations

from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from breathline.complaint import read_model
from breathline.errors import UsageError
from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.pack import Pack
from breathline.guidelines.screen_texts import ScreenWords
from breathline.words import ActionId, AnswerValue, Cause, FaultId, QuestionId

_TEXTS = "breathline.guidelines.packs.texts"
MOST_WORDS = 12
"""A prompt longer than this is not read in a response (design: at most twelve words)."""

Sentence = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PromptText(_Strict):
    """A prompt's words.

    Attributes:
        text: What to do, at most twelve words, verbs first. May hold {breath_period}: see `Texts.prompt_words`.
        next: The same in a few words, for the "next" line before it is shown.
        voice: A short form to be spoken.
        action_label: What the button that records it says; "" without a button.
        action: The act that button records; None without one.
    """

    text: Annotated[str, Field(min_length=1)]
    next: Sentence
    voice: Sentence
    action_label: str = ""
    action: ActionId | None = None


class QuestionText(_Strict):
    """A question's words and those of its three answers."""

    text: Sentence
    yes: Sentence
    no: Sentence
    cant_tell: Sentence

    def options(self) -> tuple[tuple[AnswerValue, str], ...]:
        """The answers in key order (1, 2, 3)."""
        return ((AnswerValue.YES, self.yes), (AnswerValue.NO, self.no), (AnswerValue.CANT_TELL, self.cant_tell))


class Texts(_Strict):
    """One language's catalogue.

    Words in {braces} are figures of the pack; `prompt_words`, `reason` and `alarm` fill them in.
    """

    language: Sentence
    prompts: dict[PromptId, PromptText]
    questions: dict[QuestionId, QuestionText]
    alarms: dict[AlarmId, Sentence]
    causes: dict[Cause, Sentence]
    faults: dict[FaultId, Sentence]
    reasons: dict[str, Sentence]
    notes: dict[str, Sentence]
    pacers: dict[str, Sentence]
    screen: ScreenWords

    def prompt(self, prompt: PromptId) -> PromptText:
        """The words of a prompt."""
        return self.prompts[prompt]

    def prompt_words(self, prompt: PromptId, **figures: object) -> str:
        """What a prompt says, with the pack's figures filled in."""
        return self.prompts[prompt].text.format(**figures)

    def alarm(self, alarm: AlarmId, **figures: object) -> str:
        """An alarm's label, with the pack's figures filled in."""
        return self.alarms[alarm].format(**figures)

    def question(self, question: QuestionId) -> QuestionText:
        """The words of a question."""
        return self.questions[question]

    def reason(self, name: str, **figures: object) -> str:
        """The words of a reason, with the figures filled in."""
        return self.reasons[name].format(**figures)


def languages() -> list[str]:
    """The languages there is a catalogue for."""
    files = resources.files(_TEXTS).iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def load_texts(language: str) -> Texts:
    """The catalogue of a language (ISO 639-1).

    Raises:
        UsageError: There is none.
    """
    if language not in languages():
        raise UsageError(f"no texts in language {language!r}; there are: {', '.join(languages())}")
    text = (resources.files(_TEXTS) / f"{language}.toml").read_text(encoding="utf-8")
    return read_model(Texts, text, f"texts {language}")


def texts_for(pack: Pack, language: str | None = None) -> Texts:
    """The catalogue with a pack's own words in place of its own.

    Args:
        pack: The guideline.
        language: ISO 639-1; None: the pack's. In another language than its own a pack says what the catalogue says.

    Raises:
        UsageError: There is no catalogue for the language.
    """
    texts = load_texts(language or pack.language)
    if texts.language != pack.language:
        return texts
    prompts = {key: texts.prompts[key].model_copy(update=own.own()) for key, own in pack.prompts.items()}
    questions = {key: texts.questions[key].model_copy(update=own.own()) for key, own in pack.questions.items()}
    return texts.model_copy(
        update={"prompts": {**texts.prompts, **prompts}, "questions": {**texts.questions, **questions}}
    )
