"""The screen's main states as still scenes with figures that a test can count on; the words are the guide's own."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.device.closing import CloseOut
from breathline.device.published import Link, OpenResponse, Published, Sound, TrendPoint
from breathline.events.model import AlarmId, AlarmState, Priority, PromptId
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.reasons import Reason
from breathline.guidelines.situation import Alarm, Mark, Naloxone, Pacer, Prompt, Question, Situation
from breathline.guidelines.texts import load_texts
from breathline.words import ActionId, Cause, FaultId, LinkAdvice, Outcome, QuestionId, Trust, Vitals

if TYPE_CHECKING:
    from collections.abc import Callable

PACK = load_pack("bc")
TEXTS = load_texts("en")
WORDS = TEXTS.screen
BREATH_S = PACK.timer("breath_period").value
PATIENCE_S = PACK.timer("question_patience").value
LOW = PACK.limit("spo2_low").value
NOW = 222.0


def a_prompt(prompt: PromptId, reason: Reason, since: float) -> Prompt:
    """As the guide words it."""
    words = TEXTS.prompt(prompt)
    text = TEXTS.prompt_words(prompt, breath_period=f"{BREATH_S:g}")
    return Prompt(prompt, text, TEXTS.reason(reason, limit=f"{LOW:g}"), since, words.action, words.action_label)


def a_question(question: QuestionId, asked_at: float, *, overdue: bool = False) -> Question:
    """As the guide words it."""
    words = TEXTS.question(question)
    return Question(question, words.text, words.options(), asked_at, asked_at + PATIENCE_S, overdue)


def an_alarm(alarm: AlarmId, priority: Priority, since: float = 0.0, state: AlarmState = AlarmState.SIGNALLED) -> Alarm:
    """As the guide words it."""
    return Alarm(alarm, priority, state, TEXTS.alarm(alarm, limit=f"{LOW:g}"), since)


def _situation(t: float = NOW) -> Situation:
    return Situation(
        t=t, pack="bc", started=True, ended=False, vitals=None, prompt=None, next_text="", question=None, pacer=None,
        alarms=(), pause_until=None, naloxone=Naloxone(), oxygen_since=None, breaths_since=None, breaths=0,
        compressions_since=None, called_911_at=None, no_911=False, oximeter_off=False, spo2_low=LOW, note="",
        marks=(), can_undo=None, unresolved="",
    )  # fmt: skip


def _published(situation: Situation, trend: tuple[TrendPoint, ...] = ()) -> Published:
    return Published(situation, True, Link.GOOD, None, 82, Sound.ON, True, trend)


def _fall(t: float) -> float:
    return 97.0 - 14.0 / (1.0 + math.exp(-(t - 130.0) / 22.0)) + 0.4 * math.sin(t / 7.0)


def _trend(
    *, until: float = NOW, doubtful_from: float = math.inf, gap: tuple[float, float] = (0.0, 0.0)
) -> tuple[TrendPoint, ...]:
    points = []
    for second in range(int(until)):
        t = float(second)
        if gap[0] <= t < gap[1]:
            points.append(TrendPoint(t, None, Trust.NONE))
        else:
            points.append(TrendPoint(t, _fall(t), Trust.DOUBTFUL if t >= doubtful_from else Trust.LIVE))
    return tuple(points)


def before() -> Published:
    """Nothing has begun."""
    situation = replace(
        _situation(0.0), started=False, vitals=Vitals(0.0, 98.0, 71.0, Trust.LIVE, None, 0.1, 0.5, Trust.LIVE, 0.4)
    )
    return _published(situation, tuple(TrendPoint(-t, 98.0, Trust.LIVE) for t in range(40, 0, -1)))


def guiding() -> Published:
    """The first minute: a question is open, nothing is wrong yet."""
    t = 34.0
    situation = replace(
        _situation(t),
        vitals=Vitals(t, 95.3, 66.0, Trust.LIVE, None, -2.4, 0.8, Trust.LIVE, 0.6),
        prompt=a_prompt(PromptId.AIRWAY, Reason.CALLED, t - 8),
        next_text=TEXTS.prompt(PromptId.CHECK_BREATHING).next,
        question=a_question(QuestionId.BREATHING, t - 4),
        called_911_at=20.0,
        marks=(Mark(20.0, "9"),),
        can_undo=ActionId.CALLED_911,
    )
    return _published(situation, _trend(until=t))


def breathing_for() -> Published:
    """SpO2 is low and falling; breaths, oxygen and a dose are given."""
    situation = replace(
        _situation(),
        vitals=Vitals(NOW, 83.4, 58.0, Trust.LIVE, None, -6.2, 1.1, Trust.LIVE, 0.8),
        prompt=a_prompt(PromptId.VENTILATE, Reason.NOT_BREATHING, NOW - 90),
        next_text=TEXTS.prompt(PromptId.RECHECK).next,
        question=a_question(QuestionId.BREATHING, NOW - 6),
        pacer=Pacer("breaths", NOW - 132, BREATH_S, TEXTS.pacers["breaths"]),
        alarms=(an_alarm(AlarmId.SPO2_LOW, Priority.HIGH, NOW - 70),),
        naloxone=Naloxone(1, NOW - 130, NOW + 170),
        oxygen_since=NOW - 80,
        breaths_since=NOW - 132,
        breaths=14,
        called_911_at=37.0,
        note=TEXTS.notes["number_follows"].format(seconds=30),
        marks=(Mark(37.0, "9"), Mark(90.0, "B"), Mark(92.0, "N"), Mark(142.0, "O")),
        can_undo=ActionId.OXYGEN_ON,
    )
    return _published(situation, _trend())


def doubtful() -> Published:
    """The number is there but can't be relied on."""
    scene = breathing_for()
    situation = replace(
        scene.situation,
        vitals=Vitals(NOW, 88.0, 61.0, Trust.DOUBTFUL, Cause.MOTION, None, None, Trust.DOUBTFUL, 1.2),
        alarms=(an_alarm(AlarmId.SPO2_LOW, Priority.HIGH, NOW - 70, AlarmState.SUPPRESSED),),
        pause_until=NOW + 92,
        note="",
    )
    return replace(scene, situation=situation, sound=Sound.PAUSED, trend=_trend(doubtful_from=175.0))


