"""Every key that the standard library reads is found again, on its line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.toml_lines import Lines, Path

LETTERS = st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="\x7f", exclude_categories=["Cc"])
NAMES = st.one_of(st.text("abc_-1", min_size=1, max_size=3), st.text(LETTERS, max_size=3))
SCALARS = st.one_of(
    st.integers(-9, 9),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.text(LETTERS, max_size=8),
    st.sampled_from(['a"""b', "it's", "[x]\n# no\nk = 1", "=,{}", "\\"]),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=12,
)


def key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def written(value: Any, style: int) -> str:
    """A value as TOML, in one of several styles."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key(name)} = {written(inner, style)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        between = (", ", ",\n\n  # and, [so] on\n  ", ",\r\n")[style]
        return "[" + between.join(written(inner, style) for inner in value) + "]"
    if isinstance(value, str) and style == 1 and '"' not in value and "\\" not in value:
        return f'"""\n{value}"""'
    if isinstance(value, str) and style == 2 and "'" not in value and "\n" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


def document(tree: dict[str, Any], style: int) -> str:
    """A TOML text: plain values first, then tables and lists of tables with headers of their own."""
    plain = {name: value for name, value in tree.items() if not isinstance(value, dict) and not tables(value)}
    text = "# a comment = 1\n" + "".join(
        f"{key(name)} = {written(value, style)}  # ]\n" for name, value in plain.items()
    )
    for name, value in tree.items():
        for inner in [value] if isinstance(value, dict) else value if tables(value) else []:
            text += f"\n[{key(name)}]\n" if isinstance(value, dict) else f"\n[[ {key(name)} ]]\n"
            for below, deeper in inner.items():
                text += f"{key(below)} = {written(deeper, style)}\n"
    return text


def tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def paths(value: Any, before: Path = ()) -> Iterator[Path]:
    """Every key and list item of what was read."""
    inner: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
    for part, deeper in inner:
        yield (*before, part)
        yield from paths(deeper, (*before, part))


@given(st.dictionaries(NAMES, TREES, max_size=4), st.integers(0, 2))
def test_every_key_of_any_text_is_found_on_a_line_that_names_it(tree: dict[str, Any], style: int) -> None:
    text = document(tree, style)
    rows = text.replace("\r\n", "\n").split("\n")
    lines = Lines(text)

    for path in paths(tomllib.loads(text)):
        assert lines.knows(path)
        if isinstance(path[-1], str):
            assert key(path[-1]) in rows[lines.of(path) - 1]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 1),
        (("a", "b", "c"), 2),
        (("when",), 3),
        (("both",), 4),
        (("ends",), 6),
        (("steps",), 8),
        (("steps", 0), 8),
        (("steps", 0, "id"), 9),
        (("steps", 1), 11),
        (("steps", 1, "amount"), 13),
        (("steps", 1, "amount", "value"), 14),
        (("far", "inner"), 16),
        (("far",), 16),
        (("far", "inner", "list", 1), 19),
    ],
)
def test_a_key_is_found_however_it_is_written(path: Path, line: int) -> None:
    text = (
        'id = "x"  # = [\n'
        "a . 'b'.\"c\" = { d = 1, e = [1, 2] }\n"
        "when = 1979-05-27 07:32:00Z\n"
        'both = """\nsteps = 1\\"""""\n'
        "ends = '''quoted''''\n"
        "\n"
        "[[steps]]\n"
        'id = "one"\n'
        "\n"
        "[[steps]]\n"
        'id = "two"\n'
        "[steps.amount]\n"
        "value = +1_000.5e3\n"
        "\n"
        "[ far . inner ]\n"
        "list = [\n"
        "  1, # one\n"
        "  2,\n"
        "]\n"
    )
    tomllib.loads(text)

    assert Lines(text).of(path) == line


def test_a_key_that_is_not_there_is_looked_for_in_the_table_around_it() -> None:
    lines = Lines("a = 1\n[b]\nc = 1\n")

    assert not lines.knows(("b", "d"))
    assert lines.of(("b", "d", "e")) == 2
    assert lines.of(("x",)) == 1
