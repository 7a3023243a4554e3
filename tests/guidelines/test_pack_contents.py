"""The shipped packs: no figure is called published or adapted that was not read, and they differ as their sources do.

EVIDENCE is the list a reviewer can follow: each such figure, what its source says in our own words, and where in the
project's notes on sources (../shared/facts/guidelines.md, where it is at hand) that was written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.pack_parts import Limit, Mark

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "guidelines.md"
EIGHT = ["aha-lay", "alberta", "bc", "bc-covid", "catie-fr", "msic", "next-us", "toronto"]
SECOND_HAND = {"aha_2020_lay", "fraser_2026", "philadelphia", "samhsa"}
"""Sources of which only a retelling was read: nothing of theirs may be called published."""
NEAR = 9
"""Lines of the notes, from the one that names a source, within which its figure must stand (a list of steps)."""


class Read(NamedTuple):
    """What a source says of a figure, a phrase that finds the source in the notes, and the figure as they write it."""

    says: str
    named: str
    written: str


EVIDENCE = {
    ("next_oximeter", "spo2_low", 90): Read("below 90 %: may not get enough oxygen", "| SpO2 low |", "below 90%"),
    ("next_oximeter", "bands.spo2", (95, 100)): Read("95 to 100 %: a normal range", "| SpO2 normal |", "95\u2013100 %"),
    ("next_oximeter", "bands.spo2", (0, 89)): Read("below 90 %: may not get enough", "| SpO2 low |", "below 90%"),
    ("bc_respond", "breath_period", 5): Read("one breath every five seconds", "Help Starts Here", "every five seconds"),
    ("bc_2022", "breath_period", 5): Read("one breath every 5 seconds", "26 May 2022", "every 5 seconds"),
    ("bc_2022", "naloxone_look_again", 300): Read("not awake in 5 minutes: one more", "26 May 2022", "in 5 minutes"),
    ("bc_thn", "amount", 0.4): Read("doses of 0.4 mg in 1 mL", "BC THN kit leaflet", "0.4 mg/mL"),
    ("bc_pharmacists", "naloxone_wears_off", 1800): Read("lasts 30 to 90 min", "bcpharmacists.org", "30\u201390 min"),
    ("cmaj_2023", "amount", 0.4): Read("kit: three or more of 0.4 mg", "Ferguson M", "0.4 mg/mL"),
    ("cmaj_2023", "amount", 4): Read("nasal kit: two of 4 mg", "Ferguson M", "4 mg/0.1 mL"),
    ("ahs", "breath_period", 5): Read("one breath every 5 s", "**Alberta (AHS)**", "1 breath / 5 s"),
    ("ahs", "naloxone_ready", 120): Read("for 2 minutes, then naloxone", "**Alberta (AHS)**", "for 2 minutes"),
    ("ahs", "naloxone_look_again", 120): Read("2 minutes more, no change", "**Alberta (AHS)**", "**2 minutes**"),
    ("toronto", "naloxone_look_again", 120): Read("no improvement in 2 to 3 min", "**Toronto**", "2\u20133 min"),
    ("catie", "naloxone_look_again", 180): Read("no change after 3 to 5 minutes", "CATIE, *R", "3 to 5 minutes"),
    ("catie", "words", 10): Read("normal: at least 10 breaths a minute", "CATIE, *R", "at least 10 breaths/min"),
    ("philadelphia", "naloxone_look_again", 120): Read("a dose every two minutes", "PDPH alert", "every two minutes"),
    ("up_philly", "words", 6): Read("one full breath in 6 s: no naloxone", "UP app", "1 full breath / 6 s"),
    ("samhsa", "breath_period", 5): Read("two breaths, then one every 5 s", "Older SAMHSA text", "1 every 5 s"),
    ("aha_2015", "naloxone_look_again", 240): Read("may repeat after 4 minutes", "**AHA 2015**", "after 4 minutes"),
    ("aha_2015", "amount", 0.4): Read("0.4 mg in the muscle", "**AHA 2015**", "0.4 mg IM"),
    ("aha_2015", "amount", 2): Read("2 mg in the nose", "**AHA 2015**", "2 mg IN"),
    ("aha_2015", "words", 2): Read("alone: CPR for 2 min before leaving", "**AHA 2015**", "2 min before leaving"),
    ("msic", "naloxone_ready", 300): Read("airway and oxygen for 5 min", "**Sydney MSIC**", "**5 min**"),
    ("msic", "naloxone_spo2", 95): Read("naloxone if not held at 95 %", "**Sydney MSIC**", "≥95%"),
    ("msic", "spo2_low", 95): Read("the same figure", "**Sydney MSIC**", "≥95%"),
    ("msic", "bands.spo2", (95, 100)): Read("held at 95 % or more", "**Sydney MSIC**", "≥95%"),
    ("msic", "bands.spo2", (0, 94)): Read("not held at 95 %", "**Sydney MSIC**", "≥95%"),
    ("msic", "naloxone_look_again", 600): Read("rescue dose assessed at 10 min", "**Sydney MSIC**", "**10 min**"),
    ("msic", "amount", 0.8): Read("800 micrograms", "**Sydney MSIC**", "800 µg"),
    ("msic", "words", 10): Read("fewer than 10 breaths a minute", "**Sydney MSIC**", "RR <10"),
}

Shown = tuple[str, str, float | tuple[float, float]]


def shown(pack: Pack) -> Iterator[Shown]:
    """Every figure a pack calls published or adapted: its source, name and value."""
    for place, figure in pack.figures():
        if figure.mark is not Mark.SITE:
            yield figure.source, str(place[-1]), figure.value
        if isinstance(figure, Limit) and figure.delay_mark is not Mark.SITE:
            yield figure.delay_source, f"{place[-1]}.delay", figure.delay_s
    for vital, bands in pack.bands:
        for band in bands:
            if band.mark is not Mark.SITE:
                yield band.source, f"bands.{vital}", (band.start, band.end)
    for own in chain(pack.prompts.values(), pack.questions.values()):
        for number in re.findall(r"\d+", own.own().get("text", "").replace("911", "")):
            yield own.source, "words", float(number)


@cache
def packs() -> tuple[Pack, ...]:
    return tuple(load_pack(name) for name in pack_names())


@cache
def facts() -> tuple[str, ...]:
    if not FACTS.exists():
        pytest.skip("the project's notes on sources (../shared/facts/guidelines.md) are not at hand")
    return tuple(FACTS.read_text(encoding="utf-8").splitlines())


def test_the_eight_packs_are_there() -> None:
    assert pack_names() == EIGHT


@pytest.mark.parametrize("name", pack_names())
def test_no_figure_is_called_published_or_adapted_that_was_not_read(name: str) -> None:
    assert [each for each in shown(load_pack(name)) if each not in EVIDENCE] == []


def test_all_the_evidence_is_used() -> None:
    assert set(EVIDENCE) == {each for pack in packs() for each in shown(pack)}


@pytest.mark.parametrize("figure", EVIDENCE, ids=str)
def test_the_notes_on_sources_have_each_figure_beside_its_source(figure: Shown) -> None:
    read = EVIDENCE[figure]
    begins = [number for number, line in enumerate(facts()) if read.named in line]

    assert any(read.written in line for begin in begins for line in facts()[begin : begin + NEAR])


def test_the_notes_on_sources_have_the_address_of_every_source() -> None:
    notes = "\n".join(facts())

    for pack in packs():
        for source in pack.sources.values():
            assert source.address.split()[0] in notes


@pytest.mark.parametrize("name", pack_names())
def test_what_was_read_second_hand_is_never_called_published(name: str) -> None:
    pack = load_pack(name)
    told_again = {key for key, source in pack.sources.items() if source.read.startswith("second-hand")}

    assert told_again == SECOND_HAND & set(pack.sources)
    assert [place for place, mark, source in pack.citations() if source in told_again and mark is Mark.PUBLISHED] == []


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_says_what_was_not_found(name: str) -> None:
    assert load_pack(name).not_found


@pytest.mark.parametrize("name", pack_names())
def test_no_pulse_limit_and_no_delay_is_anything_but_our_own_choice(name: str) -> None:
    limits = load_pack(name).limits

    assert {limits[pulse].mark for pulse in ("pulse_low", "pulse_high")} == {Mark.SITE}
    assert {limit.delay_mark for limit in limits.values()} == {Mark.SITE}


@pytest.mark.parametrize("name", pack_names())
def test_missing_data_alarms_after_the_same_delay_as_a_low_value_and_as_loudly(name: str) -> None:
    limits = load_pack(name).limits

    assert limits["no_reading"].delay_s == limits["spo2_low"].delay_s
    assert limits["no_reading"].priority == limits["spo2_low"].priority


@pytest.mark.parametrize("name", pack_names())
def test_very_low_is_ten_points_below_low(name: str) -> None:
    limits = load_pack(name).limits

    assert limits["spo2_low"].value - limits["spo2_very_low"].value == 10


@pytest.mark.parametrize("name", pack_names())
def test_a_site_may_not_move_the_pace_of_breaths(name: str) -> None:
    period = load_pack(name).timer("breath_period")

    assert (period.value, period.least, period.most) == (5, None, None)


def test_the_packs_differ_where_their_sources_do() -> None:
    look_again = {pack.id: pack.timer("naloxone_look_again").value for pack in packs()}
    first = {pack.id for pack in packs() if pack.rules.first_naloxone.value == "not_breathing"}
    compressions = {pack.id for pack in packs() if pack.rules.not_breathing.value == "cpr"}

    assert look_again == {
        "aha-lay": 240, "alberta": 120, "bc": 300, "bc-covid": 300,
        "catie-fr": 180, "msic": 600, "next-us": 120, "toronto": 120,
    }  # fmt: skip
    assert first == {"aha-lay", "next-us", "toronto"}
    assert compressions == {"aha-lay", "toronto"}


def test_bc_asks_whether_they_breathe_and_says_that_not_awake_is_superseded() -> None:
    bc = load_pack("bc")

    assert "not awake" in bc.superseded[0]
    assert any("2026" in source.dated for source in bc.sources.values())


def test_what_bc_covid_changes_is_its_own_choice_and_it_says_so() -> None:
    bc, covid = load_pack("bc"), load_pack("bc-covid")

    assert (covid.rules.breath_method.value, covid.rules.breath_method.mark) == ("bag", Mark.SITE)
    assert {own.mark for own in covid.prompts.values()} == {Mark.SITE}
    assert (covid.limits, covid.timers, covid.doses) == (bc.limits, bc.timers, bc.doses)
    assert "2020" in covid.not_found[0]


def test_sydney_is_nurse_run_and_works_from_95() -> None:
    msic = load_pack("msic")

    assert msic.naloxone_spo2 is not None
    assert msic.naloxone_spo2.value == msic.limit("spo2_low").value == 95
    assert (msic.rules.call_911.value, msic.rules.oxygen.value) == ("off", "first")


def test_the_french_pack_is_french() -> None:
    assert [pack.id for pack in packs() if pack.language == "fr"] == ["catie-fr"]
