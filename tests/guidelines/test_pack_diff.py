"""Where guidelines disagree is data: only what differs, each side with its grounds, in a steady order."""

from __future__ import annotations

import pytest

from breathline.guidelines.pack_diff import Difference, Place, Said, differences
from breathline.guidelines.pack_file import load_pack, pack_names, parse_pack
from breathline.guidelines.pack_parts import Mark
from tests.guidelines.pack_text import PLAIN, parse_plain

BAND = '\n[[bands.spo2]]\nid = "low"\nfrom = 0\nto = {end}\nmark = "adapted"\nsource = "next_oximeter"\n'
RISING = '\n[escalation.warning]\nvalue = 100\nunit = "% s"\nmark = "site"\nsource = "why"\n'
WORDS = '\n[prompts.airway]\ntext = "OPEN it."\nmark = "site"\nsource = "our course"\n'
ASKED = '\n[questions.breathing]\nyes = "they do"\nmark = "published"\nsource = "bc_respond"\n'
NALOXONE = '\n[limits.naloxone_spo2]\nvalue = 95\nunit = "%"\nmark = "site"\nsource = "why"\n'


@pytest.mark.parametrize("name", pack_names())
def test_a_guideline_does_not_disagree_with_itself(name: str) -> None:
    assert differences(load_pack(name), load_pack(name)) == []


def test_a_figure_is_told_with_the_grounds_of_both_sides() -> None:
    other = parse_plain("value = 90\n", 'value = 91\nnote = "x"\n')

    assert differences(parse_plain(), other) == [
        Difference(
            Place("limits", "spo2_low"),
            Said(90, "%", Mark.ADAPTED, "next_oximeter"),
            Said(91, "%", Mark.ADAPTED, "next_oximeter"),
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("delay_s = 10", "delay_s = 11", Place("limits", "pulse_low", "delay")),
        ("clear_at = 92", "clear_at = 93", Place("limits", "spo2_low", "ends at")),
        ("clear_s = 5", "clear_s = 6", Place("limits", "spo2_low", "ends after")),
        ('priority = "medium"', 'priority = "high"', Place("limits", "pulse_low", "priority")),
        ("value = 0.55", "value = 0.5", Place("timers", "compression_period")),
        ('value = "compressions"', 'value = "breaths"', Place("rules", "pulse_unsure")),
        ('question = "responsive"\n', "", Place("steps", "stimulate", "question")),
        ("value = 0.4", "value = 0.8", Place("doses", "injection, 1 mL")),
    ],
)
def test_whatever_differs_is_found_and_nothing_else(old: str, new: str, place: Place) -> None:
    assert [each.place for each in differences(parse_plain(), parse_plain(old, new))] == [place]


@pytest.mark.parametrize(
    ("more", "place", "said"),
    [
        (BAND.format(end=89), Place("bands", "spo2 low"), Said("0 to 89", "", Mark.ADAPTED, "next_oximeter")),
        (RISING, Place("escalation", "warning"), Said(100, "% s", Mark.SITE, "why")),
        (NALOXONE, Place("limits", "naloxone_spo2"), Said(95, "%", Mark.SITE, "why")),
    ],
)
def test_what_only_one_says_has_an_empty_side(more: str, place: Place, said: Said) -> None:
    one, other = parse_plain(), parse_pack(PLAIN + more, "mine.toml")

    assert differences(one, other) == [Difference(place, None, said)]
    assert differences(other, one) == [Difference(place, said, None)]


def test_words_differ_from_the_catalogues_which_are_nobodys_guideline() -> None:
    texts, words = differences(parse_plain(), parse_pack(PLAIN + WORDS, "a")), Place("words", "airway", "text")

    assert [each.place for each in texts] == [words]
    assert texts[0].one is not None
    assert (texts[0].one.mark, texts[0].one.source) == (None, "")
    assert texts[0].other == Said("OPEN it.", "", Mark.SITE, "our course")


def test_an_answers_words_are_compared_too() -> None:
    (only,) = differences(parse_plain(), parse_pack(PLAIN + ASKED, "a"))

    assert only.place == Place("words", "breathing", "yes")
    assert only.other == Said("they do", "", Mark.PUBLISHED, "bc_respond")


def test_between_languages_words_are_not_compared() -> None:
    found = differences(parse_plain(), parse_plain('language = "en"', 'language = "fr"'))

    assert [each.place for each in found] == [Place("pack", "language")]


def test_what_a_site_changed_is_what_differs_from_its_guideline() -> None:
    text = 'id = "ours"\nextends = "bc"\nversion = "1"\n[limits.spo2_low]\nvalue = 92\nsource = "why"\n'

    found = differences(load_pack("bc"), parse_pack(text, "ours.toml"))

    assert [each.place for each in found] == [Place("limits", "spo2_low"), Place("limits", "spo2_low", "ends at")]


def test_the_order_is_the_first_packs() -> None:
    tables = [each.place.table for each in differences(load_pack("bc"), load_pack("msic"))]

    order = ["pack", "limits", "rules", "timers", "escalation", "steps", "doses", "bands", "words"]
    assert set(tables) <= set(order)
    of_both = [each.place.table for each in differences(load_pack("bc"), load_pack("msic")) if each.one is not None]
    assert of_both == sorted(of_both, key=order.index)
