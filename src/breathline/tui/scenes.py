"""The screen's main states as still scenes, for the pictures in docs, the tests and the measurement of a redraw.

The words and figures here only look like a guide's; nothing reads them to steer anybody.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.device.published import Link, OpenResponse, Published, Sound, TrendPoint
from breathline.events.model import AlarmId, AlarmState, Priority, PromptId
from breathline.guidelines.situation import Alarm, Mark, Naloxone, Pacer, Prompt, Question, Situation
from breathline.words import Action, ActionId, Answer, AnswerValue, Cause, Outcome, QuestionId, Trust, Vitals

if TYPE_CHECKING:
    from collections.abc import Callable

_LOW = 90.0
_NOW = 222.0
_BREATHING = Question(
    QuestionId.BREATHING,
    "Are they breathing on their own?",
    ((AnswerValue.YES, "yes"), (AnswerValue.NO, "no"), (AnswerValue.CANT_TELL, "can't tell")),
    asked_at=_NOW - 6,
    overdue_at=_NOW + 14,
)


class StillDesk:
    """A desk that stands still: it publishes what it is given and keeps what is posted.

    Args:
        published: What stands.
        now: Seconds since the response began; the situation's own time by default.
    """

    def __init__(self, published: Published, now: float | None = None) -> None:
        self._published = published
        self._now = published.situation.t if now is None else now
        self.posted: list[Action | Answer] = []
        self.resumed: list[float | None] = []
        self.closed = 0
        self._listeners: list[Callable[[Published], None]] = []

    @property
    def published(self) -> Published:
        """What stands."""
        return self._published

    def now(self) -> float:
        """The time that was set."""
        return self._now

    def post(self, item: Action | Answer) -> None:
        """Keep it."""
        self.posted.append(item)

    def resume(self, elapsed_s: float | None = None) -> None:
        """Keep it."""
        self.resumed.append(elapsed_s)

    def close_offered(self) -> None:
        """Count it."""
        self.closed += 1

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Tell `on_publish` of each `publish`."""
        self._listeners.append(on_publish)
        return lambda: self._listeners.remove(on_publish)

    def publish(self, published: Published, now: float | None = None) -> None:
        """Put something new on the screen."""
        self._published = published
        self._now = published.situation.t if now is None else now
        for listener in list(self._listeners):
            listener(published)


def _situation(t: float = _NOW) -> Situation:
    return Situation(
        t=t, pack="bc", started=True, ended=False, vitals=None, prompt=None, next_text="", question=None, pacer=None,
        alarms=(), pause_until=None, naloxone=Naloxone(), oxygen_since=None, breaths_since=None, breaths=0,
        compressions_since=None, called_911_at=None, no_911=False, oximeter_off=False, spo2_low=_LOW, note="",
        marks=(), can_undo=None, unresolved="",
    )  # fmt: skip


def _published(situation: Situation, trend: tuple[TrendPoint, ...] = ()) -> Published:
    return Published(situation, True, Link.GOOD, "", 82, Sound.ON, True, trend)


def _fall(t: float) -> float:
    return 97.0 - 14.0 / (1.0 + math.exp(-(t - 130.0) / 22.0)) + 0.4 * math.sin(t / 7.0)


def _trend(
    *, until: float = _NOW, doubtful_from: float = math.inf, gap: tuple[float, float] = (0.0, 0.0)
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
        prompt=Prompt(
            PromptId.AIRWAY,
            "Lay them flat. Clear the mouth. Tilt the head back.",
            "no answer to voice or squeeze",
            t - 8,
            ActionId.AIRWAY,
            "I did this",
        ),
        next_text="check breathing",
        question=replace(_BREATHING, asked_at=t - 4, overdue_at=t + 16),
        called_911_at=20.0,
        marks=(Mark(20.0, "9"),),
        can_undo=ActionId.CALLED_911,
    )
    return _published(situation, _trend(until=t))


def breathing_for() -> Published:
    """SpO2 is low and falling; breaths, oxygen and a dose are given."""
    situation = replace(
        _situation(),
        vitals=Vitals(_NOW, 83.4, 58.0, Trust.LIVE, None, -6.2, 1.1, Trust.LIVE, 0.8),
        prompt=Prompt(
            PromptId.VENTILATE,
            "Give ONE BREATH every 5 seconds.",
            "not breathing; SpO2 below 90",
            _NOW - 90,
            ActionId.BREATHS_STARTED,
            "I am giving breaths",
        ),
        next_text="look again: are they breathing?",
        question=_BREATHING,
        pacer=Pacer("breaths", _NOW - 132, 5.0, "give one breath"),
        alarms=(Alarm(AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED, "SpO2 below 90", _NOW - 70),),
        naloxone=Naloxone(1, _NOW - 130, _NOW + 170),
        oxygen_since=_NOW - 80,
        breaths_since=_NOW - 132,
        breaths=14,
        called_911_at=37.0,
        note="Oxygen is on: watch their breathing.",
        marks=(Mark(37.0, "9"), Mark(90.0, "B"), Mark(92.0, "N"), Mark(142.0, "O")),
        can_undo=ActionId.OXYGEN_ON,
    )
    return _published(situation, _trend())


def _unsure(prompt: Prompt | None) -> Prompt | None:
    """The same prompt with a reason that leans on no number."""
    return None if prompt is None else replace(prompt, reason="not breathing on their own")


def doubtful() -> Published:
    """The number is there but can't be relied on."""
    scene = breathing_for()
    situation = replace(
        scene.situation,
        vitals=Vitals(_NOW, 88.0, 61.0, Trust.DOUBTFUL, Cause.MOTION, None, None, Trust.DOUBTFUL, 1.2),
        alarms=(Alarm(AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SUPPRESSED, "SpO2 below 90", _NOW - 70),),
        pause_until=_NOW + 92,
        note="",
        prompt=_unsure(scene.situation.prompt),
    )
    return replace(scene, situation=situation, sound=Sound.PAUSED, trend=_trend(doubtful_from=175.0))


def lost() -> Published:
    """The link is gone, a question waits too long, there is no sound and the log can't be written."""
    scene = breathing_for()
    situation = replace(
        scene.situation,
        vitals=Vitals(_NOW, None, None, Trust.NONE, Cause.LINK_LOST, age=14.0),
        alarms=(
            Alarm(AlarmId.UNANSWERED, Priority.HIGH, AlarmState.SIGNALLED, "No answer: are they breathing?", _NOW - 8),
            Alarm(AlarmId.LINK_LOST, Priority.MEDIUM, AlarmState.SIGNALLED, "Link to the oximeter lost", _NOW - 9),
            Alarm(AlarmId.BATTERY_LOW, Priority.LOW, AlarmState.SIGNALLED, "Oximeter battery low", _NOW - 60),
        ),
        question=replace(_BREATHING, asked_at=_NOW - 28, overdue_at=_NOW - 8, overdue=True),
        naloxone=Naloxone(2, _NOW - 310, _NOW - 10),
        note="",
        unresolved="No sound: watch the screen.",
        prompt=_unsure(scene.situation.prompt),
    )
    return replace(
        scene, situation=situation, practice=False, link=Link.LOST, battery=None, log_ok=False, sound=Sound.NONE,
        link_advice="Bring the oximeter closer; is it on?", trend=_trend(gap=(60.0, 85.0), until=208.0),
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
