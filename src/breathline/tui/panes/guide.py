"""What to do now and why, the beat, what comes next, the question, and the timers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from breathline.tui import keys, wording
from breathline.tui.letters import large
from breathline.tui.paint import Line, Role, Span, View, block, centred, fit, heading, length, wrapped
from breathline.words import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.device.published import OpenResponse
    from breathline.guidelines.screen_texts import ScreenWords, TimerWords
    from breathline.guidelines.situation import Question, Situation

_ON_THE_BEAT_S = 0.75
"""How long "NOW" stands at each beat: three frames of the screen."""
_SHOWN_BEAT_S = 1.5
"""A beat shorter than this can't be drawn as a bar at four frames a second; its rate is said instead."""
_ONE_EACH = 6
"""From so many rows on every timer has its own."""
_MOST_SHOWN = 99
"""The room left for the seconds to the next beat."""
_LABEL = 9
"""Columns of "NALOXONE "."""


def prompt(view: View, width: int, rows: int) -> list[Line]:
    """DO THIS NOW: the one prompt and its reason."""
    situation = view.published.situation
    if view.published.offered is not None:
        return _offer(view, width, rows)
    if not situation.started:
        return _before(view, width, rows)
    if situation.ended:
        return _after(view, width, rows)
    words = view.words.guide
    head = heading(view.about(words.do_now), width, view.glyphs, words.pack.format(pack=situation.pack), Role.FAINT)
    prompt_now = situation.prompt
    if prompt_now is None:
        return _told(head, view.texts.notes["watch_person"], "", view, width, rows)
    why = words.why.format(reason=prompt_now.reason) if prompt_now.reason else ""
    return _told(head, prompt_now.text, why, view, width, rows)


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
    words = view.words.guide
    head = heading(
        view.about(words.ready), width, view.glyphs, words.pack.format(pack=view.published.situation.pack), Role.FAINT
    )
    return _told(head, words.ready_text, words.ready_below, view, width, rows)


def _after(view: View, width: int, rows: int) -> list[Line]:
    situation, words = view.published.situation, view.words
    after = words.guide.ended_after.format(time=wording.clock(situation.t))
    head = heading(view.about(words.guide.ended), width, view.glyphs, after)
    outcome = words.outcomes[situation.outcome or Outcome.UNKNOWN]
    return _told(head, outcome, words.notices.has_ended, view, width, rows)


def _offer(view: View, width: int, rows: int) -> list[Line]:
    offered = view.published.offered
    if offered is None:
        return block([], width, rows)
    words, since = view.words.guide, offered.elapsed_s
    began = words.began_unknown if since is None else words.began.format(time=wording.clock(since))
    head = heading(view.about(words.still_open), width, view.glyphs, began, Role.STRONG)
    return _told(head, words.left_open, view.words.notices.answer_offered, view, width, rows)


