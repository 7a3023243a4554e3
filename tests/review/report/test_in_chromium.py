from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from breathline.review.report.page import page
from tests.review.report.chromium import PROGRAM, Chromium, chromium
from tests.review.report.example import example

pytestmark = pytest.mark.skipif(not PROGRAM, reason="there is no Chromium here: apt-get install chromium")

_DESK, _PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """The report in a browser."""
    folder = tmp_path_factory.mktemp("report")
    file = folder / "report.html"
    file.write_text(page(example()), encoding="utf-8")
    with chromium(folder / "profile") as browser:
        browser.open(file)
        yield browser


def test_no_request_leaves_the_page_and_nothing_complains(opened: Chromium) -> None:
    for width, height in (_DESK, _PHONE):
        opened.size(width, height)
        opened.value("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert len(opened.screenshot()) > 50_000
    assert [each.rpartition("/")[2] for each in opened.requests if not each.startswith("data:")] == ["report.html"]
    assert opened.complaints == []


@pytest.mark.parametrize("size", [_DESK, _PHONE], ids=["desk", "phone"])
def test_nothing_stands_over_the_right_edge(opened: Chromium, size: tuple[int, int]) -> None:
    opened.size(*size)
    opened.value("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert opened.value("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(opened: Chromium, dark: bool) -> None:
    opened.size(*_DESK, dark=dark)
    behind = {name: _colour(opened, name) for name in ("--paper", "--panel")}
    for ink in ("--ink", "--soft", "--link"):
        for paper in behind.values():
            assert _contrast(_colour(opened, ink), paper) >= 4.5
    assert _contrast(_colour(opened, "--mark"), behind["--paper"]) >= 3
    assert _contrast(_colour(opened, "--fill"), behind["--paper"]) >= 3


def test_every_picture_has_a_size(opened: Chromium) -> None:
    opened.size(*_PHONE)
    opened.value("document.querySelectorAll('details').forEach(each => each.open = true)")
    flat = "[...document.querySelectorAll('svg')].filter(each => !each.getBoundingClientRect().height).length"
    assert opened.value(flat) == 0
    assert opened.value("document.querySelector('path.middle').getBoundingClientRect().width") > 200


def test_the_printed_report_shows_what_is_folded_away(opened: Chromium) -> None:
    opened.size(*_DESK)
    opened.value("document.querySelectorAll('details').forEach(each => each.open = false)")
    opened.ask("Emulation.setEmulatedMedia", media="print")
    folded = (
        "[...document.querySelectorAll('details table')].filter(each => !each.getBoundingClientRect().height).length"
    )
    assert opened.value(folded) == 0
    pages = len(re.findall(rb"/Type\s*/Page\b", opened.pdf()))
    assert 4 <= pages <= 60


def _colour(browser: Chromium, name: str) -> tuple[float, ...]:
    value = str(browser.value(f"getComputedStyle(document.documentElement).getPropertyValue('{name}')")).strip()
    return tuple(int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2's contrast ratio."""
    light = sorted(_luminance(each) for each in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
