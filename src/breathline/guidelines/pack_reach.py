"""Can the rules show every step and every word of a pack, and is every step they show in it, with its source?"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from breathline.complaint import dotted
from breathline.events.model import PromptId
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import OwnPrompt, OwnQuestion
from breathline.guidelines.pack_refusal import Refusal
from breathline.guidelines.pack_rules import Call911, NotBreathing, OxygenRule
from breathline.guidelines.texts import MOST_WORDS, languages
from breathline.toml_lines import Path
from breathline.words import QuestionId

_FILLED_IN = {"text": {"breath_period"}, "voice": {"breath_period"}}
"""The figures that a prompt's words may hold in braces, by key."""


def refusals(pack: Pack) -> Iterator[Refusal]:
    """Steps and words that are never shown, steps that are shown without a source, and words that can't be said."""
    if pack.language not in languages():
        words = f"language: there are no texts in {pack.language!r}; write {' or '.join(map(repr, languages()))}"
        yield Refusal(words, (("language",),))
    never = _never_shown(pack)
    for number, step in enumerate(pack.steps):
        place: Path = ("steps", number)
        if step.id in never:
            words = f"steps: {step.id.value!r} is never shown: {never[step.id]}; leave the step out or change the rule"
            yield Refusal(words, (place,))
        if any(step.id is earlier.id for earlier in pack.steps[:number]):
            yield Refusal(f"steps: {step.id.value!r} is there twice; leave one out", (place,))
        if step.question is QuestionId.PULSE_FELT and _is_cpr(pack):
            words = "steps: with rules.not_breathing 'cpr' nobody feels for a pulse; leave out the question"
            yield Refusal(words, ((*place, "question"),))
    may_be_left_out = {PromptId.VENTILATE, PromptId.KEEP_GOING} if _is_cpr(pack) else set()
    for prompt in PromptId:
        if prompt not in never and prompt not in may_be_left_out and pack.step(prompt) is None:
            words = f"steps: {prompt.value!r} is shown by the rules; add [[steps]] with this id, a mark and a source"
            yield Refusal(words, (("steps",),))
    yield from _own_words(pack, never)


def _is_cpr(pack: Pack) -> bool:
    return pack.rules.not_breathing.value is NotBreathing.CPR


def _asks_pulse(pack: Pack) -> bool:
    return any(step.question is QuestionId.PULSE_FELT for step in pack.steps)


def _never_shown(pack: Pack) -> dict[PromptId, str]:
    """The prompts that the rules can't show, and why."""
    found: dict[PromptId, str] = {}
    if pack.rules.call_911.value is Call911.OFF:
        found[PromptId.CALL_911] = "rules.call_911 is 'off'"
    if pack.rules.oxygen.value is OxygenRule.OFF:
        found[PromptId.OXYGEN] = "rules.oxygen is 'off'"
    if not _is_cpr(pack) and not _asks_pulse(pack):
        found[PromptId.COMPRESSIONS] = "rules.not_breathing is 'breaths' and no step asks for the pulse"
    return found


def _own_words(pack: Pack, never: dict[PromptId, str]) -> Iterator[Refusal]:
    for prompt, own in pack.prompts.items():
        place: Path = ("prompts", prompt.value)
        if prompt in never:
            words = f"{dotted(place)}: is never shown: {never[prompt]}; leave it out or change the rule"
            yield Refusal(words, (place,))
        yield from _said(place, own)
    for question, asked in pack.questions.items():
        if question is QuestionId.PULSE_FELT and not _asks_pulse(pack):
            words = f"questions.{question.value}: no step asks it; leave it out, or add it to a step"
            yield Refusal(words, (("questions", question.value),))
        yield from _said(("questions", question.value), asked)


def _said(place: Path, own: OwnPrompt | OwnQuestion) -> Iterator[Refusal]:
    words = own.own()
    if not words:
        yield Refusal(f"{dotted(place)}: has no words; write text, or leave it out", (place,))
    for key, said in words.items():
        allowed = _FILLED_IN.get(key, set()) if isinstance(own, OwnPrompt) else set()
        where, at = (*place, key), dotted((*place, key))
        try:
            strange = {name for _, name, _, _ in Formatter().parse(said) if name is not None} - allowed
        except ValueError:
            strange = {"{"}
        if strange:
            yield Refusal(f"{at}: nothing can be filled in for {{{min(strange)}}}; write the word itself", (where,))
        if key == "text" and len(said.split()) > MOST_WORDS:
            yield Refusal(f"{at}: has {len(said.split())} words; write at most {MOST_WORDS}", (where,))
