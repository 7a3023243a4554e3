"""A pack's text with one thing changed, and what is said of it."""

from pathlib import Path

import pytest

from breathline.guidelines.pack import Pack, PackError
from breathline.guidelines.pack_file import parse_pack

PLAIN = (Path(__file__).parent / "plain.toml").read_text(encoding="utf-8")
"""A whole pack; the shipped ones may change without these tests."""


def plain_with(old: str, new: str) -> str:
    """The plain pack with one place changed."""
    assert old in PLAIN
    return PLAIN.replace(old, new, 1)


def refused(text: str) -> tuple[int, str]:
    """The line and the words with which a pack is refused."""
    with pytest.raises(PackError) as refusal:
        parse_pack(text, "mine.toml")
    said = str(refusal.value)
    assert said.startswith("mine.toml: line ")
    assert "\n" not in said
    line, _, words = said.removeprefix("mine.toml: line ").partition(": ")
    return int(line), words


def line_of(text: str, part: str) -> int:
    """The line on which a part of a text begins."""
    assert text.count(part) == 1
    return text[: text.index(part)].count("\n") + 1


def parse_plain(old: str = "", new: str = "") -> Pack:
    """The plain pack, read, with one place changed."""
    return parse_pack(plain_with(old, new), "mine.toml")
