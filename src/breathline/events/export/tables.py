"""The two tables of an export: what each column means, its unit, the values it may hold and where a code comes from.

The writers, the data package, docs/export.md and whoever reads an export go by these lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from breathline.events.bucket import DayPart
from breathline.events.database import Kind
from breathline.events.model import (
    MOST_LEVEL,
    AlarmId,
    AlarmState,
    DeadlineId,
    Priority,
    PromptId,
    PromptState,
    QuestionState,
    ResponseState,
)
from breathline.words import (
    ActionId,
    AnswerValue,
    BreathMethod,
    Cause,
    FaultId,
    Hardship,
    Outcome,
    QuestionId,
    Route,
    Trust,
)

LAYOUT = 1
"""Raised when a column changes its meaning or goes; a new column does not raise it."""

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


class Type(StrEnum):
    """What a column holds, in the words of Frictionless' table schema."""

    TEXT = "string"
    NUMBER = "number"
    WHOLE = "integer"
    TRUTH = "boolean"


class Done(StrEnum):
    """What was done for the person. Separate facts, never one "reversal"; acts that were taken back do not count."""

    OXYGEN = "oxygen"
    BREATHS = "breaths"
    """By mouth or mask, or with no word of how."""
    BAGGING = "bagging"
    NALOXONE = "naloxone"
    COMPRESSIONS = "compressions"


MONITOR_ONLY = "monitor_only"
"""The pathway of a response in which nothing of `Done` was done."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its name, stable.
        type: What it holds.
        means: What it means, in a sentence.
        unit: The unit's UCUM code; empty when there is none.
        values: The closed list of what may stand there; empty when it is no list.
        code: The address of the standard's term for it; empty when there is none.
        pattern: A regular expression that every value fits; empty when there is none.
    """

    name: str
    type: Type
    means: str
    unit: str = ""
    values: tuple[str, ...] = ()
    code: str = ""
    pattern: str = ""


def _of(*lists: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.value for item in chain(*lists)))


PERIOD = r"(\d{4}(-\d{2}|-Q[1-4])?)?"
"""A month, or what it was coarsened to: `2026-11`, `2026-Q4`, `2026` or nothing."""

SITE = r"[A-Z]{1,3}[0-9]{1,4}"
"""A site's pseudonym: so short and so plain that no name fits in."""

_PATHWAY = rf"{MONITOR_ONLY}|({'|'.join(Done)})(\+({'|'.join(Done)}))*"

RESPONSES: tuple[Column, ...] = (
    Column("response", Type.TEXT, "The response. Random, and another one in each export: it says nothing of when."),
    Column("site", Type.TEXT, "The site's pseudonym; empty when held back.", pattern=f"({SITE})?"),
    Column(
        "month",
        Type.TEXT,
        "When: a month (2026-11), or coarser where too few share it: a quarter (2026-Q4), a year (2026), nothing.",
        pattern=PERIOD,
    ),
    Column(
        "part_of_day",
        Type.TEXT,
        "Quarter of the day by the clock on the wall, from 0, 6, 12 and 18 o'clock; empty when held back or not known.",
        values=_of(DayPart),
    ),
    Column("kind", Type.TEXT, "Real or practice. An export holds one of them, never both.", values=_of(Kind)),
    Column("pack", Type.TEXT, "The guideline pack that was followed; empty when held back or not known."),
    Column("pack_hash", Type.TEXT, "The hash of the pack's content; empty when held back or not known."),
    Column(
        "pathway",
        Type.TEXT,
        f"What was done, joined by +, in this order: {', '.join(Done)}; or {MONITOR_ONLY}. Without acts taken back.",
        pattern=_PATHWAY,
    ),
    Column("length_s", Type.NUMBER, "Seconds from the beginning to the last event before the close-out.", unit="s"),
    Column("outcome", Type.TEXT, "How it ended, as a person said; empty when nobody said.", values=_of(Outcome)),
    Column("hardship", Type.TEXT, "What made it hard, as a person said; empty when skipped.", values=_of(Hardship)),
    Column(
        "ended_reason", Type.TEXT, "Why it ended, a fixed word; empty when it has no end.", pattern="[a-z0-9_]{0,40}"
    ),
    Column("rows", Type.WHOLE, "How many rows it has in the table of events."),
)

QUASI_IDENTIFIERS = ("site", "month", "part_of_day", "pack", "pack_hash")
"""What somebody outside may know of a response: where and when. A site's own pack names the site as well, and a pack's
hash narrows the time to the weeks in which that text was in use."""

SENSITIVE = ("outcome", "pathway")
"""What somebody who finds the person's row would learn."""

_SPO2_CODE = f"{LOINC}/59408-5"
_PULSE_CODE = f"{LOINC}/8867-4"
_MINUTE = "/min"

