"""From key presses to posts: confirming, and not counting one press twice.

Shared by the screen, its buttons and the plain mode, so that a key means the same everywhere.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from breathline.tui import keys
from breathline.tui.keys import Ask, Intent
from breathline.tui.means import Means
from breathline.tui.wording import Notice
from breathline.words import Action, ActionId

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.device.published import Desks, OpenResponse
    from breathline.guidelines.screen_texts import ScreenWords
    from breathline.words import Answer

CONFIRM_S = 8.0
"""How long "E again" waits: long enough to read it and press, short enough not to lie in wait."""
NOTICE_S = 4.0
"""How long a line that explains a press stays."""
ONE_PRESS_S = 0.7
"""The same key within this time is one press: a held key first repeats after 0.25 to 0.66 s on common systems,
and nobody gives two doses, or reads a new prompt, faster."""
REPEAT_S = 0.12
"""A gap this short is a held key repeating (about 30 a second), however long it is held."""

_CONFIRMS = {Ask.END: "e", Ask.LEAVE: "q"}
_ELAPSED_MIN = (2, 5, 10, 20, 40, 60, 90, 120)
"""Choices for "how long ago did it start?", in minutes; three are offered, none before the last act."""


class Effect(Enum):
    """What the screen has to do after a press."""

    NOTHING = auto()
    POSTED = auto()
    TURNED = auto()
    LEAVE = auto()
    HELP = auto()


class Hands:
    """Turns presses into posts on a desk.

    Args:
        desk: Where to post.
        clock: Seconds that only grow, for presses and notices. The response's own time comes from the desk.
        words: The screen's words.
    """

    def __init__(self, desk: Desks, clock: Callable[[], float], words: ScreenWords) -> None:
        self._desk = desk
        self._clock = clock
        self._words = words
        self._asked: Ask | None = None
        self._asked_at = 0.0
        self._notice = ""
        self._notice_at = 0.0
        self._means = Means()
        self._last_key = ""
        self._last_at = float("-inf")
        self._last_counted = float("-inf")
        self._turned_at = float("-inf")
        self.asks_how_long = False
        """True while an offered response waits for "how long ago did it start?"."""
        self.last_posted: Action | Answer | None = None
        """What the last press handed in, for whoever echoes it."""

    def press(self, key: str) -> Effect:
        """Take one key: a character, "space" or "enter"."""
        if self._is_same_press(key):
            return Effect.NOTHING
        asked = self.asked
        self._asked = None
        self._notice = ""
        if self._desk.published.offered is None:
            self.asks_how_long = False
        if asked is not None and key.lower() in {_CONFIRMS[asked], keys.ENTER}:
            return self._confirm(asked)
        intent = keys.intent(key, self._desk.published)
        return self._choose(key.lower()) if intent.ask is Ask.MEANS else self._do(intent)

    @property
    def asked(self) -> Ask | None:
        """What waits to be confirmed, if anything still does."""
        if self._asked is not None and self._clock() - self._asked_at >= CONFIRM_S:
            self._asked = None
        return self._asked

    @property
    def notice(self) -> str:
        """One line about the last press; "" when there is nothing to say or it has stood long enough."""
        if self.asked is not None:
            asked = Notice.END_ASKED if self._asked is Ask.END else Notice.LEAVE_ASKED
            left = CONFIRM_S - (self._clock() - self._asked_at)
            return f"{self._words.notices.of(asked)}  {max(1, round(left))}"
        return self._notice if self._clock() - self._notice_at < NOTICE_S else ""

    def _is_same_press(self, key: str) -> bool:
        at = self._clock()
        same = key == self._last_key and (at - self._last_counted < ONE_PRESS_S or at - self._last_at < REPEAT_S)
        self._last_key, self._last_at = key, at
        if not same:
            self._last_counted = at
        return same

    def _confirm(self, asked: Ask) -> Effect:
        if asked is Ask.LEAVE:
            return Effect.LEAVE
        return self._post(Action(ActionId.END))

    def _do(self, intent: Intent) -> Effect:
        answers = intent.seen_at is not None or intent.ask is Ask.OFFER
        if answers and self._clock() - self._turned_at < ONE_PRESS_S:
            # It was meant for the other person.
            self._say(Notice.JUST_CHANGED)
            return Effect.NOTHING
        if intent.ask is not None:
            return self._ask(intent)
        if intent.post is None and intent.said is None:
            self._say(intent.refusal)
            return Effect.NOTHING
        if intent.seen_at is not None and 0 <= self._desk.now() - intent.seen_at < ONE_PRESS_S:
            self._say(Notice.JUST_CHANGED)
            return Effect.NOTHING
        if intent.post is not None:
            return self._post(intent.post)
        if intent.said is not None:
            self._desk.close_out(intent.said)
        return Effect.NOTHING

    def _ask(self, intent: Intent) -> Effect:
        if intent.ask is Ask.HELP:
            return Effect.HELP
        if intent.ask is Ask.CLIP:
            self._desk.other_clip()
            self._say(Notice.OTHER_CLIP)
            return Effect.NOTHING
        if intent.ask is Ask.OFFER:
            return self._answer_offer(intent.choice)
        if intent.ask in {Ask.TURN, Ask.SECOND}:
            return self._turn(intent.ask)
        if intent.ask is Ask.LEAVE and not keys.anyone_runs(self._desk.published):
            return Effect.LEAVE
        self._asked, self._asked_at = intent.ask, self._clock()
        return Effect.NOTHING

    def _turn(self, ask: Ask) -> Effect:
        """Another person comes to the front: nothing that was begun for the first goes on for them."""
        if ask is Ask.TURN:
            self._desk.turn()
        else:
            self._desk.second_person()
        self.asks_how_long = False
        self._turned_at = self._clock()
        return Effect.TURNED

    def _post(self, item: Action | Answer) -> Effect:
        item = self._means.fill(item) if isinstance(item, Action) else item
        self.last_posted = item
        self._desk.post(item)
        return Effect.POSTED

    def _choose(self, key: str) -> Effect:
        """Say with what something is given; what goes on is noted again with it."""
        self._means.change(key)
        self._notice, self._notice_at = self._means.told(key, self._words.means), self._clock()
        situation = self._desk.published.situation
        goes_on = self._means.goes_on(key, situation) if keys.running(situation) else None
        if goes_on is not None:
            self._desk.post(goes_on)
        return Effect.NOTHING

    def _answer_offer(self, choice: int) -> Effect:
        offered = self._desk.published.offered
        if offered is None:
            return Effect.NOTHING
        if self.asks_how_long:
            self.asks_how_long = False
            self._desk.resume(how_long(offered, self._words)[choice][0])
        elif choice == 0 and offered.elapsed_s is None:
            self.asks_how_long = True
        elif choice == 0:
            self._desk.resume()
        elif choice == 1:
            self._desk.close_offered()
        else:
            self._say(Notice.ANSWER_OFFERED)
        return Effect.NOTHING

    def _say(self, notice: Notice | None) -> None:
        self._notice = "" if notice is None else self._words.notices.of(notice)
        self._notice_at = self._clock()


def how_long(offered: OpenResponse, words: ScreenWords) -> tuple[tuple[float, str], ...]:
    """The three answers to "how long ago did it start?": seconds and words.

    None lies before the last act, which can't have happened after now.
    """
    last_act = max((t for t, _ in offered.actions), default=0.0)
    later = [minutes for minutes in _ELAPSED_MIN if minutes * 60 > last_act] or [
        int(last_act // 60) + extra for extra in (1, 15, 30)
    ]
    later = [*later, *(later[-1] + extra for extra in (15, 30))][:3]
    forms = (words.guide.minutes_ago, words.guide.minutes, words.guide.minutes_or_more)
    return tuple((minutes * 60.0, form.format(minutes=minutes)) for minutes, form in zip(later, forms, strict=True))
