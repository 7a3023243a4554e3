from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.device.published import Published
from breathline.events.model import AlarmId, AlarmState, Priority
from breathline.guidelines.situation import Alarm
from breathline.tui import numerals, wording
from breathline.tui.paint import ASCII, Role
from breathline.tui.panes.numbers import pulse, pulse_text, spo2, spo2_role, spo2_text
from breathline.words import Cause, Trust
from tests.tui.scenes import TEXTS, WORDS, before, breathing_for, doubtful, guiding, lost
from tests.tui.steps import roles, text, view, with_situation, with_vitals

SIZES = [numerals.SMALL, numerals.MEDIUM, numerals.LARGE, numerals.HUGE]


def test_a_live_number_stands_with_its_direction_and_trust() -> None:
    pane = text(spo2(view(breathing_for()), 34, 8, numerals.SMALL))
    assert spo2_text(breathing_for().situation) == "83"
    for words in ("SpO2 %", "below 90", "falling", "6 a minute", "signal good", "The number follows"):
        assert words in pane


def test_a_rising_and_a_steady_number_say_so() -> None:
    rising = with_vitals(guiding(), slope=4.2, slope_error=0.5)
    assert "rising" in text(spo2(view(rising), 34, 8, numerals.SMALL))
    steady = with_vitals(guiding(), slope=0.2, slope_error=0.1)
    assert "steady" in text(spo2(view(steady), 34, 8, numerals.SMALL))
    unclear = with_vitals(guiding(), slope=2.0, slope_error=3.0)
    assert "steady" in text(spo2(view(unclear), 34, 8, numerals.SMALL))


BREATHING = {"breath_rate": 9.4, "breath_quality": 0.7, "breath_gap": 1.0}


def test_breaths_from_the_pleth_stand_beside_a_live_number_as_a_doubt() -> None:
    for width, size in ((43, numerals.MEDIUM), (70, numerals.HUGE)):
        pane = text(spo2(view(with_vitals(guiding(), **BREATHING)), width, size.rows + 3, size))
        for words in ("breaths 9", "a minute?", "experimental", "falling", "signal good"):
            assert words in pane
    stopped = with_vitals(guiding(), breath_quality=0.7, breath_gap=24.6)
    pane = text(spo2(view(stopped), 43, 10, numerals.MEDIUM))
    for words in ("no breath", "for 24 s?", "experimental"):
        assert words in pane


@pytest.mark.hazard("H-08", "H-09")
@pytest.mark.parametrize(
    "shown",
    [
        with_vitals(guiding(), **BREATHING | {"breath_quality": None}),
        with_vitals(guiding(), breath_quality=0.2),
        with_vitals(guiding(), **BREATHING, trust=Trust.DOUBTFUL, cause=Cause.MOTION),
        with_vitals(guiding(), **BREATHING, spo2=None, trust=Trust.NONE, cause=Cause.LINK_LOST),
        with_situation(with_vitals(guiding(), **BREATHING), oximeter_off=True),
        with_situation(with_vitals(guiding(), **BREATHING), breaths_since=20.0),
        with_situation(with_vitals(guiding(), **BREATHING), compressions_since=20.0),
        with_situation(guiding(), vitals=None),
    ],
    ids=["no quality", "not known", "doubtful", "link lost", "clip off", "breaths given", "pushing", "no reading"],
)
def test_breaths_from_the_pleth_are_not_said_without_quality_or_a_live_number_or_while_somebody_helps(
    shown: Published,
) -> None:
    pane = text(spo2(view(shown), 70, 15, numerals.HUGE))
    assert "not proved" not in pane
    assert "a minute?" not in pane


def test_breaths_from_the_pleth_are_left_out_where_they_do_not_fit() -> None:
    shown = view(with_vitals(guiding(), **BREATHING))
    for width, size in ((34, numerals.SMALL), (38, numerals.MEDIUM)):
        assert "breaths" not in text(spo2(shown, width, size.rows + 3, size))


