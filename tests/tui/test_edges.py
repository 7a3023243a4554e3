from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from breathline.device.published import Link, Sound
from breathline.events.model import AlarmId, AlarmState, Priority
from breathline.guidelines.situation import Alarm, AlarmKind
from breathline.tui.hands import Hands
from breathline.tui.paint import Role, View
from breathline.tui.panes import edges
from breathline.tui.pictures import StillDesk
from breathline.tui.wording import Notice
from breathline.words import FaultId
from tests.tui.scenes import NOW, TEXTS, WORDS, before, breathing_for, doubtful, ended, guiding, lost
from tests.tui.steps import Clock, roles, text, view, with_situation


def an_alarm(priority: Priority, state: AlarmState = AlarmState.SIGNALLED) -> Alarm:
    return Alarm(AlarmId.SPO2_LOW, priority, state, "SpO2 below 90", 0.0)


@pytest.mark.hazard("H-32")
def test_practice_and_real_can_not_be_mixed_up() -> None:
    assert " PRACTICE " in text(edges.header(view(guiding()), 80))
    real = edges.header(view(replace(guiding(), practice=False)), 80)
    assert " REAL " in text(real)
    assert "PRACTICE" not in text(real)


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("sound", list(Sound))
@pytest.mark.parametrize("link", list(Link))
def test_the_header_tells_time_link_battery_and_sound_at_every_width(width: int, sound: Sound, link: Link) -> None:
    scene = with_situation(replace(guiding(), sound=sound, link=link, battery=100), t=3762.0)
    line = text(edges.header(view(scene), width))
    assert len(line) == width
    for words in ("1:02:42", WORDS.links.of(link), "battery 100 %", WORDS.sounds.of(sound)):
        assert words in line


def test_a_narrow_header_keeps_the_time_and_the_sound() -> None:
    line = text(edges.header(view(lost()), 60))
    assert "3:42" in line
    assert "NO SOUND" in line


@pytest.mark.hazard("H-27")
def test_no_sound_stands_out() -> None:
    assert Role.NOTICE.value in roles(edges.header(view(replace(guiding(), sound=Sound.NONE)), 80))
    assert Role.NOTICE.value not in roles(edges.header(view(guiding()), 80))


def test_an_unknown_battery_and_a_response_not_started_say_so() -> None:
    line = text(edges.header(view(replace(before(), battery=None)), 80))
    assert "battery ?" in line
    assert "not started" in line


def test_the_time_stands_still_after_the_end() -> None:
    over = ended()
    assert "12:34" in text(edges.header(view(over, over.situation.t + 99), 80))


@pytest.mark.parametrize(
    ("priority", "stars"), [(Priority.HIGH, " *** "), (Priority.MEDIUM, " ** "), (Priority.LOW, " * ")]
)
def test_priority_is_told_by_stars_and_never_by_colour_alone(priority: Priority, stars: str) -> None:
    scene = view(with_situation(guiding(), alarms=(an_alarm(priority),)))
    assert text(edges.alarms(scene, 48, 1)).startswith(f"{stars}SpO2 below 90")
    assert text(edges.alarms(scene, 64, 3)).startswith(f"{stars}SpO2 below 90")


def changes_in_ten_seconds(alarm: Alarm) -> int:
    seen = [edges.alarm_role(alarm, frame / 4) for frame in range(41)]
    return sum(1 for old, new in pairwise(seen) if old != new)


def test_high_flashes_at_two_hertz_medium_at_half_and_low_not_at_all() -> None:
    assert changes_in_ten_seconds(an_alarm(Priority.HIGH)) == 40
    assert changes_in_ten_seconds(an_alarm(Priority.MEDIUM)) == 10
    assert changes_in_ten_seconds(an_alarm(Priority.LOW)) == 0


@pytest.mark.hazard("H-28")
def test_a_suppressed_alarm_stays_visible_steady_and_says_it_is_quiet() -> None:
    quiet = an_alarm(Priority.HIGH, AlarmState.SUPPRESSED)
    assert changes_in_ten_seconds(quiet) == 0
    assert "(quiet 1:32)" in text(edges.alarms(view(doubtful()), 48, 1))


def test_in_one_row_the_worst_stands_in_full_and_the_rest_is_counted() -> None:
    row = text(edges.alarms(view(lost()), 48, 1))
    assert "*** Please answer: look at the person" in row
    assert "+2" in row
    assert len(row) == 48


def test_very_low_stands_before_the_low_that_it_says_already() -> None:
    both = (an_alarm(Priority.HIGH), replace(an_alarm(Priority.HIGH), id=AlarmId.SPO2_VERY_LOW, label="SpO2 very low"))
    row = text(edges.alarms(view(with_situation(breathing_for(), alarms=both)), 64, 1))
    assert row.index("SpO2 very low") < row.index("SpO2 below 90")


def test_a_clip_taken_off_on_purpose_is_no_lost_link() -> None:
    off = with_situation(replace(guiding(), link=Link.LOST), oximeter_off=True)
    assert WORDS.links.of(Link.LOST) not in text(edges.header(view(off), 80))
    assert WORDS.header.clip_off in text(edges.header(view(off), 80))


