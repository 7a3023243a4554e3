"""A scene in real time, beside a box: its clock begins with the response, the screen's keys act on the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.firmware_sim.hands import NOTHING, as_recorded
from breathline.words import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.firmware_sim.scene import Scene
    from breathline.firmware_sim.truth import Truth
    from breathline.guidelines.situation import Situation
    from breathline.words import Answer


class StoryTime:
    """Seconds of a demo's story: 0 until somebody acts, then by the clock. People in one room share it.

    Args:
        clock: Seconds, never backwards.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began: float | None = None

    def begin(self) -> None:
        """Begin, unless it has begun."""
        if self._began is None:
            self._began = self._clock()

    def now(self) -> float:
        """Seconds since it began."""
        return 0.0 if self._began is None else self._clock() - self._began


class LiveScene:
    """One person in a demo: what their clip measures, and whom the box tells of acts.

    Nothing happens before the first act (usually START). From then on they live by the clock, also after the response
    has ended.

    Args:
        scene: The story.
        time: Of the room.
    """

    def __init__(self, scene: Scene, time: StoryTime) -> None:
        self._scene = scene
        self._time = time
        self._going = NOTHING

    @property
    def in_range(self) -> bool:
        """False while Bluetooth is lost."""
        return self._scene.in_range

    def at(self, t: float) -> Truth:  # noqa: ARG002 - the story has its own time, which begins with the response
        """What the clip finds now."""
        self.keep_up()
        return self._scene.finger.at(0.0)

    def keep_up(self) -> None:
        """Let everything happen that is due by now."""
        self._scene.advance(self._time.now(), self._going)

    def acted(self, item: Action | Answer, t: float, situation: Situation) -> None:  # noqa: ARG002 - by its own time
        """Do to the person what somebody recorded, and go on with what goes on by the record."""
        self._time.begin()
        self.keep_up()
        if isinstance(item, Action):
            self._scene.acted(item)
        self._going = as_recorded(situation)
