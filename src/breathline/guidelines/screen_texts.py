"""The screen's own words, by language: everything it says that no pack and no prompt says.

Each table is a model of its own, so a catalogue that lacks a word, or has one nobody shows, is refused with its line.
Words in {braces} are filled in by the screen; every language must use the same.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator

from breathline.guidelines.pack_parts import Strict, Words
from breathline.words import ActionId, Hardship, LinkAdvice, Outcome

Name = TypeVar("Name", bound=StrEnum)


def _every(names: type[Name]) -> Callable[[dict[Name, str]], dict[Name, str]]:
    """Refuses a table that lacks one of these names."""

    def check(table: dict[Name, str]) -> dict[Name, str]:
        missing = [name.value for name in names if name not in table]
        if missing:
            raise ValueError(f"lacks {', '.join(missing)}; write it there")
        return table

    return check


class ByName(Strict):
    """A table whose words are asked for by a name that the program has."""

    def of(self, name: str) -> str:
        """The words of this name."""
        words: str = getattr(self, name)
        return words


class HeaderWords(Strict):
    """The top row. {time} is a clock, {percent} a number."""

    practice: Words
    real: Words
    not_started: Words
    time: Words
    since_start: Words
    battery: Words
    battery_unknown: Words
    clip_off: Words


class LinkWords(ByName):
    """The link to the oximeter: a name for each state that the box publishes."""

    good: Words
    searching: Words
    silent: Words
    lost: Words
    off: Words
    none: Words


class SoundWords(ByName):
    """What can be heard: a name for each state that the box publishes."""

    on: Words
    paused: Words
    bell: Words
    none: Words


class AlarmWords(Strict):
    """Around an alarm's label. {time} is a clock, {level} 2 or 3, {count} a number.

    Attributes:
        none: Nothing is wrong.
        quiet: Its sound is off for a while.
        quiet_for: The same, with the time until it comes back.
        level: It has grown worse.
        since: How long it has stood.
        more: So many have no room.
        over: It is over, and nobody has attended to it: {label}, {time} ago.
        physiological: What it is about: the person.
        technical: The oximeter or its link.
        attention: The guide waits for an answer.
    """

    none: Words
    quiet: Words
    quiet_for: Words
    level: Words
    since: Words
    more: Words
    over: Words
    physiological: Words
    technical: Words
    attention: Words


class NumberWords(Strict):
    """SpO2 and pulse, and how far they can be trusted.

    {limit} is the guide's low limit, {seconds} and {rate} are numbers, {cause} is one of the catalogue's causes.
    """

    spo2: Words
    pulse: Words
    pulse_short: Words
    slow: Words
    fast: Words
    below: Words
    low_in: Words
    signal_good: Words
    not_sure: Words
    not_sure_why: Words
    too_old: Words
    no_reading_yet: Words
    no_reason: Words
    taken_off: Words
    steady: Words
    falling: Words
    rising: Words
    speed: Words
    no_reading: Words
    so_far: Words
    reading: Words
    seconds_ago: Words
    time_ago: Words
    breaths: Words
    breaths_unit: Words
    no_breath: Words
    breath_gap: Words
    experimental: Words


class TrendWords(Strict):
    """The trend's heading."""

    heading: Words
    now: Words


class GuideWords(Strict):
    """Around what the guide says: its headings, the start, the end, an offered response, the beat, the question.

    {time} is a clock, {pack} the pack's id, {reason} the guide's words, {what} is what to do on the beat.
    """

    do_now: Words
    pack: Words
    why: Words
    next: Words
    ready: Words
    ready_text: Words
    ready_below: Words
    ended: Words
    ended_after: Words
    still_open: Words
    left_open: Words
    began: Words
    began_unknown: Words
    beat_now: Words
    beat_next: Words
    beat_rate: Words
    question: Words
    no_question: Words
    answer_in: Words
    no_answer: Words
    go_on: Words
    how_long: Words
    minutes_ago: Words
    minutes: Words
    minutes_or_more: Words
    not_certified: Words


class CloseOutWords(Strict):
    """The two questions after a response. {number} is 1 or 2, {time} a clock."""

    outcome_asked: Words
    hardship_asked: Words
    of_two: Words
    unknown: Words
    skip: Words
    back: Words
    closes: Words


class MeansWords(ByName):
    """With what something is given. {what} is one of these, {flow} litres a minute, {dose} milligrams."""

    breaths: Words
    oxygen: Words
    naloxone: Words
    not_noted: Words
    mouth: Words
    mask: Words
    bag: Words
    nasal: Words
    muscle: Words
    vein: Words
    flow: Words
    dose: Words


class CareWords(Strict):
    """The page for those who helped, in the order of ROSE."""

    heading: Words
    recognition: Words
    support: Words
    skill: Words
    everyone: Words
    talk: Words
    closes: Words
    private: Words


class TimerWords(Strict):
    """What was done, and since when. {time} is a clock, {count} a number."""

    naloxone: Words
    oxygen: Words
    breaths: Words
    pushes: Words
    call: Words
    no_dose: Words
    one_dose: Words
    doses: Words
    last_ago: Words
    last_at: Words
    look_again_in: Words
    look_again_now: Words
    watch_for: Words
    on: Words
    off: Words
    noted_short: Words
    noted: Words
    noted_at_end: Words
    called_ago: Words
    called_at: Words
    not_called: Words
    not_calling: Words
    help_here: Words
    done_in_it: Words
    done_since: Words
    nothing_noted: Words


