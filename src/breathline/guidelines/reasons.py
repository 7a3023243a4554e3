"""Why the guide says what it says: one name for each reason, its words in the text catalogue."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Every reason a prompt can have."""

    STARTED = "started"
    CALL_FIRST = "call_first"
    NOT_WAKING = "not_waking"
    NOT_SURE_WAKING = "not_sure_waking"
    AWAKE = "awake"
    CALLED = "called"
    NOT_CALLED = "not_called"
    NOT_CHECKED = "not_checked"
    NOT_BREATHING = "not_breathing"
    CANT_TELL_BREATHING = "cant_tell_breathing"
    STILL_NOT_BREATHING = "still_not_breathing"
    BREATHING = "breathing"
    SEDATED = "sedated"
    BREATHS_GOING = "breaths_going"
    BREATHS_STOPPED = "breaths_stopped"
    COMPRESSIONS_GOING = "compressions_going"
    NO_PULSE_FELT = "no_pulse_felt"
    NOT_SURE_PULSE = "not_sure_pulse"
    OXYGEN_FIRST = "oxygen_first"
    SPO2_NOT_HELD = "spo2_not_held"
    NALOXONE_GIVEN = "naloxone_given"
    OBSERVE = "observe"
    WEARING_OFF = "wearing_off"
    PULSE_SLOW = "pulse_slow"
    HELP_HERE = "help_here"
    LOOK_AGAIN = "look_again"
    NUMBER_FOLLOWS = "number_follows"
    SPO2_LOW = "spo2_low"
    SPO2_VERY_LOW = "spo2_very_low"
    NO_READING = "no_reading"
    DOUBTFUL = "doubtful"
    NO_NUMBER_YET = "no_number_yet"
    NO_ANSWER = "no_answer"
