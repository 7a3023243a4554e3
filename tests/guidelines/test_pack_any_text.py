"""Whatever is written in a pack's file, it is a pack or one clear line that names its place."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import PackError
from breathline.guidelines.pack_file import parse_pack
from breathline.guidelines.texts import texts_for
from tests.guidelines.pack_text import PLAIN

ROWS = PLAIN.splitlines()
SITE = [
    'id = "ours"',
    'extends = "bc"',
    'version = "1"',
    "[limits.spo2_low]",
    "value = 92",
    'source = "why"',
    "delay_s = 6",
    'delay_source = "why"',
    "[rules.call_911]",
    'value = "at_once"',
    'source = "why"',
    "[prompts.airway]",
    'text = "OPEN it."',
    'source = "why"',
]
WORDS = st.sampled_from(
    [
        "value = 0",
        "value = -1",
        "value = 1e308",
        "value = nan",
        'value = "off"',
        'unit = "s"',
        "least = 50",
        "[[steps]]",
        'mark = "site"',
        'source = "bc_respond"',
        "zzz = 1",
        "[limits.naloxone_spo2]",
        "[timers]",
        "limits = 1",
        "",
        "]",
        '"""',
    ]
)


def read(text: str) -> None:
    """A pack that is taken can be acted by; one that is not says where and why, in one line."""
    try:
        pack = parse_pack(text, "mine.toml")
    except PackError as error:
        match = re.fullmatch(r"mine\.toml: (?:line (\d+): )?(.+)", str(error))
        assert match is not None
        assert match[1] is None or 1 <= int(match[1]) <= text.count("\n") + 1
    else:
        Engine(pack, texts_for(pack))


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    read(text)


@settings(deadline=None)
@given(st.sampled_from([ROWS, SITE]), st.data())
def test_any_slip_of_the_pen(rows: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    kept = data.draw(st.integers(0, 1))
    written = data.draw(st.lists(WORDS, max_size=2))

    read("\n".join((*rows[: at + kept], *written, *rows[at + 1 :])))