class ButtonWords(Strict):
    """Buttons that are not in the key bar, and what bar buttons say while they wait for a second press."""

    space: Words
    undo: Words
    undo_key: Words
    pause: Words
    pause_back: Words
    heard: Words
    start: Words
    start_new: Words
    go_on: Words
    close: Words
    end_again: Words
    leave_again: Words


class KeyWords(ByName):
    """The key bar: what each key does, and what it does once it is on."""

    breaths: Words
    breaths_on: Words
    oxygen: Words
    oxygen_on: Words
    naloxone: Words
    called: Words
    no_call: Words
    compressions: Words
    compressions_on: Words
    airway: Words
    side: Words
    wake: Words
    clip: Words
    clip_on: Words
    breath: Words
    end: Words
    start: Words
    start_new: Words
    leave: Words
    help: Words


class HelpWords(Strict):
    """All keys in words."""

    heading: Words
    closes: Words
    space: Words
    answers: Words
    switches: Words
    naloxone: Words
    call: Words
    acts: Words
    breath: Words
    clip: Words
    undo: Words
    sound: Words
    response: Words
    means: Words
    helpers: Words


class AboutWords(Strict):
    """Where the guide's figures come from. {count} is a number, {who} a role, {pack} the pack's id."""

    heading: Words
    closes: Words
    dated: Words
    version: Words
    extends: Words
    confirmed: Words
    not_confirmed: Words
    no_site_figures: Words
    after: Words
    more: Words
    hint: Words


class FigureWords(ByName):
    """What each figure of a pack is, in a few words, by its id."""

    spo2_low: Words
    spo2_very_low: Words
    pulse_low: Words
    pulse_high: Words
    no_reading: Words
    link_lost: Words
    battery_low: Words
    naloxone_spo2: Words
    warning: Words
    emergency: Words
    breath_period: Words
    compression_period: Words
    stimulate_look: Words
    responsive_ask: Words
    breathing_ask: Words
    breathing_ask_watching: Words
    breathing_ask_no_clip: Words
    question_patience: Words
    question_escalates: Words
    step_patience: Words
    naloxone_ready: Words
    naloxone_look_again: Words
    naloxone_wears_off: Words
    number_follows: Words
    observe: Words
    pause_most: Words
    acknowledge_most: Words


class NoticeWords(ByName):
    """One line each: what waits to be confirmed, what a key did not do, and trouble of the box."""

    end_asked: Words
    leave_asked: Words
    press_start: Words
    just_changed: Words
    nothing_asked: Words
    nothing_to_do: Words
    other_clip: Words
    nothing_to_undo: Words
    already_noted: Words
    answer_offered: Words
    has_ended: Words
    still_open: Words
    log_trouble: Words
    too_small: Words
    one_person: Words
    two_people: Words
    check_clips: Words


class PeopleWords(Strict):
    """Two people at once. {number} is 1 or 2, {words} are another part's words, {time} is a clock."""

    person: Words
    about: Words
    keys_here: Words
    turn: Words
    turn_short: Words
    second: Words
    not_started: Words
    ended: Words
    left_open: Words
    no_prompt: Words
    no_question: Words
    in_front: Words
    help: Words


class PlainWords(ByName):
    """The screen as lines.

    {time} is a clock, {stars} an alarm's priority, {keys} are the answers with their keys.
    """

    hello: Words
    practice: Words
    real: Words
    running: Words
    start: Words
    ended: Words
    began: Words
    done: Words
    alarm: Words
    alarm_quiet: Words
    alarm_over: Words
    do_now: Words
    why: Words
    space: Words
    next: Words
    question: Words
    no_answer: Words
    beat: Words
    naloxone: Words
    naloxone_look: Words
    oxygen_on: Words
    oxygen_off: Words
    breaths_on: Words
    breaths_off: Words
    compressions_on: Words
    compressions_off: Words
    called_on: Words
    called_off: Words
    no_911_on: Words
    no_911_off: Words
    help_here_on: Words
    help_here_off: Words
    sound_back: Words
    sound_paused: Words
    oximeter: Words
    noted: Words
    again: Words


class ScreenWords(Strict):
    """Every word of the screen in one language.

    Attributes:
        acts: What was done, for U, for the list of an open response and for the plain mode's echo.
        outcomes: How it ended.
        hardships: What made it hard.
        link_advice: What to do about the oximeter or its link, in two short rows at most.
    """

    header: HeaderWords
    links: LinkWords
    sounds: SoundWords
    alarm: AlarmWords
    number: NumberWords
    trend: TrendWords
    guide: GuideWords
    close_out: CloseOutWords
    means: MeansWords
    care: CareWords
    timers: TimerWords
    buttons: ButtonWords
    keys: KeyWords
    help: HelpWords
    about: AboutWords
    figures: FigureWords
    notices: NoticeWords
    people: PeopleWords
    plain: PlainWords
    acts: Annotated[dict[ActionId, Words], AfterValidator(_every(ActionId))]
    outcomes: Annotated[dict[Outcome, Words], AfterValidator(_every(Outcome))]
    hardships: Annotated[dict[Hardship, Words], AfterValidator(_every(Hardship))]
    link_advice: Annotated[dict[LinkAdvice, Words], AfterValidator(_every(LinkAdvice))]
