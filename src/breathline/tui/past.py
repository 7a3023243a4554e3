"""A response that is over, as it could be seen at any moment: from its events, through the guide, to the screen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from breathline.device.published import Link, Published, Sound, TrendPoint
from breathline.device.response import TREND_S
from breathline.events.model import CloseOutEvent, Event, Input, ResponseEvent, ResponseState, VitalsEvent
from breathline.words import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from breathline.device.response import Guide, Step
    from breathline.guidelines.situation import Situation

_LINKS = {
    Cause.LINK_LOST: Link.LOST,
    Cause.SILENT_LINK: Link.SILENT,
    Cause.NO_OXIMETER: Link.NONE,
    Cause.ADAPTER_OFF: Link.OFF,
}


@dataclass(frozen=True, slots=True)
class _Moment:
    situation: Situation
    link: Link
    battery: int | None
    points: int
    """How many points the trend had by then."""


class Past:
    """A response's inputs, given to the guide again: what it says now, with the words of its texts.

    Nothing is known of advice about the link and of what could be heard: no event tells of them.

    Args:
        logged: The response's events, in order.
        engine: The guide.
        practice: Whether it was practice.

    Attributes:
        story: The inputs and what the guide made of them, and the close-out.
        length_s: Seconds to the last input.
    """

    def __init__(self, logged: Iterable[Event], engine: Guide, *, practice: bool) -> None:
        self._engine = engine
        self._practice = practice
        self._state = engine.begin()
        self._times: list[float] = []
        self._moments: list[_Moment] = []
        self._trend: list[TrendPoint] = []
        self._link = Link.NONE
        self._battery: int | None = None
        self.story: list[Event] = []
        self.length_s = 0.0
        for event in logged:
            self._take(event)

    @property
    def trend(self) -> tuple[TrendPoint, ...]:
        """The numbers of the whole response."""
        return tuple(self._trend)

    def at(self, t: float) -> Published:
        """What the screen was given.

        Args:
            t: Seconds since the response began; before its first input: the first.

        Raises:
            IndexError: The response has no inputs.
        """
        moment = self._moments[max(0, bisect_right(self._times, t) - 1)]
        seen = self._trend[: moment.points]
        return Published(
            situation=moment.situation,
            practice=self._practice,
            link=moment.link,
            link_advice=None,
            battery=moment.battery,
            sound=Sound.ON,
            log_ok=True,
            trend=tuple(point for point in seen if point.t >= t - TREND_S),
        )

    def _take(self, event: Event) -> None:
        match event:
            case CloseOutEvent():
                self.story.append(event)
            case ResponseEvent(state=ResponseState.ENDED):
                # An end that was a person's act is there already, and then this changes nothing.
                self._keep(event.t, self._engine.finish(self._state, event.t, event.reason))
            case _ if isinstance(event, Input):
                self.story.append(event)
                if isinstance(event, VitalsEvent):
                    self._draw(event)
                self._keep(event.t, self._engine.step(self._state, event))
            case _:
                pass  # what the guide said then; it is asked again

    def _keep(self, t: float, step: Step) -> None:
        self._state = step.state
        self.story.extend(step.changes)
        self.length_s = max(self.length_s, t)
        self._times.append(self.length_s)
        self._moments.append(_Moment(step.situation, self._link, self._battery, len(self._trend)))

    def _draw(self, event: VitalsEvent) -> None:
        vitals = event.vitals
        self._trend.append(TrendPoint(vitals.t, vitals.spo2, vitals.trust))
        self._link = Link.GOOD if vitals.cause is None else _LINKS.get(vitals.cause, Link.GOOD)
        self._battery = vitals.battery if vitals.battery is not None else self._battery
