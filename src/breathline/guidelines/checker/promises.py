"""The figures a pack promises by, as the checker holds the engine to them, and the twelve properties by name.

Read from the pack itself, never through the engine: what is proved may not be the measure of its own proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from breathline.events.model import AlarmId
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_rules import Call911, FirstNaloxone

LOST_S = 5.0
"""Seconds after the last live number until the person is looked at and a technical alarm stands: a missing number is
as loud as a low one, after the same delay."""

LONGEST_SILENCE_S = 120.0
"""Seconds that a pause or an acknowledgement may last, whatever the pack says: a bedside monitor's longest pause."""


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that has to hold in every state.

    Attributes:
        number: Its place in the list of docs/checking.md.
        name: A few words.
    """

    number: int
    name: str


LOW_ALARMS = Property(1, "a low number alarms, and breathing is asked for")
LOST_LOOKS = Property(2, "a lost number leads to a look at the person and an alarm")
NALOXONE_WAITS = Property(3, "naloxone is never prompted early, nor while breathing is confirmed")
NUMBER_SILENCES_NOTHING = Property(4, "a normal number takes no breathing question away and ends nothing")
ALWAYS_A_PROMPT = Property(5, "there is always one thing to do")
SILENCE_ENDS = Property(6, "every pause and acknowledgement ends")
PERSON_ENDS = Property(7, "only a person ends a response")
CALL_PROMPTED = Property(8, "911 is prompted as the pack sets it")
SILENCE_ESCALATES = Property(9, "an unanswered question grows louder")
UNDO_RESTORES = Property(10, "undo returns to the state before")
PLAIN_AND_SOURCED = Property(11, "every text is short, plain and fit to say; every figure has a source")
RESTART_CHANGES_NOTHING = Property(12, "a restart changes nothing")

PROPERTIES = (
    LOW_ALARMS, LOST_LOOKS, NALOXONE_WAITS, NUMBER_SILENCES_NOTHING, ALWAYS_A_PROMPT, SILENCE_ENDS, PERSON_ENDS,
    CALL_PROMPTED, SILENCE_ESCALATES, UNDO_RESTORES, PLAIN_AND_SOURCED, RESTART_CHANGES_NOTHING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promises:
    """What the pack promises, in seconds unless said otherwise.

    Attributes:
        low: SpO2 in percent: live below it for `low_delay`, and an alarm stands.
        low_delay: That delay.
        very_low: The same, at it or below.
        very_low_delay: That delay.
        ask: Between two breathing questions while something is wrong.
        breaths_first: Of breaths before the first dose; 0 where the guideline gives it at once.
        look_again: After a dose before the next.
        patience: Until a question nobody answers is an alarm.
        escalates: From then until that alarm is a high one.
        silence: The longest pause or acknowledgement.
        call: When 911 is to be called.
    """

    low: float
    low_delay: float
    very_low: float
    very_low_delay: float
    ask: float
    breaths_first: float
    look_again: float
    patience: float
    escalates: float
    silence: float
    call: Call911

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Read a pack's promises.

        Raises:
            PackError: A figure is missing.
        """
        low, very_low = pack.limit(AlarmId.SPO2_LOW), pack.limit(AlarmId.SPO2_VERY_LOW)
        waits = pack.rules.first_naloxone.value is FirstNaloxone.AFTER_BREATHS
        return cls(
            low=low.value,
            low_delay=low.delay_s,
            very_low=very_low.value,
            very_low_delay=very_low.delay_s,
            ask=pack.timer("breathing_ask").value,
            breaths_first=pack.timer("naloxone_ready").value if waits else 0.0,
            look_again=pack.timer("naloxone_look_again").value,
            patience=pack.timer("question_patience").value,
            escalates=pack.timer("question_escalates").value,
            silence=min(LONGEST_SILENCE_S, max(pack.timer("pause_most").value, pack.timer("acknowledge_most").value)),
            call=pack.rules.call_911.value,
        )