def pacer(view: View, width: int, rows: int) -> list[Line]:
    """The beat: a bar that fills and "next in 3"; on the beat the whole row says what to do."""
    beat = view.published.situation.pacer
    if beat is None or not keys.running(view.published.situation):
        return block([], width, rows)
    words = view.words.guide
    into = (view.now - beat.started_at) % beat.period_s
    if beat.period_s < _SHOWN_BEAT_S:
        rate = words.beat_rate.format(what=beat.text, rate=round(60 / beat.period_s))
        return [fit((Span(f" {rate}" if row == rows // 2 else "", Role.STRONG),), width) for row in range(rows)]
    if into < _ON_THE_BEAT_S:
        return [
            (
                Span(" "),
                Span(centred(words.beat_now.format(what=beat.text) if row == rows // 2 else "", width - 1), Role.BEAT),
            )
            for row in range(rows)
        ]
    bar = max(8, width - len(words.beat_next.format(seconds=_MOST_SHOWN)) - 3)
    full = int(bar * into / beat.period_s)
    drawn = (
        Span(" "),
        Span(view.glyphs.bar_full * full, Role.BAR),
        Span(view.glyphs.bar_empty * (bar - full), Role.RULE),
    )
    left = words.beat_next.format(seconds=math.ceil(beat.period_s - into))
    return [fit((*drawn, Span(f"  {left}" if row == rows // 2 else "", Role.STRONG)), width) for row in range(rows)]


def next_step(view: View, width: int) -> list[Line]:
    """What comes next."""
    text = view.published.situation.next_text
    if not text or not keys.running(view.published.situation):
        return [fit((), width)]
    return [fit((Span(f" {view.words.guide.next} ", Role.FAINT), Span(text)), width)]


def question(view: View, width: int, rows: int) -> list[Line]:
    """The open question, with the time left to answer it."""
    words = view.words.guide
    if view.published.offered is not None:
        asked_now = words.how_long if view.hands.asks_how_long else words.go_on
        return block(
            [heading(view.about(words.question), width, view.glyphs), (Span(asked_now, Role.STRONG),)], width, rows
        )
    situation = view.published.situation
    asked = situation.question
    if asked is None or not keys.running(situation):
        if situation.started and not situation.ended:
            return block(
                [heading(view.about(words.question), width, view.glyphs, words.no_question, Role.FAINT)], width, rows
            )
        return block([(Span(row, Role.FAINT),) for row in wrapped(words.not_certified, width, rows)], width, rows)
    waiting = waits(asked, view)
    text: list[Line] = [(Span(row, Role.STRONG),) for row in wrapped(asked.text, width, rows)]
    if len(text) < rows:
        form = words.no_answer if asked.overdue else words.answer_in
        head = heading(view.about(words.question), width, view.glyphs, form.format(time=waiting.text), waiting.role)
        return block([head, *text], width, rows)
    room = width - length((waiting,))
    if length(text[-1]) < room:
        # No row for a heading: the time alone stands after the last word.
        text[-1] = (*fit(text[-1], room), waiting)
    return block(text, width, rows)


def waits(asked: Question, view: View) -> Span:
    """The time that is left to answer, or for which nobody has."""
    if asked.overdue:
        return Span(wording.clock(view.now - asked.asked_at), Role.NOTICE)
    return Span(wording.clock(math.ceil(asked.overdue_at - view.now)), Role.STRONG)


def timers(view: View, width: int, rows: int) -> list[Line]:
    """Naloxone, oxygen, breaths, compressions and 911, each with the time since.

    With few rows the last four share two. After the end nothing counts any more; of an offered response it is told
    what was done.
    """
    if view.published.offered is not None:
        return _done_in_it(view.published.offered, view, width, rows)
    situation = view.published.situation
    if situation.ended:
        return _stood_at_the_end(situation, view.words, width, rows)
    now, words = view.now, view.words.timers
    naloxone, look = _naloxone(situation, now, view.words)
    # Two to a row there is no room for the seconds of a second hour.
    span = wording.short_clock if rows < _ONE_EACH else wording.clock
    oxygen = _since(words.oxygen, situation.oxygen_since, now, words, span)
    breaths = _since(words.breaths, situation.breaths_since, now, words, span)
    if situation.breaths:
        short = f" {words.noted_short}" if rows < _ONE_EACH else words.noted
        breaths = (*breaths, Span(short.format(count=situation.breaths)))
    pushes = _since(words.pushes, situation.compressions_since, now, words, span)
    return _in_their_places(
        [naloxone, look, oxygen, breaths, pushes, _called(situation, now, words, span)], width, rows
    )


def _in_their_places(lines: list[Line], width: int, rows: int) -> list[Line]:
    if rows >= _ONE_EACH:
        return block(lines, width, rows)
    naloxone, look, oxygen, breaths, pushes, called = lines
    half = width // 2
    pairs = [(*fit(oxygen, half), *called), (*fit(breaths, half), *pushes)]
    head = [naloxone, look] if rows > 3 else [naloxone]  # noqa: PLR2004 - the two pairs and one more
    return block([*head, *pairs], width, rows)


def _stood_at_the_end(situation: Situation, words: ScreenWords, width: int, rows: int) -> list[Line]:
    """What was noted, with nothing that runs or asks for anything."""
    timers, given, called = words.timers, situation.naloxone, situation.called_911_at
    doses = wording.doses(given.doses, words)
    if given.last_at is not None:
        doses = timers.last_at.format(doses=doses, time=wording.clock(given.last_at))
    noted = timers.noted_at_end.format(count=situation.breaths) if situation.breaths else timers.off
    told = (
        (timers.naloxone, doses),
        ("", ""),
        (timers.oxygen, timers.off),
        (timers.breaths, noted),
        (timers.pushes, timers.off),
        (timers.call, timers.not_called if called is None else timers.called_at.format(time=wording.clock(called))),
    )
    lines: list[Line] = [(Span(f"{label:<{_LABEL}}{text}", Role.FAINT),) for label, text in told]
    return _in_their_places(lines, width, rows)


def _done_in_it(offered: OpenResponse, view: View, width: int, rows: int) -> list[Line]:
    words = view.words.timers
    done = wording.acts_done(offered, view.words) or [words.nothing_noted]
    columns = 1 if len(done) < rows else 2
    head = [heading(words.done_in_it, width, view.glyphs, words.done_since, Role.FAINT)]
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


def _naloxone(situation: Situation, now: float, words: ScreenWords) -> tuple[Line, Line]:
    """Doses so far, and what follows from the last: when to look again, then how long to watch."""
    timers, given = words.timers, situation.naloxone
    doses = wording.doses(given.doses, words)
    if given.last_at is not None:
        doses = timers.last_ago.format(doses=doses, time=wording.clock(now - given.last_at))
    first: Line = (_label(timers.naloxone), Span(doses, Role.STRONG if given.doses else Role.FAINT))
    if given.look_again_at is None:
        return first, _watched(situation, now, timers)
    left = given.look_again_at - now
    if left <= 0:
        return first, (Span(" " * _LABEL), Span(f" {timers.look_again_now} ", Role.NOTICE))
    look = timers.look_again_in.format(time=wording.clock(math.ceil(left)))
    return first, (Span(" " * _LABEL), Span(look, Role.STRONG))


def _watched(situation: Situation, now: float, words: TimerWords) -> Line:
    """How long somebody still stays after naloxone."""
    if situation.observe_until is None or situation.observe_until <= now:
        return ()
    left = wording.clock(math.ceil(situation.observe_until - now))
    return (Span(" " * _LABEL), Span(words.watch_for.format(time=left), Role.STRONG))


def _since(label: str, since: float | None, now: float, words: TimerWords, span: Callable[[float], str]) -> Line:
    if since is None:
        return (_label(label), Span(words.off, Role.FAINT))
    return (_label(label), Span(words.on.format(time=span(now - since)), Role.STRONG))


def _called(situation: Situation, now: float, words: TimerWords, span: Callable[[float], str]) -> Line:
    if situation.help_here_at is not None:
        return (_label(words.call), Span(words.help_here.format(time=span(now - situation.help_here_at)), Role.STRONG))
    if situation.called_911_at is not None:
        ago = words.called_ago.format(time=span(now - situation.called_911_at))
        return (_label(words.call), Span(ago, Role.STRONG))
    if situation.no_911:
        return (_label(words.call), Span(words.not_calling, Role.STRONG))
    return (_label(words.call), Span(words.not_called, Role.FAINT))
