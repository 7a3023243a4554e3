"""A pack as the JSON object that scripts rely on."""

from __future__ import annotations

from typing import Any

from breathline.cli.sheets.row import source
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Cited, Figure, Instruction, Limit, Mark
from breathline.guidelines.texts import texts_for
from breathline.guidelines.wording import Wording

Data = dict[str, Any]


def header(pack: Pack) -> Data:
    """What a list of packs tells, with how many things bear each mark."""
    marks = [mark for _, mark, _ in pack.citations()]
    return {
        "id": pack.id,
        "title": pack.title,
        "publisher": pack.publisher,
        "jurisdiction": pack.jurisdiction,
        "dated": pack.dated,
        "address": pack.address,
        "language": pack.language,
        "version": pack.version,
        "confirmed_by": pack.confirmed_by or None,
        "extends": pack.extends or None,
        "hash": pack.hash,
        "marks": {mark.value: marks.count(mark) for mark in Mark},
    }


def whole(pack: Pack) -> Data:
    """Everything in a pack, each figure with its source in words."""
    return {
        **header(pack),
        "superseded": list(pack.superseded),
        "not_found": list(pack.not_found),
        "limits": {name: _limit(pack, limit) for name, limit in pack.limits.items()},
        "naloxone_spo2": None if pack.naloxone_spo2 is None else _figure(pack, pack.naloxone_spo2),
        "timers": {name: _figure(pack, timer) for name, timer in pack.timers.items()},
        "escalation": {name: _figure(pack, figure) for name, figure in pack.escalation if figure is not None},
        "bands": {
            vital: [{"id": band.id, "from": band.start, "to": band.end, **_cited(pack, band)} for band in bands]
            for vital, bands in pack.bands
        },
        "rules": {
            name: {"value": rule.value, **_cited(pack, rule), "site_may": list(rule.site_may)}
            for name, rule in pack.rules
        },
        **_words(pack),
        "doses": [
            {"name": dose.name, "route": dose.route, "amount": _figure(pack, dose.amount)} for dose in pack.doses
        ],
        "was": {
            place: {"value": was.value, "mark": was.mark, "source": source(pack, was.mark, was.source)}
            for place, was in pack.was.items()
        },
    }


def _words(pack: Pack) -> Data:
    """The steps and the questions, with what is said."""
    texts = texts_for(pack)
    wording = Wording(texts, Figures.of(pack))

    def step(instruction: Instruction) -> Data:
        own = pack.prompts.get(instruction.id)
        said = texts.prompt(instruction.id)
        return {
            "id": instruction.id,
            "question": instruction.question,
            **_cited(pack, instruction),
            "text": wording.prompts[instruction.id],
            "next": said.next,
            "voice": wording.voices[instruction.id],
            "action_label": said.action_label,
            "words": None if own is None else _cited(pack, own),
        }

    return {
        "steps": [step(instruction) for instruction in pack.steps],
        "questions": {question: said.model_dump() for question, said in texts.questions.items()},
    }


def _cited(pack: Pack, cited: Cited) -> Data:
    return {"mark": cited.mark, "source": source(pack, cited.mark, cited.source), "note": cited.note}


def _figure(pack: Pack, figure: Figure) -> Data:
    bounds = {"least": figure.least, "most": figure.most}
    return {"value": figure.value, "unit": figure.unit, **_cited(pack, figure), **bounds}


def _limit(pack: Pack, limit: Limit) -> Data:
    return {
        **_figure(pack, limit),
        "delay_s": limit.delay_s,
        "delay_mark": limit.delay_mark,
        "delay_source": source(pack, limit.delay_mark, limit.delay_source),
        "delay_least": limit.delay_least,
        "delay_most": limit.delay_most,
        "clear_at": limit.clear_at,
        "clear_s": limit.clear_s,
        "priority": limit.priority,
    }
