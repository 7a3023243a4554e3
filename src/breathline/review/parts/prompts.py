"""Prompts and questions: was what the screen said done, and were its questions answered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.events.model import PromptId, PromptState, QuestionState
from breathline.review.figure import Figure, Part, Summary

if TYPE_CHECKING:
    import ibis.expr.types as ir

ASK_FOR_AN_ACT = (
    PromptId.STIMULATE,
    PromptId.CALL_911,
    PromptId.AIRWAY,
    PromptId.VENTILATE,
    PromptId.CHECK_BREATHING,
    PromptId.ATTACH_OXIMETER,
    PromptId.OXYGEN,
    PromptId.NALOXONE,
    PromptId.RECHECK,
    PromptId.COMPRESSIONS,
    PromptId.RECOVERY_POSITION,
)
"""Prompts that an act, an answer or a number marks as done. The others ask to go on or to wait."""


def _shown(_: ir.Table, events: ir.Table) -> ir.Table:
    """One row for each time a prompt was shown: `done_after` seconds, null if it was not done."""
    import ibis

    rows = events.filter(events.kind.isin(["prompt", "action"]))
    at_once = ibis.window(group_by=[rows.response, rows.t])
    taken_back = rows.undone.fill_null(False).cast("int64").max().over(at_once) == 1
    rows = rows.mutate(by_slip=taken_back).filter(lambda each: each.kind == "prompt")
    shown = rows.state == PromptState.SHOWN.value
    until_now = ibis.cumulative_window(group_by=[rows.response, rows.id], order_by=rows.n)
    rows = rows.mutate(time=shown.cast("int64").sum().over(until_now))
    done = rows.state == PromptState.DONE.value
    times = rows.group_by("response", "id", "time").aggregate(
        t=rows.t.min(where=shown), done=rows.t.min(where=done & ~rows.by_slip), slip=(done & rows.by_slip).any()
    )
    times = times.filter(times.id.isin([each.value for each in ASK_FOR_AN_ACT]) & times.t.notnull() & ~times.slip)
    return times.mutate(done_after=times.done - times.t)


def _asked(_: ir.Table, events: ir.Table) -> ir.Table:
    return events.filter(events.kind == "question")


def _followed(prompt: PromptId) -> Figure:
    return Figure(
        f"followed_{prompt}",
        f"Prompt followed: {prompt.replace('_', ' ')}",
        f'"{prompt.replace("_", " ")}" was done at least once. Of the responses in which it was shown.',
        lambda rows: rows.done.notnull().any(where=rows.id == prompt.value),
        summary=Summary.SHARE,
    )


PROMPTS = Part(
    "Prompts",
    "From the rows of prompts that ask for something: each time one was shown counts, and is done or not. One that was "
    "marked done by an act that was taken back does not count.",
    _shown,
    (
        Figure(
            "prompts",
            "Prompts shown",
            "How often one was shown.",
            lambda rows: rows.count(),
            without=0,
        ),
        Figure(
            "prompts_done",
            "Prompts followed",
            "How often one was done before it was withdrawn. As a share of the prompts shown. A prompt may be "
            "withdrawn because it is no longer needed: not every other one was ignored.",
            lambda rows: rows.done.count(),
            summary=Summary.RATIO,
            per="prompts",
            without=0,
        ),
        *map(_followed, ASK_FOR_AN_ACT),
    ),
)

QUESTIONS = Part(
    "Questions",
    "From the rows of questions.",
    _asked,
    (
        Figure(
            "questions",
            "Questions asked",
            "How often one was asked.",
            lambda rows: (rows.state == QuestionState.ASKED.value).sum(),
            without=0,
        ),
        Figure(
            "questions_answered",
            "Questions answered",
            "How often one was answered, as a share of the questions asked.",
            lambda rows: (rows.state == QuestionState.ANSWERED.value).sum(),
            summary=Summary.RATIO,
            per="questions",
            without=0,
        ),
    ),
)
