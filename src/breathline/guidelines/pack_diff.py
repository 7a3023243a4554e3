"""Where two guidelines disagree, as data: figure by figure, rule by rule, step by step, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Cited, Figure, Limit, Mark
from breathline.guidelines.texts import Texts, texts_for


@dataclass(frozen=True, slots=True)
class Place:
    """What is compared.

    Attributes:
        table: The pack's table ("limits", "rules", "steps", "words"...).
        id: The name in it.
        what: What of it: "value", "delay", "ends at", "question", or a key of its words.
    """

    table: str
    id: str
    what: str = "value"


@dataclass(frozen=True, slots=True)
class Said:
    """What one guideline says there.

    Attributes:
        value: A number, a choice, a word, or the order in the steps.
        unit: A number's unit; "" for anything else.
        mark: How far it can be traced; None for words of the catalogue, which are nobody's guideline.
        source: The key of a document of the pack, or a `site` figure's reason; "" with no mark.
    """

    value: float | str
    unit: str
    mark: Mark | None
    source: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A disagreement; None on the side that says nothing there."""

    place: Place
    one: Said | None
    other: Said | None


def differences(one: Pack, other: Pack) -> list[Difference]:
    """What two packs say differently, in the order of the first, then what only the second says.

    Words are compared between packs of the same language only.
    """
    same_language = one.language == other.language
    ours, theirs = _sayings(one, words=same_language), _sayings(other, words=same_language)
    return [
        Difference(place, ours.get(place), theirs.get(place))
        for place in dict.fromkeys((*ours, *theirs))
        if _value(ours.get(place)) != _value(theirs.get(place))
    ]


def _value(said: Said | None) -> tuple[float | str, str] | None:
    return None if said is None else (said.value, said.unit)


def _sayings(pack: Pack, *, words: bool) -> dict[Place, Said]:
    found = {
        Place("pack", "language"): Said(pack.language, "", None, ""),
        **dict(_limits(pack)),
        **dict(_rules(pack)),
        **dict(_rest(pack)),
    }
    return {**found, **dict(_words(pack, texts_for(pack)))} if words else found


def _limits(pack: Pack) -> Iterator[tuple[Place, Said]]:
    for name, limit in pack.limits.items():
        yield Place("limits", name), _figure(limit)
        yield Place("limits", name, "delay"), Said(limit.delay_s, "s", limit.delay_mark, limit.delay_source)
        yield from _ending(name, limit)
    if pack.naloxone_spo2 is not None:
        yield Place("limits", "naloxone_spo2"), _figure(pack.naloxone_spo2)


def _ending(name: str, limit: Limit) -> Iterator[tuple[Place, Said]]:
    if limit.clear_at is not None:
        yield Place("limits", name, "ends at"), _said(limit.clear_at, limit, limit.unit)
    yield Place("limits", name, "ends after"), _said(limit.clear_s, limit, "s")
    yield Place("limits", name, "priority"), _said(limit.priority.value, limit)


def _rules(pack: Pack) -> Iterator[tuple[Place, Said]]:
    for name, rule in pack.rules:
        yield Place("rules", name), _said(rule.value.value, rule)


def _rest(pack: Pack) -> Iterator[tuple[Place, Said]]:
    for name, timer in pack.timers.items():
        yield Place("timers", name), _figure(timer)
    for name, figure in pack.escalation:
        if figure is not None:
            yield Place("escalation", name), _figure(figure)
    for number, step in enumerate(pack.steps, start=1):
        yield Place("steps", step.id, "order"), _said(number, step)
        yield Place("steps", step.id, "question"), _said(step.question.value if step.question else "none", step)
    for dose in pack.doses:
        yield Place("doses", dose.name), _figure(dose.amount)
    for vital, bands in pack.bands:
        for band in bands:
            yield Place("bands", f"{vital} {band.id}"), _said(f"{band.start:g} to {band.end:g}", band)


def _words(pack: Pack, texts: Texts) -> Iterator[tuple[Place, Said]]:
    for prompt, said in texts.prompts.items():
        own = pack.prompts.get(prompt)
        for what, text in said.model_dump(exclude={"action"}).items():
            yield Place("words", prompt, what), _worded(text, own, what)
    for question, asked in texts.questions.items():
        for what, text in asked.model_dump().items():
            yield Place("words", question, what), _worded(text, pack.questions.get(question), what)


def _worded(text: str, own: Cited | None, what: str) -> Said:
    if own is None or getattr(own, what) is None:
        return Said(text, "", None, "")
    return _said(text, own)


def _figure(figure: Figure) -> Said:
    return _said(figure.value, figure, figure.unit)


def _said(value: float | str, cited: Cited, unit: str = "") -> Said:
    return Said(value, unit, cited.mark, cited.source)
