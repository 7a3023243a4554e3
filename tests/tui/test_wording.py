from __future__ import annotations

from breathline.device.published import OpenResponse
from breathline.tui.wording import acts_done
from breathline.words import ActionId
from tests.tui.scenes import WORDS


def done(*acts: tuple[float, ActionId]) -> list[str]:
    return acts_done(OpenResponse("found", None, acts), WORDS)


def test_of_each_kind_the_last_is_told_with_its_time() -> None:
    assert done(
        (5.0, ActionId.OXYGEN_ON), (9.0, ActionId.BREATHS_STARTED), (20.0, ActionId.OXYGEN_OFF)
    ) == ["0:09 giving breaths", "0:20 oxygen off"]  # fmt: skip


def test_from_an_hour_on_the_time_has_no_seconds() -> None:
    assert done((3599.0, ActionId.AIRWAY), (3725.0, ActionId.NALOXONE)) == ["59:59 opened airway", "1h02 naloxone"]


def test_doses_are_counted() -> None:
    assert done((60.0, ActionId.NALOXONE), (400.0, ActionId.NALOXONE)) == ["6:40 naloxone x2"]


def test_what_was_done_to_the_clip_is_not_care() -> None:
    assert done((2.0, ActionId.OXIMETER_OFF), (3.0, ActionId.SENSOR_MOVED)) == []