def test_in_one_row_two_short_ones_stand_side_by_side() -> None:
    short = (an_alarm(Priority.HIGH), replace(an_alarm(Priority.MEDIUM), label="No reading"))
    row = text(edges.alarms(view(with_situation(guiding(), alarms=short)), 48, 1))
    assert "*** SpO2 below 90" in row
    assert "** No reading" in row


def test_in_three_rows_each_has_its_own_with_its_time() -> None:
    rows = text(edges.alarms(view(lost()), 64, 3)).split("\n")
    assert "for 0:08" in rows[0]
    assert "** Oximeter link lost" in rows[1]
    assert "* Clip battery is low" in rows[2]


def test_a_fourth_alarm_is_counted() -> None:
    four = with_situation(guiding(), alarms=(an_alarm(Priority.HIGH),) * 4)
    assert "and 2 more" in text(edges.alarms(view(four), 64, 3))


def test_no_alarm_says_so() -> None:
    assert "no alarm" in text(edges.alarms(view(guiding()), 48, 1))


@pytest.mark.hazard("H-36")
def test_log_trouble_and_other_faults_stand_in_the_notice_or_take_turns() -> None:
    both = text(edges.notice(view(lost()), 80))
    assert WORDS.notices.log_trouble in both
    assert "No sound: watch the screen." in both
    turns = {text(edges.notice(view(lost(), beat=beat), 44)).strip() for beat in (0.0, 3.0)}
    assert turns == {WORDS.notices.log_trouble, "No sound: watch the screen."}


@pytest.mark.parametrize("sound", [Sound.BELL, Sound.NONE])
def test_a_lost_link_is_told_beside_the_number_and_hides_no_other_trouble(sound: Sound) -> None:
    link = TEXTS.faults[FaultId.LINK_LOST]
    both = with_situation(replace(lost(), log_ok=True, sound=sound), unresolved=link)
    line = text(edges.notice(view(both), 80))
    assert TEXTS.faults[FaultId.NO_SOUND] in line
    assert link not in line


def test_a_question_to_confirm_goes_before_trouble_and_counts_down() -> None:
    desk, clock = StillDesk(lost()), Clock()
    hands = Hands(desk, clock, WORDS)
    hands.press("e")
    assert f"{WORDS.notices.end_asked}  8" in text(edges.notice(View(lost(), 0.0, 0.0, hands, TEXTS), 44))
    clock.at += 5
    assert f"{WORDS.notices.end_asked}  3" in text(edges.notice(View(lost(), 0.0, 0.0, hands, TEXTS), 44))


def test_a_small_window_says_that_it_is_too_small() -> None:
    assert WORDS.notices.too_small in text(edges.notice(view(breathing_for()), 60, small=True))


def test_nothing_to_say_leaves_the_notice_blank() -> None:
    assert text(edges.notice(view(guiding()), 44)).strip() == ""


def test_every_notice_fits_the_narrowest_screen() -> None:
    for notice in Notice:
        asked = "  8" if notice in {Notice.END_ASKED, Notice.LEAVE_ASKED} else ""
        line = WORDS.notices.of(notice) + asked
        assert len(line) <= 42 or notice is Notice.TOO_SMALL


@pytest.mark.hazard("H-29")
def test_an_alarm_that_is_over_stands_until_somebody_acts() -> None:
    over = replace(breathing_for().situation.alarms[0], since=NOW - 90, state=AlarmState.CLEARED)
    seen = with_situation(breathing_for(), alarms=(), latched=(over,))
    assert "over: SpO2 below 90, began 1:30 ago" in text(edges.alarms(view(seen), 48, 1))
    standing = with_situation(breathing_for(), latched=(over,))
    assert "over:" not in text(edges.alarms(view(standing), 48, 1))


def test_an_alarm_that_has_grown_says_its_level_also_when_it_is_quiet() -> None:
    alarm = replace(breathing_for().situation.alarms[0], level=3)
    grown = with_situation(breathing_for(), alarms=(alarm,))
    assert "*** SpO2 below 90, level 3/3" in text(edges.alarms(view(grown), 48, 1))
    quiet = replace(alarm, state=AlarmState.SUPPRESSED, quiet_until=NOW + 42)
    heard = with_situation(breathing_for(), alarms=(quiet,))
    assert "SpO2 below 90, level 3/3 (quiet 0:42)" in text(edges.alarms(view(heard), 48, 1))


def test_in_three_rows_each_says_what_it_is_about() -> None:
    kinds = {AlarmKind.PHYSIOLOGICAL: "person", AlarmKind.TECHNICAL: "clip", AlarmKind.ATTENTION: "answer"}
    for kind, words in kinds.items():
        alarm = replace(breathing_for().situation.alarms[0], kind=kind)
        row = text(edges.alarms(view(with_situation(breathing_for(), alarms=(alarm,))), 64, 3)).split("\n")[0]
        assert f"{words} for 1:10" in row
