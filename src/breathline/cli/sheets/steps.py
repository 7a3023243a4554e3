"""The tables of what is said: the steps with their words, and what each answer leads to."""

from __future__ import annotations

from breathline.cli.sheets import meanings
from breathline.cli.sheets.row import Cite, Row, cite
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Instruction
from breathline.guidelines.state import State
from breathline.guidelines.whys import whys
from breathline.guidelines.wording import Wording
from breathline.words import AnswerValue, QuestionId


def steps(pack: Pack, wording: Wording) -> tuple[Row, ...]:
    """The steps in the guideline's order, with the words on the screen, aloud, on the button, and why."""
    return tuple(_step(pack, wording, number, step) for number, step in enumerate(pack.steps))


def answers(pack: Pack, wording: Wording) -> tuple[Row, ...]:
    """What each answer to a question leads to."""
    first: dict[QuestionId, int] = {}
    for number, step in enumerate(pack.steps):
        if step.question is not None:
            first.setdefault(step.question, number)
    rows = []
    for question, number in first.items():
        own = pack.questions.get(question)
        words = () if own is None else (cite(pack, ("questions", question), own, "words"),)
        for answer, said in wording.options[question]:
            action, grounds = _leads_to(pack, question, answer, number)
            row = Row(
                id=f"{question} {answer}",
                figure=wording.questions[question],
                value=said,
                action=action,
                cites=(grounds, *words),
            )
            rows.append(row)
    return tuple(rows)


def _leads_to(pack: Pack, question: QuestionId, answer: AnswerValue, number: int) -> tuple[str, Cite]:
    """What an answer leads to, by a rule or by the step that asks."""
    name = meanings.RULE_OF_ANSWER.get((question, answer))
    if name is None:
        return meanings.ANSWERS[question][answer], cite(pack, ("steps", number), pack.steps[number], "step")
    rule = dict(pack.rules)[name]
    return meanings.RULES[name][1][rule.value], cite(pack, ("rules", name), rule, "rule")


def _step(pack: Pack, wording: Wording, number: int, step: Instruction) -> Row:
    own = pack.prompts.get(step.id)
    reasons = dict.fromkeys(wording.reason(reason, State()) for reason in whys(step.id, pack))
    said = (
        ("screen", wording.prompts[step.id]),
        ("voice", wording.voices[step.id]),
        ("button", wording.action_labels[step.id]),
        ("why", "; ".join(reasons)),
    )
    words = () if own is None else (cite(pack, ("prompts", step.id), own, "words"),)
    return Row(
        id=step.id,
        figure=f"{number + 1}. {wording.nexts[step.id]}",
        action="" if step.question is None else f"Asks: {wording.questions[step.question]}",
        wording=tuple((where, text) for where, text in said if text),
        cites=(cite(pack, ("steps", number), step, "step"), *words),
        note=step.note,
    )
