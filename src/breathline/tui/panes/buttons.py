"""What the buttons say: the prompt's act, undo, the answers, the alarm keys and the key bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.device.published import Sound
from breathline.tui import keys, wording
from breathline.tui.hands import how_long
from breathline.tui.keys import Ask
from breathline.tui.paint import Line, Role, Span, View, centred, fit

if TYPE_CHECKING:
    from breathline.tui.keys import Key

_BOX_ROWS = 3
"""A button this high or higher has an edge; a lower one is its words alone."""
AFTER_THE_END = frozenset({"s", "q", "?", keys.OTHER})
"""Buttons that do something while the questions after a response stand; their answers are rows of a list."""
_BAR = {spec.key.lower(): spec for spec in keys.BAR}


def button(key: str, view: View, width: int, height: int) -> list[Line]:
    """A button's face.

    Args:
        key: The key it stands for, lower case, or "space".
        view: What stands.
        width: Columns.
        height: Rows.
    """
    shown, words = face(key, view)
    role = _role(key, view)
    if height >= _BOX_ROWS:
        return boxed(shown, words, role, view.glyphs.corners, width, height)
    key_role = Role.BUTTON_KEY if role is Role.BUTTON else role
    face_line = fit((Span(shown, key_role), Span(f" {words}", role)), width - 1, role)
    return [(*face_line, Span(" ")), *([fit((), width)] * (height - 1))]


def face(key: str, view: View) -> tuple[str, str]:
    """The key as it is written on the button, and the words beside it."""
    buttons = view.words.buttons
    if key in _FACES:
        return _FACES[key](view)
    if key in keys.ANSWERS:
        return key, _answer_words(keys.ANSWERS.index(key), view)
    if key == "u":
        undo = view.published.situation.can_undo
        return ("U", buttons.undo) if undo is None else (buttons.undo_key, view.words.acts[undo])
    if key == "p":
        until = view.published.situation.pause_until
        back = "" if until is None else buttons.pause_back.format(time=wording.clock(until - view.now))
        return "P", back or buttons.pause
    if key == "k":
        return "K", buttons.heard
    return _BAR[key].key, _bar_words(_BAR[key], view)


def _other_face(view: View) -> tuple[str, str]:
    words = view.words.people
    return other_key(view).upper(), words.second if view.published.other is None else words.turn_short


def _bar_words(spec: Key, view: View) -> str:
    words = view.words
    if spec.key == "E" and view.hands.asked is Ask.END:
        return words.buttons.end_again
    if spec.key == "Q" and view.hands.asked is Ask.LEAVE:
        return words.buttons.leave_again
    situation = view.published.situation
    if spec.key == "S" and situation.ended:
        return words.keys.start_new
    on = spec.switches and keys.running(situation) and keys.switched_on(spec.key, situation)
    return spec.words(words.keys, on=on)


def _main_face(view: View) -> tuple[str, str]:
    situation, words = view.published.situation, view.words.buttons
    if view.published.offered is None and not keys.running(situation):
        return "S", words.start_new if situation.ended else words.start
    if situation.prompt is None or situation.prompt.action is None:
        return words.space, ""
    return words.space, situation.prompt.action_label


_FACES = {keys.SPACE: _main_face, keys.OTHER: _other_face}
"""Buttons whose key depends on what stands."""


def _answer_words(index: int, view: View) -> str:
    offered = view.published.offered
    if offered is not None:
        if view.hands.asks_how_long:
            return how_long(offered, view.words)[index][1]
        return (view.words.buttons.go_on, view.words.buttons.close, "")[index]
    question = view.published.situation.question
    if question is None or index >= len(question.options):
        return ""
    return question.options[index][1]


def main_key(view: View) -> str:
    """What the big button presses: the prompt's act, or S outside a response."""
    return "s" if _main_face(view)[0] == "S" else keys.SPACE


def other_key(view: View) -> str:
    """What the button for the other person presses."""
    return keys.SECOND if view.published.other is None else keys.TURN


def _role(key: str, view: View) -> Role:
    situation = view.published.situation
    pressed = {keys.SPACE: main_key, keys.OTHER: other_key}.get(key, lambda _: key)(view)
    if view.published.close_out is not None and key not in AFTER_THE_END:
        # A figure is an answer then, and stands in the list; no button of the bar is.
        return Role.BUTTON_OFF
    waits = (key == "e" and view.hands.asked is Ask.END) or (key == "q" and view.hands.asked is Ask.LEAVE)
    if waits:
        return Role.NOTICE
    if key == "3" and view.published.offered is not None and not view.hands.asks_how_long:
        return Role.BUTTON_OFF
    if not keys.intent(pressed, view.published).applies:
        return Role.BUTTON_OFF
    if key == "k" and not situation.alarms:
        return Role.BUTTON_OFF
    starts = key == keys.SPACE and pressed == "s"
    on = starts or keys.switched_on(key, situation) or (key == "p" and view.published.sound is Sound.PAUSED)
    return Role.BUTTON_ON if on else Role.BUTTON


def boxed(
    key: str, words: str, role: Role, corners: tuple[str, str, str, str, str, str], width: int, height: int
) -> list[Line]:
    """A button with an edge; the key stands before its words, or in the upper edge where they need the room."""
    top_left, top_right, bottom_left, bottom_right, across, down = corners
    inner = width - 2
    key_role = Role.BUTTON_KEY if role is Role.BUTTON else role
    label = f"{key}  {words}" if words else key
    edge: Line = (Span(top_left + across * inner + top_right, role),)
    if len(label) <= inner:
        before, after = _around(label, inner)
        middle: Line = (Span(before), Span(key, key_role), Span(after[len(key) :]))
    else:
        edge = (Span(f"{top_left}{across} ", role), Span(key, key_role), Span(" ", role))
        edge = (*edge, Span(across * (inner - len(key) - 3) + top_right, role))
        middle = (Span(centred(words, inner)),)
    blank: Line = (Span(down + " " * inner + down, role),)
    lines: list[Line] = [blank] * height
    lines[0] = edge
    lines[-1] = (Span(bottom_left + across * inner + bottom_right, role),)
    lines[height // 2] = (
        Span(down, role),
        *(Span(s.text, s.role if s.role is key_role else role) for s in middle),
        Span(down, role),
    )
    return [fit(line, width, role) for line in lines]


def _around(label: str, inner: int) -> tuple[str, str]:
    before = (inner - len(label)) // 2
    return " " * before, label.ljust(inner - before)