def lost() -> Published:
    """The link is gone, a question waits too long, there is no sound and the log can't be written."""
    scene = breathing_for()
    situation = replace(
        scene.situation,
        vitals=Vitals(NOW, None, None, Trust.NONE, Cause.LINK_LOST, age=14.0),
        alarms=(
            an_alarm(AlarmId.UNANSWERED, Priority.HIGH, NOW - 8),
            an_alarm(AlarmId.LINK_LOST, Priority.MEDIUM, NOW - 9),
            an_alarm(AlarmId.BATTERY_LOW, Priority.LOW, NOW - 60),
        ),
        question=a_question(QuestionId.BREATHING, NOW - 28, overdue=True),
        naloxone=Naloxone(2, NOW - 310, NOW - 10),
        note="",
        unresolved=TEXTS.faults[FaultId.NO_SOUND],
    )
    return replace(
        scene, situation=situation, practice=False, link=Link.LOST, battery=None, log_ok=False, sound=Sound.NONE,
        link_advice=LinkAdvice.LOST, trend=_trend(gap=(60.0, 85.0), until=208.0),
    )  # fmt: skip


def ended() -> Published:
    """It is over."""
    scene = breathing_for()
    situation = replace(
        _situation(754.0), ended=True, outcome=Outcome.RECOVERED_HERE, naloxone=Naloxone(1, 92.0),
        called_911_at=37.0, breaths=14,
        vitals=Vitals(754.0, 96.8, 74.0, Trust.LIVE, None, 0.2, 0.6, Trust.LIVE, 0.5),
    )  # fmt: skip
    trend = tuple(TrendPoint(454.0 + s, 84.0 + min(13.0, s / 14.0), Trust.LIVE) for s in range(300))
    return replace(scene, situation=situation, trend=trend)


def asked_how_it_ended() -> Published:
    """It is over, and the first question after it stands."""
    scene = ended()
    situation = replace(scene.situation, outcome=None)
    return replace(scene, practice=False, situation=situation, close_out=CloseOut(None, 754.0, practice=False))


def asked_what_was_hard() -> Published:
    """The second question."""
    return replace(asked_how_it_ended(), close_out=CloseOut(Outcome.AMBULANCE, 754.0, practice=False))


def offered() -> Published:
    """A response was found open at the start."""
    acts = (
        (4.0, ActionId.STIMULATED),
        (20.0, ActionId.CALLED_911),
        (66.0, ActionId.BREATHS_STARTED),
        (92.0, ActionId.NALOXONE),
    )
    scene = _published(replace(_situation(0.0), started=False))
    return replace(scene, link=Link.SEARCHING, battery=None, offered=OpenResponse("found", 250.0, acts))


SCENES: dict[str, Callable[[], Published]] = {
    "start": before,
    "guiding": guiding,
    "breaths": breathing_for,
    "not-sure": doubtful,
    "no-reading": lost,
    "ended": ended,
    "still-open": offered,
}