EVENTS: tuple[Column, ...] = (
    Column("response", Type.TEXT, "The response this belongs to."),
    Column("n", Type.WHOLE, "Its place in the response, from 0: rows with the same time keep their order."),
    Column("t", Type.NUMBER, "Seconds since the response began.", unit="s"),
    Column(
        "kind",
        Type.TEXT,
        "vitals, action, answer, fault and deadline went into the guide; prompt, question, alarm, response and "
        "taken_back came out of it; close_out is what a person said afterwards.",
        values=(
            "vitals",
            "action",
            "answer",
            "fault",
            "deadline",
            "prompt",
            "question",
            "alarm",
            "response",
            "taken_back",
            "close_out",
        ),
    ),
    Column(
        "id",
        Type.TEXT,
        "Which act, question, fault, deadline, prompt or alarm; taken_back: which act.",
        values=_of(ActionId, QuestionId, FaultId, DeadlineId, PromptId, AlarmId),
    ),
    Column(
        "state",
        Type.TEXT,
        "How far the life of a prompt, question, alarm or response went.",
        values=_of(PromptState, QuestionState, AlarmState, ResponseState),
    ),
    Column("priority", Type.TEXT, "An alarm's priority, as in IEC 60601-1-8.", values=_of(Priority)),
    Column(
        "level",
        Type.WHOLE,
        f"How far an alarm has grown: 1 to {MOST_LEVEL}.",
        values=tuple(str(level) for level in range(1, MOST_LEVEL + 1)),
    ),
    Column("answer", Type.TEXT, "What was answered.", values=_of(AnswerValue)),
    Column(
        "spo2",
        Type.NUMBER,
        "Oxygen saturation by pulse oximetry; empty when it could not be believed.",
        unit="%",
        code=_SPO2_CODE,
    ),
    Column(
        "pulse", Type.NUMBER, "Pulse by the oximeter; empty when it could not be believed.", _MINUTE, (), _PULSE_CODE
    ),
    Column("trust", Type.TEXT, "How far spo2 may be used: live, doubtful, stale (old), none.", values=_of(Trust)),
    Column("cause", Type.TEXT, "Why spo2 is not live.", values=_of(Cause)),
    Column("slope", Type.NUMBER, "Change of SpO2 in percent a minute.", unit="%/min"),
    Column("slope_error", Type.NUMBER, "Standard error of slope.", unit="%/min"),
    Column("pulse_trust", Type.TEXT, "How far pulse may be used.", values=_of(Trust)),
    Column("age", Type.NUMBER, "Seconds since the last reading with a valid SpO2.", unit="s"),
    Column("perfusion", Type.NUMBER, "Perfusion index.", unit="%"),
    Column("battery", Type.WHOLE, "The oximeter's battery.", unit="%"),
    Column("low_in", Type.NUMBER, "Seconds until SpO2 meets the low limit if it falls on like this.", unit="s"),
    Column("signal_quality", Type.NUMBER, "How much the pleth looks like a pulse, 0 to 1.", unit="1"),
    Column("breath_rate", Type.NUMBER, "EXPERIMENTAL: breaths a minute read from the pleth.", unit=_MINUTE),
    Column("breath_quality", Type.NUMBER, "EXPERIMENTAL: how far the breath figures agree, 0 to 1.", unit="1"),
    Column("breath_gap", Type.NUMBER, "EXPERIMENTAL: seconds without a breath in the pleth.", unit="s"),
    Column("method", Type.TEXT, "How breaths were given.", values=_of(BreathMethod)),
    Column("flow_l_min", Type.NUMBER, "Oxygen flow.", unit="L/min"),
    Column("dose_mg", Type.NUMBER, "Naloxone in one dose.", unit="mg"),
    Column("route", Type.TEXT, "How naloxone was given.", values=_of(Route)),
    Column("count", Type.WHOLE, "How many at once (doses, breaths); empty means one."),
    Column("undone", Type.TRUTH, "An act that a later undo took back: do not count it. Empty for what is no act."),
    Column("at", Type.NUMBER, "When the act was that was taken back (taken_back).", unit="s"),
    Column("outcome", Type.TEXT, "How the response ended (the act end, or close_out).", values=_of(Outcome)),
    Column("hardship", Type.TEXT, "What made it hard (close_out).", values=_of(Hardship)),
    Column("present", Type.TRUTH, "True: the fault began; false: it ended."),
    Column(
        "reason", Type.TEXT, "Why a prompt came or went, in the catalogue's words; why a response ended, a fixed word."
    ),
)

TABLES: dict[str, tuple[Column, ...]] = {"responses": RESPONSES, "events": EVENTS}
"""An export's tables by name."""
