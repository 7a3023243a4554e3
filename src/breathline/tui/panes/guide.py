"""What to do now and why, the beat, what comes next, the question, and the timers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from breathline.tui import keys, wording
from breathline.tui.letters import large
from breathline.tui.paint import Line, Role, Span, View, block, centred, fit, heading, wrapped
from breathline.words import Outcome

if TYPE_CHECKING:
    from breathline.device.published import OpenResponse
    from breathline.guidelines.situation import Situation

_ON_THE_BEAT_S = 0.75
"""How long "NOW" stands at each beat: three frames of the screen."""
_SHOWN_BEAT_S = 1.5
"""A beat shorter than this can't be drawn as a bar at four frames a second; its rate is said instead."""
_ONE_EACH = 6
"""From so many rows on every timer has its own."""
_LABEL = 9
"""Columns of "NALOXONE "."""
_NEXT_IN = 13
"""Columns of "  next in 99"."""


def prompt(view: View, width: int, rows: int) -> list[Line]:
    """DO THIS NOW: the one prompt and its reason."""
    situation = view.published.situation
    if view.published.offered is not None:
        return _offer(view, width, rows)
    if not situation.started:
        return _before(view, width, rows)
    if situation.ended:
        return _after(view, width, rows)
    head = heading("DO THIS NOW", width, view.glyphs, f"guide: {situation.pack}", Role.FAINT)
    prompt_now = situation.prompt
    if prompt_now is None:
        return _told(head, view.texts.notes["watch_person"], "", view, width, rows)
    return _told(head, prompt_now.text, f"why  {prompt_now.reason}" if prompt_now.reason else "", view, width, rows)


