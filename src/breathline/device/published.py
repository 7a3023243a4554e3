"""What the owner of a response publishes, and how everyone else speaks to it.

One task owns a response. Screens, buttons and radio know only `Desk` (`Desks`, where two people may be watched): they
post to it and draw what it publishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.device.closing import CloseOut, Said
    from breathline.guidelines.situation import Situation
    from breathline.words import Action, ActionId, Answer, LinkAdvice, Trust


class Sound(StrEnum):
    """What can be heard."""

    ON = "on"
    PAUSED = "paused"
    BELL = "bell"
    """No sound device: the terminal's bell is used."""
    NONE = "none"
    """Nothing can be heard; the screen says so."""


class Link(StrEnum):
    """The link to the oximeter, as the screen says it."""

    GOOD = "good"
    SEARCHING = "searching"
    SILENT = "silent"
    LOST = "lost"
    OFF = "off"
    """No adapter, or switched off."""
    NONE = "none"
    """No oximeter found."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One second of the trend. `spo2` is None where nothing was believed; DOUBTFUL is drawn apart."""

    t: float
    spo2: float | None
    trust: Trust


@dataclass(frozen=True, slots=True)
class OpenResponse:
    """A response found open at the start, after a crash or a power cut.

    Attributes:
        id: Its id in the log.
        elapsed_s: Seconds since it began; None when the clock can't be trusted (the screen asks).
        actions: What was done and not taken back, oldest first, with seconds since its start.
    """

    id: str
    elapsed_s: float | None
    actions: tuple[tuple[float, ActionId], ...]


@dataclass(frozen=True, slots=True)
class Published:
    """Everything the screen shows.

    Attributes:
        situation: What the guide says.
        practice: True for practice; real and practice are never mixed up.
        link: The link to the oximeter.
        link_advice: What to do about it; None when nothing.
        battery: The oximeter's battery in percent; None when it does not say.
        sound: What can be heard.
        log_ok: False when events can't be written; the response goes on.
        trend: The last five minutes, oldest first, about one point a second.
        offered: A response found open; answered by `resume` or `close_offered`.
        close_out: What is asked after the end; answered by `close_out`. None: nothing.
        person: Whose this is: 1, or 2 for the second of two people.
        other: The other person, while the box watches two.
        check_clips: With two people: a clip has come just now, and may be on the other one's finger.
    """

    situation: Situation
    practice: bool
    link: Link
    link_advice: LinkAdvice | None
    battery: int | None
    sound: Sound
    log_ok: bool
    trend: tuple[TrendPoint, ...]
    offered: OpenResponse | None = None
    close_out: CloseOut | None = None
    person: int = 1
    other: Beside | None = None
    check_clips: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """The other one of two people, as seen from beside them.

    Attributes:
        published: What their own owner publishes.
        ahead_s: Their seconds less those of the person beside whom they are.
        in_front: The keys act on them.
    """

    published: Published
    ahead_s: float
    in_front: bool = False


class Desk(Protocol):
    """The posting interface for one person: all that a screen or a button may do for them."""

    @property
    def published(self) -> Published:
        """The latest; never changes in place."""
        ...

    def now(self) -> float:
        """Seconds since the response began, for counting between two publications."""
        ...

    def post(self, item: Action | Answer) -> None:
        """Hand in what a person did or answered. Returns at once; the result is published."""
        ...

    def resume(self, elapsed_s: float | None = None) -> None:
        """Go on with the offered response. `elapsed_s` answers "how long ago?" when the clock can't."""
        ...

    def close_offered(self) -> None:
        """Close the offered response as it stands."""
        ...

    def close_out(self, said: Said) -> None:
        """Answer what is asked after the end, skip it or go back. Returns at once; the result is published."""
        ...

    def other_clip(self) -> None:
        """Let another oximeter take over: the one in use goes, the next that is heard comes."""
        ...

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Call `on_publish` on each publication, in the event loop; returns what ends it."""
        ...


class Desks(Desk, Protocol):
    """The posting interface of a box that watches one person or two: everything goes to the one in front."""

    def turn(self) -> None:
        """Bring the other person to the front; nothing while the box watches one."""
        ...

    def second_person(self) -> None:
        """Begin a response for a second person, in front; nothing while the box watches two."""
        ...
