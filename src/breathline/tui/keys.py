"""What each key means, given what is published. Pure: no terminal, no clock.

A key that records an act is never an answer, and an answer key never records an act.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from breathline.tui import close_out, means
from breathline.tui.wording import Notice
from breathline.words import Action, ActionId, Answer

if TYPE_CHECKING:
    from breathline.device.closing import CloseOut, Said
    from breathline.device.published import Published
    from breathline.guidelines.screen_texts import KeyWords
    from breathline.guidelines.situation import Situation

ANSWERS = "123"
SPACE = "space"
ENTER = "enter"
TURN, SECOND = "g", "+"
"""Go to the other person; begin a response for a second one."""
OTHER = "other"
"""The button of both: with one person it begins a second one's response, with two it turns to the other."""


class Ask(StrEnum):
    """What a key asks of the screen itself."""

    END = "end"
    LEAVE = "leave"
    HELP = "help"
    CLIP = "clip"
    """Take another oximeter."""
    TURN = "turn"
    """Bring the other person to the front."""
    SECOND = "second"
    """Begin a response for a second person."""
    MEANS = "means"
    """Say with what something is given."""
    OFFER = "offer"
    """An answer to the offered open response; `Intent.choice` says which."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a key press would do.

    Attributes:
        post: What to hand to the desk; None when nothing.
        ask: What is asked of the screen; None when nothing.
        choice: 0, 1 or 2: which of the three answers (with `Ask.OFFER`).
        said: What it says to the questions after an end; None when nothing.
        refusal: Why it does nothing; None when it does something or the key means nothing.
        seen_at: When what this answers to came on the screen, in the desk's seconds; None for a plain act.
    """

    post: Action | Answer | None = None
    ask: Ask | None = None
    choice: int = 0
    said: Said | None = None
    refusal: Notice | None = None
    seen_at: float | None = None

    @property
    def applies(self) -> bool:
        """Whether the key does anything now; a button that does not is dimmed."""
        return self.post is not None or self.ask is not None or self.said is not None


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the key bar.

    Attributes:
        key: What to press, upper case.
        does: What it does, by its name among the catalogue's key words.
        switches: Whether it takes back what it switched on; the name of that ends in "_on".
    """

    key: str
    does: str
    switches: bool = False

    def words(self, words: KeyWords, *, on: bool = False) -> str:
        """What it does now."""
        return words.of(f"{self.does}_on" if on else self.does)


BAR: tuple[Key, ...] = (
    Key("B", "breaths", switches=True),
    Key("O", "oxygen", switches=True),
    Key("N", "naloxone"),
    Key("9", "called"),
    Key("0", "no_call"),
    Key("C", "compressions", switches=True),
    Key("A", "airway"),
    Key("R", "side"),
    Key("T", "wake"),
    Key("X", "clip", switches=True),
    Key(".", "breath"),
    Key("E", "end"),
    Key("S", "start"),
    Key("Q", "leave"),
    Key("?", "help"),
)
"""The key bar, in its fixed order. SPACE, U, 1, 2, 3, P and K have buttons of their own."""

_ACTS = {
    "n": ActionId.NALOXONE,
    "9": ActionId.CALLED_911,
    "0": ActionId.NO_911,
    "a": ActionId.AIRWAY,
    "r": ActionId.RECOVERY_POSITION,
    "t": ActionId.STIMULATED,
    ".": ActionId.BREATH,
    "m": ActionId.SENSOR_MOVED,
    "p": ActionId.PAUSE,
    "k": ActionId.ACKNOWLEDGE,
    "u": ActionId.UNDO,
}
_SWITCHES = {
    "b": (ActionId.BREATHS_STARTED, ActionId.BREATHS_STOPPED),
    "o": (ActionId.OXYGEN_ON, ActionId.OXYGEN_OFF),
    "c": (ActionId.COMPRESSIONS_STARTED, ActionId.COMPRESSIONS_STOPPED),
    "x": (ActionId.OXIMETER_OFF, ActionId.OXIMETER_ON),
}
_CARE = frozenset("tabo9n.cr")
"""Acts of care begin a response by themselves: one that began in a hurry is not lost for a missing S."""
_ALWAYS = {"?": Ask.HELP, "q": Ask.LEAVE, "w": Ask.CLIP, **dict.fromkeys(means.KEYS, Ask.MEANS)}
"""Keys that mean the same whatever stands on the screen."""
_HELP_IS_HERE = "h"
KNOWN = frozenset({*_ACTS, *_SWITCHES, *_ALWAYS, *ANSWERS, _HELP_IS_HERE, SPACE, "s", "e"})
"""Every key that means something (Enter only confirms)."""


def running(situation: Situation) -> bool:
    """Whether a response is open."""
    return situation.started and not situation.ended


def switched_on(key: str, situation: Situation) -> bool:
    """Whether the act behind a switching key is on: breaths, oxygen, compressions, clip taken off."""
    return {
        "b": situation.breaths_since is not None,
        "o": situation.oxygen_since is not None,
        "c": situation.compressions_since is not None,
        "x": situation.oximeter_off,
    }.get(key.lower(), False)


def intent(key: str, published: Published) -> Intent:
    """What `key` would do now.

    Args:
        key: A single character in either case, "space" or "enter".
        published: What stands on the screen.
    """
    key = key.lower()
    if key in _ALWAYS:
        return Intent(ask=_ALWAYS[key])
    if key in {TURN, SECOND}:
        return _to_the_other(key, published)
    if published.close_out is not None and key != "s":
        return _to_close_out(key, published.close_out)
    if key not in KNOWN:
        return Intent()
    if published.offered is not None:
        return _to_the_offer(key)
    return _inside(key, published) if running(published.situation) else _outside(key, published.situation)


def anyone_runs(published: Published) -> bool:
    """Whether a response of anybody is open."""
    other = published.other
    return running(published.situation) or (other is not None and running(other.published.situation))


def _to_the_other(key: str, published: Published) -> Intent:
    if published.other is not None:
        return Intent(ask=Ask.TURN) if key == TURN else Intent(refusal=Notice.TWO_PEOPLE)
    if key == TURN:
        return Intent(refusal=Notice.ONE_PERSON)
    # Before the first response there is nobody yet for a second one to be beside.
    return Intent(ask=Ask.SECOND) if running(published.situation) else Intent(refusal=Notice.PRESS_START)


def _to_close_out(key: str, asked: CloseOut) -> Intent:
    said = close_out.said(key, asked)
    if said is None:
        return Intent(refusal=Notice.HAS_ENDED) if key in KNOWN or key.isdigit() else Intent()
    return Intent(said=said, seen_at=asked.asked_at)


def _to_the_offer(key: str) -> Intent:
    if key in ANSWERS:
        return Intent(ask=Ask.OFFER, choice=ANSWERS.index(key))
    if key == "s":
        # Somebody may need help this minute: the open one can be answered later.
        return Intent(post=Action(ActionId.START))
    return Intent(refusal=Notice.ANSWER_OFFERED)


def _outside(key: str, situation: Situation) -> Intent:
    if key == "s":
        return Intent(post=Action(ActionId.START))
    if situation.ended:
        return Intent(refusal=Notice.HAS_ENDED)
    if key == "k" and situation.alarms:
        # A low number is heard before a start too.
        return Intent(post=Action(ActionId.ACKNOWLEDGE))
    if key in _CARE:
        return Intent(post=Action(_SWITCHES[key][0] if key in _SWITCHES else _ACTS[key]))
    return Intent(refusal=Notice.PRESS_START)


def _inside(key: str, published: Published) -> Intent:
    situation = published.situation
    if key == "e":
        return Intent(ask=Ask.END)
    if key == "s":
        return Intent(refusal=Notice.STILL_OPEN)
    if key in _BY_WHAT_STANDS:
        return _BY_WHAT_STANDS[key](situation)
    if key in ANSWERS:
        return _answer(ANSWERS.index(key), situation)
    if key in _SWITCHES:
        on, off = _SWITCHES[key]
        return Intent(post=Action(off if switched_on(key, situation) else on))
    return _act(_ACTS[key], situation)


def _helpers(situation: Situation) -> Intent:
    """Help is here, and then: somebody else has taken over."""
    if situation.can_undo is ActionId.HANDED_OVER:
        return Intent(refusal=Notice.ALREADY_NOTED)
    return Intent(post=Action(ActionId.HELP_HERE if situation.help_here_at is None else ActionId.HANDED_OVER))


def _prompts_act(situation: Situation) -> Intent:
    prompt = situation.prompt
    if prompt is None or prompt.action is None:
        return Intent(refusal=Notice.NOTHING_TO_DO)
    return Intent(post=Action(prompt.action), seen_at=prompt.since)


_BY_WHAT_STANDS = {SPACE: _prompts_act, _HELP_IS_HERE: _helpers}


def _answer(choice: int, situation: Situation) -> Intent:
    question = situation.question
    if question is None or choice >= len(question.options):
        return Intent(refusal=Notice.NOTHING_ASKED)
    return Intent(post=Answer(question.id, question.options[choice][0]), seen_at=question.asked_at)


def _act(act: ActionId, situation: Situation) -> Intent:
    if act is ActionId.UNDO and situation.can_undo is None:
        return Intent(refusal=Notice.NOTHING_TO_UNDO)
    if (act is ActionId.CALLED_911 and situation.called_911_at is not None) or (
        act is ActionId.NO_911 and situation.no_911
    ):
        return Intent(refusal=Notice.ALREADY_NOTED)
    return Intent(post=Action(act))