def test_an_unknown_direction_is_not_shown() -> None:
    unknown = with_vitals(guiding(), slope=None)
    pane = text(spo2(view(unknown), 34, 8, numerals.SMALL))
    assert not any(word in pane for word in ("falling", "rising", "steady"))


def test_a_doubtful_number_is_dimmed_and_says_so_with_its_cause() -> None:
    lines = spo2(view(doubtful()), 34, 8, numerals.SMALL)
    assert "not sure: finger is moving" in text(lines)
    assert "▒" in text(lines)
    assert "█" not in text(lines)
    assert Role.NUMBER_DOUBTFUL.value in roles(lines)


@pytest.mark.hazard("H-03")
@pytest.mark.parametrize("cause", list(Cause))
@pytest.mark.parametrize("trust", [Trust.STALE, Trust.NONE])
def test_an_old_or_missing_number_is_replaced_by_dashes_and_its_cause(cause: Cause, trust: Trust) -> None:
    gone = with_vitals(guiding(), spo2=None, pulse=None, trust=trust, pulse_trust=trust, cause=cause, slope=-9.0)
    lines = spo2(view(gone), 34, 8, numerals.SMALL)
    assert spo2_text(gone.situation) == wording.MISSING
    assert pulse_text(gone.situation) == wording.MISSING
    assert TEXTS.causes[cause] in text(lines)
    assert "falling" not in text(lines)


@pytest.mark.parametrize("trust", [Trust.STALE, Trust.NONE])
def test_a_number_that_is_not_believed_is_never_drawn_even_if_one_comes_along(trust: Trust) -> None:
    odd = with_vitals(guiding(), trust=trust, pulse_trust=trust, cause=Cause.FROZEN)
    assert spo2_text(odd.situation) == wording.MISSING
    assert pulse_text(odd.situation) == wording.MISSING


def test_every_cause_of_the_guide_fits_beside_not_sure() -> None:
    for words in TEXTS.causes.values():
        assert len(f"{WORDS.number.not_sure}: {words}") <= 34


def test_no_cause_still_gets_words() -> None:
    odd = with_vitals(guiding(), spo2=None, trust=Trust.NONE, cause=None)
    assert "no reason known" in text(spo2(view(odd), 34, 8, numerals.SMALL))


@pytest.mark.hazard("H-10")
def test_the_link_advice_stands_where_the_number_is_gone() -> None:
    assert "Link lost. Keep the clip" in text(spo2(view(lost()), 34, 8, numerals.SMALL))


def test_before_the_first_reading_it_says_so() -> None:
    nothing = with_situation(guiding(), vitals=None)
    assert "no reading yet" in text(spo2(view(nothing), 34, 8, numerals.SMALL))
    assert "no reading" in text(pulse(view(nothing), 34, 6, numerals.SMALL))


def test_what_is_said_about_a_number_goes_with_it() -> None:
    note = TEXTS.notes["oxygen_hides"]
    assert "Oxygen is on" in text(spo2(view(with_situation(guiding(), note=note)), 34, 8, numerals.SMALL))
    for gone in (with_situation(lost(), note=note), with_situation(guiding(), note=note, oximeter_off=True)):
        assert "Oxygen is on" not in text(spo2(view(gone), 34, 8, numerals.SMALL))


def test_with_the_clip_off_on_purpose_no_number_stands() -> None:
    off = with_situation(guiding(), oximeter_off=True)
    assert spo2_text(off.situation) == wording.MISSING
    assert pulse_text(off.situation) == wording.MISSING
    assert WORDS.number.taken_off in text(spo2(view(off), 34, 8, numerals.SMALL))


def test_the_time_since_the_last_reading_counts_on_between_publications() -> None:
    published = guiding()
    t = published.situation.t
    assert "0 s ago" in text(pulse(view(published, t), 34, 6, numerals.SMALL))
    assert "7 s ago" in text(pulse(view(published, t + 7), 34, 6, numerals.SMALL))
    assert "2:00 ago" in text(pulse(view(published, t + 120), 34, 6, numerals.SMALL))


