"""What each figure and rule of a pack means, in the words of the tables. The guide itself says none of these."""

from __future__ import annotations

from breathline.words import AnswerValue, QuestionId

LIMITS = {
    "spo2_low": ("SpO2 low", "below", "Look at the person; ask whether they breathe."),
    "spo2_very_low": ("SpO2 very low", "below", "Look at the person; ask whether they breathe."),
    "pulse_low": ("Pulse slow", "below", "Say so. While they breathe: watch breathing and pulse."),
    "pulse_high": ("Pulse fast", "above", "Say so."),
    "no_reading": ("No number that can be believed", "", "Look at the person; ask whether they breathe."),
    "link_lost": ("Link to the oximeter lost", "", "Look at the person; ask whether they breathe."),
    "battery_low": ("Oximeter battery low", "below", "Say so."),
}
"""By the limit's id: what it is, which side of it counts ("" for none), and what the guide does besides the sound."""

NALOXONE_SPO2 = (
    "SpO2 that leads to naloxone",
    "After breaths have had their time: below it counts as not breathing well enough, unless a person says they do.",
)

ESCALATION = {
    "warning": ("Low SpO2 grows to a warning", "Alarm level 2 of 3."),
    "emergency": ("Low SpO2 grows to an emergency", "Alarm level 3 of 3."),
}

TIMERS = {
    "breath_period": ("Between two breaths given", "Paces the breaths."),
    "compression_period": ("Between two pushes", "Paces the compressions."),
    "naloxone_ready": ("Breaths before naloxone", "Where breaths come first: this long, then look, then naloxone."),
    "naloxone_look_again": ("After a dose", "Look again. Another dose only from then on, and only if not breathing."),
    "naloxone_wears_off": ("Naloxone may wear off", "Says that the overdose can come back."),
    "observe": ("Stay after naloxone", "Keeps saying to stay and watch."),
    "stimulate_look": ("Time to try to wake them", "Then asks whether they woke."),
    "responsive_ask": ("While they breathe and do not wake", "Asks again whether they wake."),
    "breathing_ask": ("While breaths are given, or with no number", "Asks whether they breathe."),
    "breathing_ask_watching": ("While they breathe on their own", "Asks whether they still breathe."),
    "breathing_ask_no_clip": ("With the oximeter off on purpose", "Asks aloud whether they breathe."),
    "question_patience": ("A question waits", "Then it is an alarm, and counts as: can't tell."),
    "question_escalates": ("And waits longer", "Then that alarm is a high one."),
    "step_patience": ("A step nobody marks as done", "Then the next step is shown."),
    "number_follows": ("The number lags behind breaths", "Says to keep going meanwhile."),
    "pause_most": ("Longest pause of the sound", "The sound comes back by itself."),
    "acknowledge_most": ("Longest silence of a known alarm", "The sound comes back if it still stands."),
}
"""By the interval's id: what it is, and what happens when it has passed."""

RULES = {
    "call_911": (
        "When to call 911",
        {
            "at_once": "Before anything else.",
            "not_waking": "Once they do not wake, or nobody is sure.",
            "not_breathing": "Once they do not breathe normally.",
            "off": "The guide does not say so; a nurse decides.",
        },
    ),
    "first_naloxone": (
        "When the first naloxone",
        {
            "after_breaths": "After breaths and a look, if they still do not breathe normally.",
            "not_breathing": "As soon as they do not breathe normally.",
        },
    ),
    "not_breathing": (
        "Not breathing normally",
        {
            "breaths": "Give breaths.",
            "cpr": "Push on the chest and give breaths; nobody feels for a pulse.",
        },
    ),
    "pulse_unsure": (
        "Not sure of a pulse",
        {
            "breaths": "Go on with breaths.",
            "compressions": "Push on the chest and give breaths.",
        },
    ),
    "oxygen": (
        "Oxygen",
        {
            "with_breaths": "Beside breaths, when SpO2 is low.",
            "first": "With the airway, before naloxone.",
            "off": "Not part of this guideline.",
        },
    ),
    "breath_method": (
        "Breaths are given with",
        {
            "mouth": "The mouth.",
            "mask": "A mask.",
            "bag": "A bag-valve mask.",
        },
    ),
}
"""By the rule's name: what it decides, and what each choice means."""

ANSWERS = {
    QuestionId.RESPONSIVE: {
        AnswerValue.YES: "Stay and watch. Whether they breathe is asked again.",
        AnswerValue.NO: "Open the airway. Look whether they breathe.",
        AnswerValue.CANT_TELL: "As for: no.",
    },
    QuestionId.BREATHING: {
        AnswerValue.YES: "Roll them on their side and watch. No naloxone while they breathe.",
        AnswerValue.CANT_TELL: "As for: no.",
    },
    QuestionId.PULSE_FELT: {
        AnswerValue.YES: "Go on with breaths.",
        AnswerValue.NO: "Push on the chest and give breaths.",
    },
}
"""What an answer leads to, where every guideline agrees; the others follow from a rule."""

RULE_OF_ANSWER = {
    (QuestionId.BREATHING, AnswerValue.NO): "not_breathing",
    (QuestionId.PULSE_FELT, AnswerValue.CANT_TELL): "pulse_unsure",
}
