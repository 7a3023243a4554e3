from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from textstat.textstat import textstatistics  # type: ignore[import-untyped]  # it ships no types

from breathline.review.catalogue import MEASURES
from breathline.review.report import sections
from breathline.review.report.page import POLICY, page
from breathline.review.result import Curves, Package
from tests.review.report.example import example

_ALONE = {"meta", "link", "line", "path", "polygon", "rect"}


class _Reader(HTMLParser):
    """Checks that elements close in order, and gathers ids, addresses and words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.names: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids[value or ""] += 1
            if name in {"href", "src"}:
                self.addresses.append(value or "")
        if tag not in _ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def html() -> str:
    return page(example())


@pytest.fixture(scope="module")
def read(html: str) -> _Reader:
    return _read(html)


def test_every_measure_that_the_report_shows_is_one_that_is_counted() -> None:
    shown = (
        sections.CARDS,
        sections.TIMES,
        sections.DEPTH,
        sections.STEPS,
        sections.ALARM_RATES,
        sections.ALARM_SHARES,
        sections.DATA,
        sections.GROUPED,
    )
    assert {name for names in shown for name in names} <= {measure.name for measure in MEASURES}


def test_the_report_stands_alone(html: str, read: _Reader) -> None:
    assert all(address.startswith(("#", "data:")) for address in read.addresses)
    assert "script" not in read.names
    assert not [name for name in read.attributes if name.startswith("on")]
    assert "url(" not in html
    assert POLICY in unescape(html)


def test_links_inside_the_report_lead_somewhere(read: _Reader) -> None:
    assert {address[1:] for address in read.addresses if address.startswith("#")} <= set(read.ids)
    assert set(read.ids.values()) == {1}


def test_every_definition_stands_beside_its_number(read: _Reader) -> None:
    words = "\n".join(read.words)
    assert [each.name for each in MEASURES if each.summary != "none" and each.means not in words] == []


def test_what_is_held_back_has_no_number(html: str) -> None:
    row = re.search(r"<tr><th scope=\"row\"><b>Outcome: died.*?</tr>", html)
    assert row is not None
    assert "held back: few" in row[0]
    assert 'class="fill"' not in row[0]


def test_every_picture_is_left_out_for_those_who_listen_and_its_numbers_are_not(html: str) -> None:
    pictures = re.findall(r"<svg[^>]*>", html)
    assert pictures
    cells = re.findall(r"<td class=\"picture\" aria-hidden=\"true\"><svg", html)
    drawings = [each for each in pictures if 'aria-hidden="true"' in each]
    assert len(cells) + len(drawings) == len(pictures)
    assert "SpO2 in percent around the first low reading" in html


def test_the_same_numbers_are_there_as_json_and_csv(read: _Reader) -> None:
    review = example()
    files = [base64.b64decode(each.partition(",")[2]).decode() for each in read.addresses if "base64" in each]
    found = json.loads(files[0])
    rows = list(csv.DictReader(io.StringIO(files[1])))
    assert len(found["estimates"]) == len(rows) == len(review.estimates)
    assert [each["value"] for each in found["estimates"]] == [each.value for each in review.estimates]
    assert [float(row["value"]) if row["value"] else None for row in rows] == [each.value for each in review.estimates]
    assert all(row["means"] for row in rows)


def test_practice_is_said_to_be_practice() -> None:
    assert "PRACTICE" in page(replace(example(), kind="practice"))
    assert "PRACTICE" not in page(example())


def test_each_export_says_how_many_share_where_and_when(html: str) -> None:
    assert "part of day 31" in html
    forced = {"anonymity": {"k": 2, "limit": 10, "forced": True}}
    assert "BELOW THE LIMIT" in page(replace(example(), packages=[Package(Path("e"), "real", forced)]))


def test_the_folders_that_exports_lay_in_are_not_told(html: str) -> None:
    assert "/data/" not in html
    assert "export-2026" in html


def test_a_pack_is_named_with_its_hash(html: str) -> None:
    assert "9f31c0de" * 8 in html


def test_names_in_what_was_read_are_no_markup() -> None:
    review = example()
    packs = [("<script>alert(1)</script>", "", 20)]
    named = page(replace(review, packs=packs, packages=[Package(Path("<b>"), "real", {})]))
    assert "<script" not in named
    assert "&lt;script&gt;" in named


def test_without_anything_it_still_is_a_report() -> None:
    nothing = replace(example(), estimates=[], packs=[], packages=[], curves=Curves(0, [], []), responses=0)
    assert "nothing was found" in page(nothing)
    _read(page(nothing))
    assert "No curves were asked for" in page(replace(nothing, curves=None))


def test_a_report_without_a_limit_warns() -> None:
    assert "do not publish it" in page(replace(example(), min_cell=1))


def test_thousands_of_responses_stay_a_file_that_opens_at_once() -> None:
    review = example(responses=5000, drawn=400)
    assert len(page(review)) < 3_000_000


def test_the_words_are_plain(read: _Reader) -> None:
    sentences = [each for each in read.words if each.endswith(".") and len(each.split()) > 8]
    own = " ".join(each for each in dict.fromkeys(sentences) if each not in {measure.means for measure in MEASURES})
    assert textstatistics().flesch_kincaid_grade(own) <= 8
    assert not re.search(r"\b(patient|addict|abuse|clean|dirty|victim)", " ".join(read.words), re.IGNORECASE)