@pytest.mark.hazard("H-05")
def test_a_normal_number_is_not_praised_and_a_low_one_follows_its_alarm() -> None:
    assert spo2_role(guiding().situation) is Role.NUMBER
    assert spo2_role(breathing_for().situation) is Role.NUMBER_VERY_LOW
    assert spo2_role(with_vitals(guiding(), spo2=88.0).situation) is Role.NUMBER_LOW
    medium = Alarm(AlarmId.SPO2_LOW, Priority.MEDIUM, AlarmState.SIGNALLED, "SpO2 below 90", 0.0)
    assert spo2_role(with_situation(breathing_for(), alarms=(medium,)).situation) is Role.NUMBER_LOW


@pytest.mark.parametrize(("alarm", "word"), [(AlarmId.PULSE_LOW, "slow"), (AlarmId.PULSE_HIGH, "fast")])
def test_a_wrong_pulse_is_named(alarm: AlarmId, word: str) -> None:
    wrong = with_situation(guiding(), alarms=(Alarm(alarm, Priority.MEDIUM, AlarmState.SIGNALLED, "Pulse", 0.0),))
    assert word in text(pulse(view(wrong), 34, 6, numerals.SMALL))


def test_a_doubtful_pulse_says_so() -> None:
    assert "not sure" in text(pulse(view(doubtful()), 34, 6, numerals.SMALL))


def test_in_ascii_no_other_character_is_drawn() -> None:
    for published in (before(), breathing_for(), doubtful(), lost()):
        assert text(spo2(view(published, glyphs=ASCII), 34, 8, numerals.SMALL)).isascii()


@given(st.floats(0, 100), st.sampled_from([85.0, 88.0, 90.0]))
def test_the_number_shown_and_the_words_below_the_limit_never_disagree(value: float, low: float) -> None:
    shown = wording.spo2_number(value, low)
    assert (shown < low) == (value < low)
    assert abs(shown - value) <= 1


@pytest.mark.parametrize("size", SIZES)
def test_numerals_are_five_rows_high_or_more_and_all_different(size: numerals.Size) -> None:
    drawn = {digit: tuple(numerals.numeral(digit, size)) for digit in "0123456789-"}
    assert size.rows >= 5
    assert len(set(drawn.values())) == 11
    for rows in drawn.values():
        assert len(rows) == size.rows
        assert {len(row) for row in rows} == {size.columns(1)}


def test_three_digits_take_the_columns_they_say() -> None:
    assert {len(row) for row in numerals.numeral("100", numerals.SMALL)} == {numerals.SMALL.columns(3)}


def test_the_pulse_stands_in_words_where_it_has_no_pane() -> None:
    small = text(spo2(view(replace(breathing_for())), 60, 7, numerals.SMALL, pulse_in_words=True))
    assert "pulse 58" in small
    assert "reading 0 s ago" in small


@pytest.mark.hazard("H-02")
def test_a_fall_says_how_soon_it_will_be_low() -> None:
    falling = with_vitals(guiding(), spo2=94.0, low_in=43.0)
    assert "below 90 in about 40 s" in text(spo2(view(falling), 34, 8, numerals.SMALL)).split("\n")[0]
    soon = with_vitals(guiding(), spo2=90.4, low_in=2.0)
    assert "below 90 in about 10 s" in text(spo2(view(soon), 34, 8, numerals.SMALL))


def test_how_soon_is_said_only_of_a_live_number_above_the_limit() -> None:
    for changes in (
        {"low_in": None},
        {"low_in": 20.0, "spo2": 88.0},
        {"low_in": 20.0, "trust": Trust.DOUBTFUL, "cause": Cause.MOTION},
        {"low_in": 20.0, "spo2": None, "trust": Trust.NONE, "cause": Cause.NO_FINGER},
    ):
        assert "in about" not in text(spo2(view(with_vitals(guiding(), **changes)), 34, 8, numerals.SMALL))
