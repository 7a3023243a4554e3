from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.texts import texts_for
from breathline.tui.panes import edges, pages
from tests.tui.scenes import PACK, WORDS, before, guiding, offered
from tests.tui.steps import text, view

CONFIRMED = PACK.model_copy(update={"confirmed_by": "medical lead"})
NOTHING_SET = PACK.model_copy(update={"limits": {}, "timers": {}, "escalation": type(PACK.escalation)()})


def page(pack: Pack | None, width: int = 44, rows: int = 17) -> str:
    return text(pages.guide_page(replace(view(guiding()), pack=pack), width, rows))


@pytest.mark.hazard("H-26")
def test_figures_of_the_site_stand_as_not_confirmed_until_somebody_did() -> None:
    assert "NOT YET CONFIRMED" in page(PACK)
    assert "SpO2 very low 80 %" in page(PACK)
    assert "confirmed by: medical lead" in page(CONFIRMED)
    assert "SpO2 very low 80 %" in page(CONFIRMED)


def test_it_says_which_guide_this_is_and_the_hash_that_was_signed() -> None:
    for words in ("Respond to an overdose", "pack bc, version 2", PACK.hash[:8]):
        assert words in page(PACK)


def test_a_sites_own_pack_says_what_it_is_made_from() -> None:
    assert "made from bc" in page(PACK.model_copy(update={"extends": "bc"}))


def test_where_not_all_have_room_it_says_how_many_more_there_are() -> None:
    shown = page(PACK)
    more = len(pages.site_figures(PACK, WORDS)) - sum(
        line.startswith(" ") and bool(line.strip()) for line in shown.split("\n")
    )
    assert f"and {more} more" in shown
    assert "more;" not in page(PACK, 86, 34)


def test_with_none_set_by_the_site_it_says_so() -> None:
    assert "No figure was set by this site." in page(NOTHING_SET)


def test_before_the_start_the_lowest_line_says_how_many_are_not_confirmed() -> None:
    count = len(pages.site_figures(PACK, WORDS))
    assert f"{count} figures not confirmed" in text(edges.notice(replace(view(before()), pack=PACK), 44))
    for scene, pack in (
        (before(), CONFIRMED),
        (before(), NOTHING_SET),
        (before(), None),
        (guiding(), PACK),
        (offered(), PACK),
    ):
        assert text(edges.notice(replace(view(scene), pack=pack), 44)).strip() == ""


@pytest.mark.parametrize("name", pack_names())
def test_every_figure_of_every_pack_has_a_name_that_fits(name: str) -> None:
    pack = load_pack(name)
    for figure in pages.site_figures(pack, texts_for(pack).screen):
        assert len(figure) <= 33


def test_without_a_pack_there_is_no_such_page() -> None:
    assert page(None).strip() == ""
    assert WORDS.about.closes in text(pages.keys_page(view(guiding()), 44, 17))
    assert WORDS.help.closes in text(pages.keys_page(replace(view(guiding()), pack=PACK), 44, 17))
