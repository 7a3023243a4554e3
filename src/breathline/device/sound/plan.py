"""What should sound at one moment, and what to play next: pure, told by what the owner publishes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from breathline.device.sound.shapes import SHAPES
from breathline.events.model import AlarmState, Priority

if TYPE_CHECKING:
    from breathline.device.published import Published
    from breathline.guidelines.situation import Alarm, Pacer, Situation

RISE_S = 40.0
"""From the first burst of an unanswered alarm to the loudest. Half of it is room for two hands to finish a breath."""

STEPS = 4
"""The loudness rises in so many steps: a step is noticed, a slow swell is not."""

TICK_VOLUME = 0.4
"""The pacer's tick keeps below the alarms, which begin at the volume floor."""

TICK_UNDER_ALARM = 0.2
"""While an alarm sounds the tick is quieter still, but it stays: breaths go on."""

LATE_S = 0.15
"""A beat that is later than this is left out: a late tick would lead the hands astray."""

ROUNDING = 1e-9
"""Of a period: a beat that is due now is not left for a rounding of the clock."""

_RANK: dict[Priority | None, int] = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2, None: 3}


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """What should sound now.

    Attributes:
        burst: The priority whose bursts sound; None: no alarm does.
        volume: How loud they are now, 0..1.
        beat: The pacer whose ticks sound; None: none does.
        tick_volume: How loud they are, 0..1.
    """

    burst: Priority | None = None
    volume: float = 0.0
    beat: Pacer | None = None
    tick_volume: float = 0.0


SILENCE = SoundPlan()


def sound_plan(situation: Situation, t: float, floor: float, *, metronome: bool = True) -> SoundPlan:
    """What should sound.

    The worst alarm that is signalled wins. With none, a question that takes the number's place sounds like a medium
    one from the moment it is asked. A pause silences everything until it ends by itself.

    Args:
        situation: What the guide says.
        t: Seconds since the response began.
        floor: The loudness at which an alarm begins, above 0 and at most 1.
        metronome: Whether the pacer ticks.
    """
    if situation.ended or (situation.pause_until is not None and t < situation.pause_until):
        return SILENCE
    worst, question = _worst(situation.alarms), situation.question
    burst, since = (None, t) if worst is None else (worst.priority, worst.since)
    if worst is None and question is not None and question.loud:
        burst, since = Priority.MEDIUM, question.asked_at
    beat = situation.pacer if metronome else None
    tick_volume = 0.0 if beat is None else TICK_VOLUME if burst is None else TICK_UNDER_ALARM
    volume = 0.0 if burst is None else loudness(t - since, floor)
    return SoundPlan(burst, volume, beat, tick_volume)


def plan_for(published: Published, t: float, floor: float, *, metronome: bool = True) -> SoundPlan:
    """What should sound for everybody: the worst alarm of any person, the pacer of the one in front.

    A pause is one person's: it never silences the other.

    Args:
        published: What the first person's owner publishes, with the other beside it if there are two.
        t: Seconds since the first one's response began; the plan's times are counted so too.
        floor: As `sound_plan`.
        metronome: As `sound_plan`.
    """
    beside = published.other
    if beside is None:
        return sound_plan(published.situation, t, floor, metronome=metronome)
    own = sound_plan(published.situation, t, floor, metronome=metronome and not beside.in_front)
    other = sound_plan(beside.published.situation, t + beside.ahead_s, floor, metronome=metronome and beside.in_front)
    worse = min((own, other), key=lambda plan: (_RANK[plan.burst], -plan.volume))
    ticking = other if beside.in_front else own
    beat = ticking.beat
    if beat is not None and beside.in_front:
        beat = replace(beat, started_at=beat.started_at - beside.ahead_s)
    tick_volume = ticking.tick_volume if worse.burst is None else min(ticking.tick_volume, TICK_UNDER_ALARM)
    return SoundPlan(worse.burst, worse.volume, beat, tick_volume)


def loudness(unanswered_s: float, floor: float) -> float:
    """How loud an alarm is after so many seconds without anybody's reaction: from the floor to 1 in steps."""
    step = min(STEPS, max(0, math.floor(unanswered_s / RISE_S * STEPS)))
    return floor + (1.0 - floor) * step / STEPS


def _worst(alarms: tuple[Alarm, ...]) -> Alarm | None:
    """The alarm that sounds: highest priority, then longest there."""
    sounding = [alarm for alarm in alarms if alarm.state is AlarmState.SIGNALLED]
    return min(sounding, key=lambda alarm: (_RANK[alarm.priority], alarm.since), default=None)


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound to play now: a burst, or a tick of the pacer (`burst` None), at a loudness 0..1."""

    burst: Priority | None
    volume: float


class Score:
    """Turns plans into cues at the right moments. Times are seconds since the response began.

    A new response begins again at zero: whatever was due in the old one is forgotten.
    """

    def __init__(self) -> None:
        self._burst: Priority | None = None
        self._burst_at = 0.0
        self._pacer: tuple[float, float] | None = None
        self._beats = 0

    def must_stop(self, plan: SoundPlan) -> bool:
        """True when a burst may be playing that should not. Ask before `cues`."""
        return self._burst is not None and plan.burst is None

    def cues(self, plan: SoundPlan, t: float) -> list[Cue]:
        """What to play now."""
        return self._bursts(plan, t) + self._ticks(plan, t)

    def next_at(self, plan: SoundPlan, t: float) -> float | None:
        """When there is something to play next if the plan stays; None when nothing is. Ask after `cues`."""
        times = []
        if plan.burst is not None:
            times.append(self._burst_at + SHAPES[plan.burst].period_s)
        if plan.beat is not None:
            times.append(plan.beat.started_at + _beats_by(plan.beat, t) * plan.beat.period_s)
        return min(times, default=None)

    def _bursts(self, plan: SoundPlan, t: float) -> list[Cue]:
        before, self._burst = self._burst, plan.burst
        if plan.burst is None:
            return []
        waiting = self._burst_at <= t < self._burst_at + SHAPES[plan.burst].period_s
        if before is plan.burst and waiting:
            return []
        self._burst_at = t
        return [Cue(plan.burst, plan.volume)]

    def _ticks(self, plan: SoundPlan, t: float) -> list[Cue]:
        if plan.beat is None:
            self._pacer = None
            return []
        pacer = (plan.beat.started_at, plan.beat.period_s)
        before = self._beats if self._pacer == pacer else 0
        self._pacer, self._beats = pacer, _beats_by(plan.beat, t)
        last = plan.beat.started_at + (self._beats - 1) * plan.beat.period_s
        return [Cue(None, plan.tick_volume)] if self._beats > before and t - last <= LATE_S else []


def _beats_by(pacer: Pacer, t: float) -> int:
    """How many beats there were up to and at this time."""
    return max(0, math.floor((t - pacer.started_at) / pacer.period_s + ROUNDING) + 1)
