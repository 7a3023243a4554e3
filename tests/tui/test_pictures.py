from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from breathline.tui import pictures
from breathline.tui.paint import ASCII
from breathline.tui.scenes import before


async def test_a_picture_is_sound_xml_with_the_words_of_the_screen() -> None:
    svg = await pictures.draw("breaths", 80, 24)
    drawn = ET.fromstring(svg)  # noqa: S314 - our own picture
    words = " ".join(node.text or "" for node in drawn.iter("{http://www.w3.org/2000/svg}text"))
    for expected in ("DO THIS NOW", "Give ONE BREATH every 5 seconds.", "*** SpO2 below 90", "yes"):
        assert expected in words


async def test_a_picture_is_the_same_each_time_and_needs_nothing_from_elsewhere() -> None:
    svg = await pictures.draw("no-reading", 100, 30)
    assert svg == await pictures.draw("no-reading", 100, 30)
    assert svg.count("http") == 1


async def test_ascii_pictures_can_be_drawn_too() -> None:
    assert "#" in await pictures.draw("breaths", 80, 24, ASCII)


def test_every_scene_is_drawn_at_every_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("breathline.tui.pictures.SCENES", {"start": before})
    assert pictures.main([str(tmp_path / "out")]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "start-100x30.svg",
        "start-160x45.svg",
        "start-80x24.svg",
    ]
    assert "start-80x24.svg" in capsys.readouterr().out


def test_without_a_folder_it_says_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert pictures.main([]) == 2
    assert "usage" in capsys.readouterr().err