def _told(head: Line, text: str, below: str, view: View, width: int, rows: int) -> list[Line]:
    """A heading, the text as large as there is room for, and a line under it."""
    room = rows - 2
    small = wrapped(text, width - 2, room)
    words = [*(_large(text, width - 2, room - len(small)) if view.glyphs.large else []), *small]
    above = max(0, (room - len(words)) // 2)
    shown = [""] * above + words + [""] * (room - above - len(words))
    lines = [fit((Span(f" {row}", Role.DO),), width, Role.DO) for row in shown]
    return block([head, *lines, fit((Span(f" {below}", Role.DO_FAINT),), width, Role.DO_FAINT)], width, rows)


def _large(text: str, width: int, rows: int) -> list[str]:
    """The text in large letters, or its first sentence where all of it has no room; nothing where neither has."""
    first = text.partition(". ")[0]
    return large(text, width, rows) or large(first if first == text else f"{first}.", width, rows) or []


def _before(view: View, width: int, rows: int) -> list[Line]:
    head = heading("READY", width, view.glyphs, f"guide: {view.published.situation.pack}", Role.FAINT)
    return _told(head, "Overdose? Press S, go to the person.", "No oximeter is needed to start.", view, width, rows)


def _after(view: View, width: int, rows: int) -> list[Line]:
    situation = view.published.situation
    head = heading("ENDED", width, view.glyphs, f"after {wording.clock(situation.t)}")
    outcome = wording.OUTCOMES[situation.outcome or Outcome.UNKNOWN]
    return _told(head, outcome, "S starts a new one, Q leaves.", view, width, rows)


def _offer(view: View, width: int, rows: int) -> list[Line]:
    offered = view.published.offered
    if offered is None:
        return block([], width, rows)
    began = "when is not known" if offered.elapsed_s is None else f"it began {wording.clock(offered.elapsed_s)} ago"
    head = heading("STILL OPEN", width, view.glyphs, began, Role.STRONG)
    return _told(head, wording.LEFT_OPEN, wording.ANSWER_OFFERED, view, width, rows)


def pacer(view: View, width: int, rows: int) -> list[Line]:
    """The beat: a bar that fills and "next in 3"; on the beat the whole row says what to do."""
    beat = view.published.situation.pacer
    if beat is None or not keys.running(view.published.situation):
        return block([], width, rows)
    into = (view.now - beat.started_at) % beat.period_s
    if beat.period_s < _SHOWN_BEAT_S:
        words = f"{beat.text}: {round(60 / beat.period_s)} a minute"
        return [fit((Span(f" {words}" if row == rows // 2 else "", Role.STRONG),), width) for row in range(rows)]
    if into < _ON_THE_BEAT_S:
        return [
            (Span(" "), Span(centred(f"NOW: {beat.text}" if row == rows // 2 else "", width - 1), Role.BEAT))
            for row in range(rows)
        ]
    bar = max(8, width - _NEXT_IN - 1)
    full = int(bar * into / beat.period_s)
    drawn = (
        Span(" "),
        Span(view.glyphs.bar_full * full, Role.BAR),
        Span(view.glyphs.bar_empty * (bar - full), Role.RULE),
    )
    left = math.ceil(beat.period_s - into)
    return [
        fit((*drawn, Span(f"  next in {left}" if row == rows // 2 else "", Role.STRONG)), width) for row in range(rows)
    ]


def next_step(view: View, width: int) -> list[Line]:
    """What comes next."""
    text = view.published.situation.next_text
    if not text or not keys.running(view.published.situation):
        return [fit((), width)]
    return [fit((Span(" next ", Role.FAINT), Span(text)), width)]


def question(view: View, width: int, rows: int) -> list[Line]:
    """The open question, with the time left to answer it."""
    offered = view.published.offered
    if offered is not None:
        if view.hands.asks_how_long:
            return block(
                [heading("QUESTION", width, view.glyphs), (Span("How long ago did it start?", Role.STRONG),)],
                width,
                rows,
            )
        return block([heading("QUESTION", width, view.glyphs), (Span("Go on with it?", Role.STRONG),)], width, rows)
    situation = view.published.situation
    asked = situation.question
    if asked is None or not keys.running(situation):
        if situation.started and not situation.ended:
            return block([heading("QUESTION", width, view.glyphs, "none now", Role.FAINT)], width, rows)
        return block([(Span(row, Role.FAINT),) for row in wrapped(wording.NOT_CERTIFIED, width, rows)], width, rows)
    text = wrapped(asked.text, width, rows)
    if asked.overdue:
        right, role = f"NO ANSWER for {wording.clock(view.now - asked.asked_at)}", Role.NOTICE
    else:
        right, role = f"answer in {wording.clock(math.ceil(asked.overdue_at - view.now))}", Role.STRONG
    lines: list[Line] = [(Span(row, Role.STRONG),) for row in text]
    if len(text) < rows:
        lines.insert(0, heading("QUESTION", width, view.glyphs, right, role))
    return block(lines, width, rows)


def timers(view: View, width: int, rows: int) -> list[Line]:
    """Naloxone, oxygen, breaths, compressions and 911, each with the time since.

    With few rows the last four share two. After the end nothing counts any more; of an offered response it is told
    what was done.
    """
    if view.published.offered is not None:
        return _done_in_it(view.published.offered, view, width, rows)
    situation = view.published.situation
    if situation.ended:
        return _stood_at_the_end(situation, width, rows)
    now = view.now
    naloxone, look = _naloxone(situation, now)
    oxygen = _since("OXYGEN", situation.oxygen_since, now)
    breaths = _since("BREATHS", situation.breaths_since, now)
    if situation.breaths:
        breaths = (*breaths, Span(f" x{situation.breaths}" if rows < _ONE_EACH else f", {situation.breaths} noted"))
    pushes = _since("PUSHES", situation.compressions_since, now)
    called = _called(situation, now)
    return _in_their_places([naloxone, look, oxygen, breaths, pushes, called], width, rows)


def _in_their_places(lines: list[Line], width: int, rows: int) -> list[Line]:
    if rows >= _ONE_EACH:
        return block(lines, width, rows)
    naloxone, look, oxygen, breaths, pushes, called = lines
    half = width // 2
    pairs = [(*fit(oxygen, half), *called), (*fit(breaths, half), *pushes)]
    head = [naloxone, look] if rows > 3 else [naloxone]  # noqa: PLR2004 - the two pairs and one more
    return block([*head, *pairs], width, rows)


def _stood_at_the_end(situation: Situation, width: int, rows: int) -> list[Line]:
    """What was noted, with nothing that runs or asks for anything."""
    given, called = situation.naloxone, situation.called_911_at
    last = "" if given.last_at is None else f", last at {wording.clock(given.last_at)}"
    noted = f"{situation.breaths} noted" if situation.breaths else "off"
    words = (
        ("NALOXONE", f"{wording.doses(given.doses)}{last}"),
        ("", ""),
        ("OXYGEN", "off"),
        ("BREATHS", noted),
        ("PUSHES", "off"),
        ("911", "not called" if called is None else f"at {wording.clock(called)}"),
    )
    lines: list[Line] = [(Span(f"{label:<{_LABEL}}{text}", Role.FAINT),) for label, text in words]
    return _in_their_places(lines, width, rows)


def _done_in_it(offered: OpenResponse, view: View, width: int, rows: int) -> list[Line]:
    done = wording.acts_done(offered) or [wording.NOTHING_NOTED]
    columns = 1 if len(done) < rows else 2
    head = [heading("DONE IN IT", width, view.glyphs, "time since its start", Role.FAINT)]
    if len(done) > (rows - 1) * columns:
        head = []
    down = rows - len(head)
    lines = [
        tuple(span for text in done[row::down] for span in fit((Span(text, Role.STRONG),), width // columns))
        for row in range(down)
    ]
    return block([*head, *lines], width, rows)


def _label(words: str) -> Span:
    return Span(f"{words:<{_LABEL}}", Role.HEADING)


def _naloxone(situation: Situation, now: float) -> tuple[Line, Line]:
    given = situation.naloxone
    first: Line = (_label("NALOXONE"), Span(wording.doses(given.doses), Role.STRONG if given.doses else Role.FAINT))
    if given.last_at is not None:
        first = (*first, Span(f", last {wording.clock(now - given.last_at)} ago", Role.STRONG))
    if given.look_again_at is None:
        return first, ()
    left = given.look_again_at - now
    if left <= 0:
        return first, (Span(" " * _LABEL), Span(" LOOK AGAIN NOW ", Role.NOTICE))
    return first, (Span(" " * _LABEL), Span(f"look again in {wording.clock(math.ceil(left))}", Role.STRONG))


def _since(label: str, since: float | None, now: float) -> Line:
    if since is None:
        return (_label(label), Span("off", Role.FAINT))
    return (_label(label), Span(f"on {wording.clock(now - since)}", Role.STRONG))


def _called(situation: Situation, now: float) -> Line:
    if situation.called_911_at is not None:
        return (_label("911"), Span(f"{wording.clock(now - situation.called_911_at)} ago", Role.STRONG))
    if situation.no_911:
        return (_label("911"), Span("not calling", Role.STRONG))
    return (_label("911"), Span("not called", Role.FAINT))


def help_lines(view: View, width: int, rows: int) -> list[Line]:
    """The keys in words, for "?"."""
    head = heading("KEYS", width, view.glyphs, "any key closes this", Role.FAINT)
    lines = [head, *((Span(f" {key:<7}", Role.BUTTON_KEY), Span(f" {words}")) for key, words in _HELP)]
    lines += [(Span(row, Role.FAINT),) for row in wrapped(wording.NOT_CERTIFIED, width, 2)]
    return block(lines, width, rows)


_HELP = (
    ("SPACE", "I did what the screen says"),
    ("1 2 3", "answer the question"),
    ("B O C", "breaths, oxygen, compressions: on, off"),
    ("N", "gave one dose of naloxone"),
    ("9  0", "called 911, or not calling"),
    ("T A R", "tried to wake, airway, on their side"),
    (".", "gave one breath (to count it)"),
    ("X  W", "clip taken off, put on; use another clip"),
    ("U", "take the last act back"),
    ("P  K", "pause the sound, I heard the alarm"),
    ("S E Q", "start, end, leave"),
)
