"""Alarms: how many, whether anybody did something about them, and how many were for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.events.model import AlarmId, AlarmState
from breathline.review.figure import Figure, Part, Summary
from breathline.words import ActionId, AnswerValue, Outcome, QuestionId

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERSON = (AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW, AlarmId.PULSE_LOW, AlarmId.PULSE_HIGH)
"""Alarms about the person."""
TECHNICAL = (AlarmId.NO_READING, AlarmId.LINK_LOST, AlarmId.BATTERY_LOW)

ANSWERED_S = 60
"""A minute: chosen here, as a round figure for hands that are busy."""

_HELP = (
    ActionId.BREATHS_STARTED,
    ActionId.BREATH,
    ActionId.OXYGEN_ON,
    ActionId.NALOXONE,
    ActionId.COMPRESSIONS_STARTED,
)


def _alarms(responses: ir.Table, events: ir.Table) -> ir.Table:
    """One row for each alarm from its occurrence to its end.

    Columns: response, id; t (its first signal); ends (null: never); stood (seconds; up to the last row if it has no
    end); answered (seconds to the first act or answer while it stood); fruitless (see the measure `false_alarms`).
    """
    import ibis

    rows = events.filter(events.kind.isin(["alarm", "action", "answer"]))
    stands = (rows.kind != "action") | ~rows.undone.fill_null(False)
    act, answer, alarm = (rows.kind == "action") & stands, rows.kind == "answer", rows.kind == "alarm"
    well = answer & (rows.id == QuestionId.BREATHING.value) & (rows.answer == AnswerValue.YES.value)
    helped = act & rows.id.isin([each.value for each in _HELP])
    later = ibis.window(group_by=rows.response, order_by=rows.n, preceding=0, following=None)
    whole = ibis.window(group_by=rows.response)
    until_now = ibis.cumulative_window(group_by=[rows.response, rows.kind, rows.id], order_by=rows.n)
    rows = rows.mutate(
        touched=(act | answer).ifelse(rows.t, None).min().over(later),
        said_well=well.ifelse(rows.t, None).min().over(later),
        first_help=helped.ifelse(rows.t, None).min().over(whole),
        episode=(alarm & (rows.state == AlarmState.OCCURRED.value))
        .fill_null(False)
        .cast("int64")
        .sum()
        .over(until_now),
    ).filter(lambda each: each.kind == "alarm")
    signal = rows.state == AlarmState.SIGNALLED.value
    alarms = rows.group_by("response", "id", "episode").aggregate(
        t=rows.t.min(where=signal),
        touched=rows.touched.min(where=signal),
        said_well=rows.said_well.min(where=signal),
        first_help=rows.first_help.min(),
        ends=rows.t.min(where=rows.state == AlarmState.CLEARED.value),
    )
    alarms = alarms.filter(alarms.t.notnull())
    alarms = alarms.inner_join(responses.select("response", "length_s", "outcome"), "response")
    until = alarms.ends.coalesce(alarms.length_s)
    for_nothing = (alarms.said_well <= until).fill_null(False) | (alarms.outcome == Outcome.NOT_OVERDOSE.value)
    unhelped = alarms.first_help.isnull() | (alarms.first_help > until)
    return alarms.mutate(
        stood=until - alarms.t,
        answered=(alarms.touched <= until).ifelse(alarms.touched - alarms.t, None),
        about_person=alarms.id.isin([each.value for each in PERSON]),
        technical=alarms.id.isin([each.value for each in TECHNICAL]),
        fruitless=alarms.ends.notnull() & unhelped & for_nothing.fill_null(False),
    )


def _count(where: ir.Value) -> ir.Value:
    return where.cast("int64").sum()


def _in_time(rows: ir.Table) -> ir.Value:
    return (rows.answered <= ANSWERED_S).fill_null(False)


PART = Part(
    "Alarms",
    "From the rows of alarms: one alarm from its occurrence to its end, however often its signal came anew. One that "
    "has not ended stands up to the last row.",
    _alarms,
    (
        Figure(
            "alarms",
            "Alarms",
            "All of them, for each hour of response.",
            lambda rows: rows.count(),
            "/h",
            Summary.RATE,
            per="length_s",
            without=0,
        ),
        Figure(
            "person_alarms",
            "Alarms about the person",
            f"Those of SpO2 and pulse ({', '.join(PERSON)}), for each hour of response.",
            lambda rows: _count(rows.about_person),
            "/h",
            Summary.RATE,
            per="length_s",
            without=0,
        ),
        Figure(
            "technical_alarms",
            "Technical alarms",
            f"Those of reading, link and battery ({', '.join(TECHNICAL)}), for each hour of response.",
            lambda rows: _count(rows.technical),
            "/h",
            Summary.RATE,
            per="length_s",
            without=0,
        ),
        Figure(
            "false_alarms",
            "False alarms",
            "Alarms about the person that ended before anybody had given breaths, oxygen, naloxone or compressions, "
            "and while which somebody answered that they breathe normally, or in a response that was no overdose. As a "
            "share of the alarms about the person.",
            lambda rows: _count(rows.about_person & rows.fruitless),
            summary=Summary.RATIO,
            per="person_alarms",
            without=0,
        ),
        Figure(
            "first_alarm_answered_s",
            "First alarm answered after",
            "Seconds from the first alarm's signal to the next act or answer of any kind. Empty without an alarm, and "
            "if the alarm ended before anybody did anything.",
            lambda rows: rows.answered.argmin(rows.t),
            "s",
        ),
        Figure(
            "alarms_to_answer",
            "Alarms there was time to answer",
            f"Alarms while which somebody did or answered something, or which stood for {ANSWERED_S} s.",
            lambda rows: _count(rows.answered.notnull() | (rows.stood >= ANSWERED_S)),
            summary=Summary.NONE,
            without=0,
        ),
        Figure(
            "alarms_answered",
            f"Alarms answered within {ANSWERED_S} s",
            f"Alarms for which somebody did or answered something within {ANSWERED_S} s of the signal. As a share of "
            "the alarms there was time to answer: one that ended sooner by itself is left out.",
            lambda rows: _count(_in_time(rows)),
            summary=Summary.RATIO,
            per="alarms_to_answer",
            without=0,
        ),
    ),
)
